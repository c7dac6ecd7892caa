/** Links and pictures that lead nowhere. */
import type { Definition, Heading, Html, Image, Link } from "mdast";
import { toString } from "mdast-util-to-string";
import { nodesOf, type TextField } from "../../analysis/document.ts";
import { matchesIn } from "../matches.ts";
import { defineRule, type CheckContext, type Remark } from "../rule.ts";

interface Target {
	url: string;
	start: number;
	end: number;
}

const PLACEHOLDER =
	/^(?:#|todo|tbd|url|link|xxx+|\.\.\.|…|insert|your-|path\/to|javascript:|about:blank|https?:\/\/(?:\.\.\.|…|todo|xxx|url|your-?(?:url|link|domain|site))\b.*)$|^(?:todo|tbd|insert|your)[-_ ]/i;

export const brokenLink = defineRule({
	id: "link/broken",
	version: 1,
	severity: "error",
	title: "Every link and every picture leads somewhere",
	depends: true,
	*check(_item, context) {
		for (const field of context.document.fields) {
			const anchors = anchorsOf(field);
			for (const target of targetsOf(field)) {
				const problem = problemOf(target.url.trim(), anchors, context);
				if (problem) yield toRemark(field, target, problem);
			}
		}
		yield* undefinedReferences(context);
	}
});

function toRemark(field: TextField, { start, end, url }: Target, problem: string): Remark {
	return {
		field: field.name,
		start,
		end,
		message: url ? `"${url.slice(0, 200)}" ${problem}` : `The link ${problem}`,
		advice: "Correct the address, or take the link away"
	};
}

function targetsOf(field: TextField): Target[] {
	const nodes = [
		...nodesOf<Link>(field, "link"),
		...nodesOf<Image>(field, "image"),
		...nodesOf<Definition>(field, "definition")
	];
	const written = nodes.map(({ url, position }) => ({
		url,
		start: position!.start.offset!,
		end: position!.end.offset!
	}));
	const html = nodesOf<Html>(field, "html").flatMap(node =>
		Array.from(
			node.value.matchAll(
				/<(?:a|img|source|video|audio|iframe)\b[^>]*?\s(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi
			),
			match => {
				const start = node.position!.start.offset! + match.index;
				return { url: match[1] ?? match[2] ?? "", start, end: start + match[0].length };
			}
		)
	);
	return [...written, ...html];
}

/** Says what is wrong with an address; null when nothing is known to be. */
function problemOf(url: string, anchors: ReadonlySet<string>, { exists, links }: CheckContext) {
	if (url === "") return "has no address";
	if (PLACEHOLDER.test(url)) return "is a placeholder";
	if (url.startsWith("#")) {
		const anchor = decode(url.slice(1)).toLowerCase();
		return anchors.has(anchor) || anchor === "top" ? null : "names no heading of this text";
	}
	if (/^(?:https?|ftp):/i.test(url)) return webProblem(url) ?? stateOf(url, links);
	if (/^mailto:/i.test(url))
		return /^mailto:[^\s@?]+@[^\s@?]+\.[^\s@?]+/i.test(url) ? null : "is no mail address";
	if (/^(?:htt?p?s?|hhtps?|htpps?|httpss?)(?:[:;]?\/{1,3}|:)/i.test(url))
		return "is misspelt: it begins with no scheme";
	if (/^www\./i.test(url)) return "lacks https://";
	if (/^attachment:/i.test(url))
		return exists?.(url) === false ? "is no attachment of this item" : null;
	if (/^[a-z][a-z\d+.-]*:/i.test(url)) return null;
	if (/\s/.test(url)) return "has a space in it";
	return exists?.(url) === false ? "does not exist in the library" : null;
}

function webProblem(url: string) {
	if (!/^(?:https?|ftp):\/\//i.test(url)) return "lacks the two slashes after its scheme";
	if (!URL.canParse(url)) return "is no address";
	const { hostname, protocol } = new URL(url);
	if (
		/\s|%20/.test(
			url
				.split(/[?#]/)[0]!
				.slice(protocol.length + 2)
				.split("/")[0]!
		)
	)
		return "is no address";
	const named =
		/^[\p{L}\d_-]+(?:\.[\p{L}\d_-]+)+\.?$/u.test(hostname) || hostname.startsWith("[");
	return named || hostname === "localhost" ? null : "has no host";
}

function stateOf(url: string, links: CheckContext["links"]) {
	const state = links.get(url);
	return state && !state.ok ? `does not answer: ${state.reason}` : null;
}

/** The names of headings, as GitHub and most others make them, and those given in HTML. */
function anchorsOf(field: TextField): Set<string> {
	const anchors = new Set<string>();
	for (const heading of nodesOf<Heading>(field, "heading")) {
		const explicit = /\{#([\w-]+)\}\s*$/.exec(toString(heading));
		if (explicit) anchors.add(explicit[1]!.toLowerCase());
		const slug = slugOf(toString(heading));
		let name = slug;
		for (let count = 1; anchors.has(name); count++) name = `${slug}-${count}`;
		anchors.add(name);
	}
	for (const { value } of nodesOf<Html>(field, "html"))
		for (const match of value.matchAll(/\s(?:id|name)\s*=\s*["']([^"']+)["']/gi))
			anchors.add(match[1]!.toLowerCase());
	for (const { identifier } of nodesOf<import("mdast").FootnoteDefinition>(
		field,
		"footnoteDefinition"
	))
		anchors.add(`fn-${identifier}`);
	return anchors;
}

function slugOf(text: string) {
	return text
		.trim()
		.toLowerCase()
		.replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
		.replaceAll(" ", "-");
}

function decode(text: string) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** `[text][name]` without a definition of the name is left as text by the parser. */
function* undefinedReferences({ document }: CheckContext): Generator<Remark> {
	for (const { field, start, end, text, groups } of matchesIn(
		document,
		/\[([^[\]\n]{2,80})\]\[([^[\]\n]{0,80})\]/g
	)) {
		const [label, name] = groups as [string, string];
		// `grid[row][column]` is code that was not marked as such.
		if (!/\p{L}{2}/u.test(label) || /^\d+$|^:/.test(name) || isIndexed(document, field, start))
			continue;
		yield {
			field,
			start,
			end,
			message: `"${text}" refers to "${name || label}", which is defined nowhere`,
			advice: `Define it ("[${name || label}]: https://…"), or write the address in the link`
		};
	}
}

function isIndexed(document: CheckContext["document"], field: string, start: number) {
	return /[\w\])]/.test(document.field(field)?.source[start - 1] ?? " ");
}
