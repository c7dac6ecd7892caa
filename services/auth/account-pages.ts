/**
 * The pages that the links of mails lead to. They take the token from behind the "#", where no server sees
 * it, and send it when the person says so: a program that looks at links uses none up.
 */
import type { Ctx } from "../../mixins/index.ts";

interface Page {
	html: string;
	nonce: string;
}

interface Form {
	title: string;
	/** Where the form is sent, relative so that it also works behind a path of a proxy. */
	action: string;
	fields: string;
	button: string;
	done: string;
	nonce: string;
}

export function verifyEmailPage(nonce: string): Page {
	return pageOf({
		title: "Confirm your e-mail address",
		action: "api/v1/auth/verify-email",
		fields: "",
		button: "Confirm the address",
		done: "The address is confirmed.",
		nonce
	});
}

export function resetPasswordPage(nonce: string): Page {
	return pageOf({
		title: "Set another password",
		action: "api/v1/auth/reset-password",
		fields: `<p><label>The new password<br>
			<input name="password" type="password" autocomplete="new-password" minlength="8" required></label></p>`,
		button: "Set the password",
		done: "The password is set. You can sign in with it now.",
		nonce
	});
}

/** Answers a page under a policy that lets it do what it is for and no more. */
export function showPage(ctx: Ctx, { html, nonce }: Page): string {
	const policy = [
		"default-src 'none'",
		`script-src 'nonce-${nonce}'`,
		"connect-src 'self'",
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'"
	].join("; ");
	ctx.meta.$responseType = "text/html; charset=utf-8";
	ctx.meta.$responseHeaders = {
		"Content-Security-Policy": policy,
		"Cache-Control": "no-store",
		"Referrer-Policy": "no-referrer"
	};
	return html;
}

function pageOf({ title, action, fields, button, done, nonce }: Form): Page {
	const html = `<!doctype html>
<html lang="en">
	<head>
		<meta charset="utf-8">
		<title>${title}</title>
		<meta name="viewport" content="width=device-width, initial-scale=1">
		<meta name="color-scheme" content="light dark">
	</head>
	<body>
		<main>
			<h1>${title}</h1>
			<form data-action="${action}" data-done="${done}">
				${fields}
				<button>${button}</button>
			</form>
			<p role="status"></p>
			<noscript>This page needs JavaScript.</noscript>
		</main>
		<script nonce="${nonce}">
${SCRIPT}
		</script>
	</body>
</html>
`;
	return { html, nonce };
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
