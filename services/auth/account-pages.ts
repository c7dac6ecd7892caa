/**
 * The pages that the links of mails lead to. They take the token from behind the "#", where no server sees
 * it, and send it when the person says so: a program that looks at links uses none up.
 */
import { linkedPage, type LinkedPage } from "../mail/linked-page.ts";

interface Form {
	title: string;
	/** Where the form is sent, relative so that it also works behind a path of a proxy. */
	action: string;
	fields: string;
	button: string;
	done: string;
	nonce: string;
}

export function verifyEmailPage(nonce: string): LinkedPage {
	return formPage({
		title: "Confirm your e-mail address",
		action: "api/v1/auth/verify-email",
		fields: "",
		button: "Confirm the address",
		done: "The address is confirmed.",
		nonce
	});
}

export function resetPasswordPage(nonce: string): LinkedPage {
	return formPage({
		title: "Set another password",
		action: "api/v1/auth/reset-password",
		fields: `<p><label>The new password<br>
			<input name="password" type="password" autocomplete="new-password" minlength="8" required></label></p>`,
		button: "Set the password",
		done: "The password is set. You can sign in with it now.",
		nonce
	});
}

function formPage({ title, action, fields, button, done, nonce }: Form): LinkedPage {
	const body = `<form data-action="${action}" data-done="${done}">
				${fields}
				<button>${button}</button>
			</form>`;
	return linkedPage({ title, body, script: SCRIPT, nonce });
}

const SCRIPT = `
const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
history.replaceState(null, "", location.pathname);
const form = document.querySelector("form");
const status = document.querySelector("[role=status]");
form.addEventListener("submit", async event => {
	event.preventDefault();
	status.textContent = "";
	const body = JSON.stringify({ token, ...Object.fromEntries(new FormData(form)) });
	const headers = { "Content-Type": "application/json" };
	try {
		const answer = await fetch(form.dataset.action, { method: "POST", credentials: "omit", headers, body });
		const problem = answer.ok ? null : await answer.json();
		status.textContent = problem ? problem.detail : form.dataset.done;
		form.hidden = answer.ok;
	} catch {
		status.textContent = "The server does not answer: try again.";
	}
});
`.trim();
