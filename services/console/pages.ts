/** The two pages at /admin: the console, and what is shown while it is built. Each has a nonce of its own. */
import type { BuildState } from "./build.ts";

export interface Page {
	html: string;
	policy: string;
}

/** What the build puts where the nonce of a response belongs. */
const NONCE_MARK = "LYCEUM-NONCE";

/** The console's page with the nonce of one response. */
export function consolePage(html: string, nonce: string): Page {
	return { html: html.replaceAll(NONCE_MARK, nonce), policy: policyOf(nonce) };
}

/** Everything from this host alone; styles that are made as it runs carry the nonce (Emotion, CodeMirror). */
function policyOf(nonce: string) {
	return [
		"default-src 'none'",
		`script-src 'self' 'nonce-${nonce}'`,
		`style-src 'self' 'nonce-${nonce}'`,
		"img-src 'self' data: blob:",
		"font-src 'self'",
		"connect-src 'self'",
		"frame-src 'self'",
		"manifest-src 'self'",
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'"
	].join("; ");
}

/** Says how far the build is, and looks again by itself until it is done. */
export function progressPage(state: BuildState, nonce: string): Page {
	const { title, text } = wordsOf(state);
	const html = `<!doctype html>
<html lang="en">
	<head>
		<meta charset="utf-8">
		<title>${title} · Lyceum</title>
		<meta name="viewport" content="width=device-width, initial-scale=1">
		<style nonce="${nonce}">${STYLE}</style>
	</head>
	<body>
		<main data-phase="${state.phase}">
			<h1>${title}</h1>
			<p role="status">${escapeHtml(text)}</p>
			<p>The API answers already: <a href="/docs">its description</a>, <a href="/health">its health</a>.</p>
		</main>
		<script nonce="${nonce}">${SCRIPT}</script>
	</body>
</html>
`;
	return { html, policy: policyOf(nonce) };
}

const STYLE = `
	:root { color-scheme: light dark; font: 16px/1.6 system-ui, sans-serif; }
	body { display: grid; place-items: center; min-height: 100vh; margin: 0; padding: 1rem; box-sizing: border-box; }
	main { max-width: 36rem; }
	h1 { font-size: 1.5rem; margin: 0 0 .5rem; }
	p { margin: 0 0 .5rem; overflow-wrap: anywhere; white-space: pre-line; }
`;

/** Without the script the page can be read and loaded again by hand. */
const SCRIPT = `
	const look = async () => {
		const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
		const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
		const next = page && page.querySelector("main[data-phase]");
		if (page && !next) return location.reload();
		if (next) document.querySelector("main").replaceWith(document.adoptNode(next));
		setTimeout(look, 700);
	};
	setTimeout(look, 700);
`;

function wordsOf(state: BuildState): { title: string; text: string } {
	if (state.phase === "failed")
		return { title: "The console could not be built", text: state.reason };
	const title = "The console is being built";
	if (state.phase !== "building") return { title, text: "Looking for what has changed" };
	const seconds = Math.round((Date.now() - state.startedAt) / 1000);
	const text = `${state.modules} modules in ${seconds} s. This happens once, and again when its sources have changed.`;
	return { title, text };
}

function escapeHtml(text: string) {
	return text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`);
}
