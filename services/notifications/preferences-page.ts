/**
 * The page that mails lead to: what one is told of, with a box for each way. It asks with the cookie of a session;
 * to who has none it says so.
 */
import { linkedPage, type LinkedPage } from "../mail/linked-page.ts";

/** At the root, so that a link in a mail is short. */
export const PREFERENCES_PATH = "/notification-preferences";

export function preferencesPage(nonce: string): LinkedPage {
	const body = `<table hidden>
				<thead><tr><th scope="col">What</th><th scope="col">Here</th><th scope="col">By mail</th></tr></thead>
				<tbody></tbody>
			</table>`;
	return linkedPage({ title: "What you are told of", body, script: SCRIPT, nonce });
}

/** Texts are set as texts, never as HTML: a plugin wrote them. */
const SCRIPT = `
const address = "api/v1/notifications/preferences";
const status = document.querySelector("[role=status]");
const csrfToken = () => /(?:^|; )csrf_token=([^;]*)/.exec(document.cookie)?.[1] ?? "";

async function send(method, body) {
	const headers = { "Content-Type": "application/json", "X-CSRF-Token": csrfToken() };
	const answer = await fetch(address, { method, credentials: "same-origin", headers, body });
	if (answer.ok) return (await answer.json()).data;
	if (answer.status === 401) throw new Error("Sign in first, then open this page again.");
	throw new Error((await answer.json()).detail);
}

function box({ kind, description, channels }, channel) {
	const cell = document.createElement("td");
	if (!(channel in channels)) return cell;
	const input = document.createElement("input");
	input.type = "checkbox";
	input.checked = channels[channel];
	input.setAttribute("aria-label", description + " (" + channel + ")");
	input.addEventListener("change", () => choose(input, { kind, channel, wanted: input.checked }));
	cell.append(input);
	return cell;
}

async function choose(input, choice) {
	status.textContent = "";
	try {
		await send("PATCH", JSON.stringify({ preferences: [choice] }));
		status.textContent = "Saved.";
	} catch (error) {
		input.checked = !choice.wanted;
		status.textContent = error.message;
	}
}

function row(preference) {
	const line = document.createElement("tr");
	const name = document.createElement("th");
	name.scope = "row";
	name.textContent = preference.description;
	line.append(name, box(preference, "socket"), box(preference, "mail"));
	return line;
}

send("GET").then(
	preferences => {
		document.querySelector("tbody").append(...preferences.map(row));
		document.querySelector("table").hidden = false;
	},
	error => (status.textContent = error.message)
);
`.trim();
