/** Questions as a QTI 2.1 package: an item each, and a manifest that keeps what QTI has no place for. */
import type { Filed, FiledContent, FiledItem } from "../parsed.ts";
import { isQtiQuestion, toQtiItem } from "./qti-item.ts";
import { element, toXml, type Node } from "./xml.ts";

export const MANIFEST = "imsmanifest.xml";
const PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1";

/** The namespace of what QTI has no place for. */
export const OWN = "urn:lyceum:content:1";

/** The fields that the item itself says. */
const IN_ITEM = new Set([
	"kind",
	"title",
	"language",
	"questionType",
	"stem",
	"options",
	"pairs",
	"explanation"
]);

/** The files of the package by their names; what is no question is left out. */
export function toQtiFiles({ items }: Filed): Map<string, string> {
	const questions = items.filter(({ content }) => isQtiQuestion(content));
	const files = new Map<string, string>();
	const resources = questions.map(question => {
		const name = fileOf(question);
		files.set(name, toXml(toQtiItem(question.content, identifierOf(question))));
		return resource(question, name);
	});
	files.set(
		MANIFEST,
		toXml(
			element(
				"manifest",
				{ xmlns: PACKAGE, "xmlns:lyceum": OWN, identifier: "lyceum-questions" },
				element(
					"metadata",
					{},
					element("schema", {}, "QTIv2.1 Package"),
					element("schemaversion", {}, "1.0.0")
				),
				element("organizations"),
				element("resources", {}, ...resources)
			)
		)
	);
	return files;
}

function resource(item: FiledItem, href: string): Node {
	const rest = Object.entries(item.content).filter(([key]) => !IN_ITEM.has(key));
	return element(
		"resource",
		{ identifier: identifierOf(item), type: "imsqti_item_xmlv2p1", href },
		element("metadata", {}, element("lyceum:fields", {}, JSON.stringify(fieldsOf(item, rest)))),
		element("file", { href })
	);
}

/** An item that is written twice is written the same: the order is that of the fields. */
function fieldsOf(
	{ content: { questionType } }: FiledItem,
	rest: [string, unknown][]
): FiledContent {
	return { questionType, ...(Object.fromEntries(rest) as FiledContent) };
}

function fileOf({ path }: FiledItem) {
	return path.replace(/\.md$/, ".xml");
}

function identifierOf({ path }: FiledItem) {
	return path.replace(/\.md$/, "").replace(/[^\w-]+/g, "-");
}
