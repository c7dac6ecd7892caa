/** HTML as people write it, without what could run or lead astray in a reader's browser. */
import { createRequire } from "node:module";
import type { Schema, SchemaType } from "mongoose";
import type SanitizeHtml from "sanitize-html";
import { optionsOf } from "./json-schema.ts";

/** Text, lists, tables, pictures and code; no forms, frames, styles, ids or names. */
const TAGS = [
	"h1 h2 h3 h4 h5 h6 p div span br hr blockquote pre",
	"a abbr b cite code del em i ins kbd mark q s samp small strong sub sup time u var",
	"ul ol li dl dt dd table caption thead tbody tfoot tr th td colgroup col",
	"figure figcaption img details summary ruby rb rt rp"
].flatMap(line => line.split(" "));

const ATTRIBUTES = {
	"*": ["lang", "dir", "title"],
	a: ["href"],
	img: ["src", "alt", "width", "height"],
	ol: ["start", "reversed", "type"],
	td: ["colspan", "rowspan"],
	th: ["colspan", "rowspan", "scope"],
	col: ["span"],
	time: ["datetime"]
};

/** Pictures that cannot hold a script, as SVG can. */
const PICTURE = /^data:image\/(?:png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/]+=*$/;

/** Deeper than any text, shallow enough for whatever walks it. */
const MAX_DEPTH = 100;

const OPTIONS: SanitizeHtml.IOptions = {
	allowedTags: TAGS,
	allowedAttributes: ATTRIBUTES,
	// What a highlighter needs to know of a piece of code.
	allowedClasses: { code: ["language-*"], pre: ["language-*"] },
	allowedSchemes: ["http", "https", "mailto"],
	allowedSchemesByTag: { img: ["http", "https", "data"] },
	allowProtocolRelative: false,
	nestingLimit: MAX_DEPTH,
	transformTags: { img: withoutStrangeData }
};

const require = createRequire(import.meta.url);
let sanitizer: typeof SanitizeHtml | undefined;

/** Takes everything out of a piece of HTML that is not on a short list of harmless tags and attributes. */
export function sanitizeHtml(html: string): string {
	// Loaded at the first use: a start has no need of it.
	sanitizer ??= require("sanitize-html") as typeof SanitizeHtml;
	return sanitizer(html, OPTIONS);
}

/** Makes a schema sanitize its fields that declare `html`, whoever sets them through a model. */
export function sanitizeFields(schema: Schema): void {
	schema.eachPath((path, type) => {
		const nested = (type as { schema?: Schema }).schema;
		if (nested) return sanitizeFields(nested);
		if (holdsHtml(type)) sanitizeField(path, type);
	});
}

/** Tells whether a field declares `html`, or the texts in its array do. */
export function holdsHtml(type: SchemaType): boolean {
	const element = elementOf(type);
	return Boolean(optionsOf(type).html || (element && optionsOf(element).html));
}

function elementOf(type: SchemaType) {
	return (type as { embeddedSchemaType?: SchemaType }).embeddedSchemaType;
}

/** A copy of a document in which the fields at these paths are sanitized; `$*` stands for any key. */
export function withCleanHtml<T extends object>(document: T, paths: string[]): T {
	return paths.reduce((next, path) => cleanAt(next, path.split(".")) as T, document);
}

function sanitizeField(path: string, type: SchemaType) {
	const element = elementOf(type);
	if (element) {
		element.options = { ...element.options, html: true };
		return sanitizeField(path, element);
	}
	if (type.instance !== "String")
		throw new TypeError(
			`The field "${path}" declares html and has the type ${type.instance}; expected String`
		);
	type.set((value: unknown) => (typeof value === "string" ? sanitizeHtml(value) : value));
}

function cleanAt(value: unknown, path: string[]): unknown {
	if (Array.isArray(value)) return value.map(entry => cleanAt(entry, path));
	const [key, ...rest] = path;
	if (key === undefined) return typeof value === "string" ? sanitizeHtml(value) : value;
	if (typeof value !== "object" || value === null) return value;
	const entries = Object.entries(value).map(([name, entry]) => [
		name,
		key === "$*" || key === name ? cleanAt(entry, rest) : entry
	]);
	return Object.fromEntries(entries);
}

function withoutStrangeData(tagName: string, { src, ...attribs }: SanitizeHtml.Attributes) {
	const isStrange = src === undefined || (/^\s*data:/i.test(src) && !PICTURE.test(src));
	return { tagName, attribs: isStrange ? attribs : { src, ...attribs } };
}
