/** What the pages share that the links of mails lead to: small, without anything of other hosts, and bound to a nonce. */
import type { Ctx } from "../../mixins/index.ts";

export interface LinkedPage {
	html: string;
	nonce: string;
}

interface Content {
	title: string;
	/** HTML that follows the heading. */
	body: string;
	/** Tells of itself by the element with the role `status`. */
	script: string;
	nonce: string;
}

export function linkedPage({ title, body, script, nonce }: Content): LinkedPage {
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
			${body}
			<p role="status"></p>
			<noscript>This page needs JavaScript.</noscript>
		</main>
		<script nonce="${nonce}">
${script}
		</script>
	</body>
</html>
`;
	return { html, nonce };
}

/** Answers a page under a policy that lets it do what it is for and no more. */
export function showPage(ctx: Ctx, { html, nonce }: LinkedPage): string {
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
