/** Reads XML of unknown origin: no document types, no entities of its own, not too deep, not too large. */
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { MAX_XML_BYTES, MAX_XML_DEPTH } from "../limits.ts";
import { UnreadableFile } from "../parsed.ts";

/** One element: its name without a prefix, its attributes, and what is in it, in order. */
export interface Element {
	name: string;
	attributes: Record<string, string>;
	children: (Element | string)[];
}

const ATTRIBUTES = ":@";
const TEXT = "#text";

type Parsed = Record<string, unknown>;

/** Throws for what is no XML, and for XML that brings definitions of its own. */
export function parseXml(source: string, name: string): Element {
	requireHarmless(source, name);
	const valid = XMLValidator.validate(source);
	if (valid !== true)
		throw new UnreadableFile(`${name} is no XML: ${valid.err.msg} (line ${valid.err.line})`);
	const parser = new XMLParser({
		preserveOrder: true,
		ignoreAttributes: false,
		attributeNamePrefix: "",
		parseTagValue: false,
		parseAttributeValue: false,
		trimValues: false,
		removeNSPrefix: true,
		ignoreDeclaration: true,
		ignorePiTags: true,
		// Numbers of characters are only read with it.
		htmlEntities: true
	});
	const [root] = (parser.parse(source) as Parsed[]).flatMap(toElements).filter(isElement);
	if (!root) throw new UnreadableFile(`${name} is an empty XML document`);
	return root;
}

/** Throws for XML that must not reach any parser. */
export function requireHarmless(source: string, name: string): void {
	if (source.length > MAX_XML_BYTES)
		throw new UnreadableFile(`${name} is larger than ${MAX_XML_BYTES / 1024 / 1024} MB`);
	if (/<!(?:DOCTYPE|ENTITY)/i.test(source))
		throw new UnreadableFile(`${name} brings a document type or entities of its own`);
	let depth = 0;
	for (const [tag] of source.matchAll(/<(?!!--|[?!])[^<>]*>/g)) {
		if (tag.startsWith("</")) depth--;
		else if (!tag.endsWith("/>") && ++depth > MAX_XML_DEPTH)
			throw new UnreadableFile(`${name} is nested more than ${MAX_XML_DEPTH} levels deep`);
	}
}

export function isElement(node: Element | string): node is Element {
	return typeof node !== "string";
}

/** The first element of that name anywhere below. */
export function find(root: Element, name: string): Element | undefined {
	return findAll(root, name)[0];
}

/** All elements of that name below, in order; not those inside of one that was found. */
export function findAll(root: Element, name: string): Element[] {
	return root.children
		.filter(isElement)
		.flatMap(child => (child.name === name ? [child] : findAll(child, name)));
}

export function textOf(node: Element | string): string {
	return isElement(node) ? node.children.map(textOf).join("") : node;
}

function toElements(node: Parsed): (Element | string)[] {
	if (TEXT in node) return [String(node[TEXT])];
	return Object.entries(node)
		.filter(([key]) => key !== ATTRIBUTES)
		.map(([name, children]) => ({
			name,
			attributes: (node[ATTRIBUTES] ?? {}) as Record<string, string>,
			children: (children as Parsed[]).flatMap(toElements)
		}));
}
