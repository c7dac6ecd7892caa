/** Questions in QTI 2.1: one item, or a package of them. */
import type { Option, Pair } from "../../item.ts";
import { nothing, UnreadableFile, type Filed, type FiledContent } from "../parsed.ts";
import { find, findAll, isElement, parseXml, textOf, type Element } from "./xml.ts";
import { openArchive, type Archive } from "./zip.ts";

const MANIFEST = "imsmanifest.xml";

/** A package; questions come in the order of its manifest. */
export async function readQtiPackage(bytes: Uint8Array): Promise<Filed> {
	const archive = await openArchive(bytes);
	if (!archive.has(MANIFEST)) throw new UnreadableFile(`The archive holds no ${MANIFEST}`);
	const manifest = parseXml(await archive.readText(MANIFEST), MANIFEST);
	const filed = nothing();
	for (const resource of findAll(manifest, "resource")) {
		const { type = "", href = "" } = resource.attributes;
		if (!type.startsWith("imsqti_item")) continue;
		const path = href.replace(/^\.\//, "");
		filed.items.push({
			path: path.replace(/\.xml$/, ".md"),
			content: await readFromPackage(archive, path, resource)
		});
	}
	if (filed.items.length === 0) throw new UnreadableFile("The package holds no QTI 2.1 items");
	return filed;
}

export function readQtiItem(source: string, path: string): Filed {
	const items = [{ path: path.replace(/\.xml$/, ".md"), content: readItem(source, path) }];
	return { ...nothing(), items };
}

async function readFromPackage(archive: Archive, path: string, resource: Element) {
	const own = find(resource, "fields");
	const content = readItem(await archive.readText(path), path);
	return own ? { ...content, ...parseFields(textOf(own), path) } : content;
}

function parseFields(json: string, path: string): FiledContent {
	try {
		return JSON.parse(json) as FiledContent;
	} catch (error) {
		throw new UnreadableFile(`The manifest's fields of ${path} are no JSON`, { cause: error });
	}
}

function readItem(source: string, path: string): FiledContent {
	const item = parseXml(source, path);
	if (item.name !== "assessmentItem")
		throw new UnreadableFile(`${path} is no QTI 2.1 item: it begins with <${item.name}>`);
	const body = find(item, "itemBody");
	if (!body) throw new UnreadableFile(`${path} has no itemBody`);
	const explanation = find(item, "modalFeedback");
	const language = item.attributes["lang"];
	return {
		kind: "question",
		title: (item.attributes.title || path).slice(0, 200),
		...(language && { language }),
		stem: stemOf(body),
		...keyOf(item, body, path),
		...(explanation && { explanation: markdownOf(explanation) })
	};
}

/** What stands before the interaction, and the prompt in it. */
function stemOf(body: Element): string {
	const own = findAll(body, "div").find(({ attributes }) => attributes.class === "markdown");
	if (own) return markdownOf(own);
	const prompt = find(body, "prompt");
	const before = body.children.filter(child => isElement(child) && !holdsInteraction(child));
	const texts = [...before, ...(prompt ? [prompt] : [])].map(node => squeeze(textOf(node)));
	return texts.filter(Boolean).join("\n\n");
}

function holdsInteraction(node: Element): boolean {
	return (
		node.name.endsWith("Interaction") ||
		node.children.some(child => isElement(child) && holdsInteraction(child))
	);
}

/** Paragraphs as they were written; other markup as its words. */
function markdownOf(node: Element): string {
	const parts = node.children.filter(isElement).filter(({ name }) => name === "p");
	return parts.length > 0 ? parts.map(textOf).join("\n\n") : squeeze(textOf(node));
}

function squeeze(text: string) {
	return text.replace(/\s+/g, " ").trim();
}

function keyOf(item: Element, body: Element, path: string): FiledContent {
	const response = find(item, "responseDeclaration");
	const correct = response && find(response, "correctResponse");
	const keys = correct ? findAll(correct, "value").map(textOf) : [];
	const choice = find(body, "choiceInteraction");
	if (choice) {
		const single = response?.attributes.cardinality === "single";
		return { questionType: single ? "single" : "multiple", options: optionsOf(choice, keys) };
	}
	const order = find(body, "orderInteraction");
	if (order)
		return {
			questionType: "ordering",
			options: inOrder(optionsOf(order, keys, true), order, keys)
		};
	const match = find(body, "matchInteraction");
	if (match) return { questionType: "matching", pairs: pairsOf(match, keys) };
	if (find(body, "textEntryInteraction") ?? find(body, "extendedTextInteraction"))
		return textKey(response, keys);
	throw new UnreadableFile(`${path} asks in a way that is not known here`);
}

function optionsOf(interaction: Element, keys: string[], all = false): Option[] {
	return findAll(interaction, "simpleChoice").map(choice => {
		const note = noteOf(choice);
		return {
			text: choiceText(choice),
			correct: all || keys.includes(choice.attributes.identifier ?? ""),
			...(note !== undefined && { note })
		};
	});
}

/** The options of an ordering question stand in the right order. */
function inOrder(options: Option[], interaction: Element, keys: string[]): Option[] {
	const names = findAll(interaction, "simpleChoice").map(
		({ attributes }) => attributes.identifier ?? ""
	);
	const places = keys.map(key => names.indexOf(key)).filter(place => place !== -1);
	return places.length === options.length ? places.map(place => options[place]!) : options;
}

function pairsOf(interaction: Element, keys: string[]): Pair[] {
	const choices = new Map(
		findAll(interaction, "simpleAssociableChoice").map(choice => [
			choice.attributes.identifier ?? "",
			choice
		])
	);
	return keys.flatMap(key => {
		const [left, right] = key.split(" ").map(name => choices.get(name));
		if (!left || !right) return [];
		const note = noteOf(left);
		return [
			{
				left: choiceText(left),
				right: choiceText(right),
				...(note !== undefined && { note })
			}
		];
	});
}

/** The text of a choice, without the feedback that stands in it. */
function choiceText(choice: Element): string {
	const [own] = choice.children.filter(isElement).filter(({ name }) => name === "p");
	if (own) return textOf(own);
	const parts = choice.children.filter(
		child => !isElement(child) || child.name !== "feedbackInline"
	);
	return squeeze(parts.map(textOf).join(""));
}

function noteOf(choice: Element): string | undefined {
	const feedback = find(choice, "feedbackInline");
	return feedback && textOf(feedback);
}

function textKey(response: Element | undefined, keys: string[]): FiledContent {
	const type = response?.attributes.baseType;
	const [first] = keys;
	if (type === "float" || type === "integer") {
		const value = Number(first);
		return {
			questionType: "numeric",
			answer: first !== undefined && Number.isFinite(value) ? { value } : {}
		};
	}
	const mapped = response ? findAll(response, "mapEntry") : [];
	const accepted = mapped.map(({ attributes }) => attributes.mapKey ?? "").filter(Boolean);
	const caseSensitive = mapped.some(({ attributes }) => attributes.caseSensitive === "true");
	return {
		questionType: "text",
		answer: {
			accepted: accepted.length > 0 ? accepted : keys,
			...(caseSensitive && { caseSensitive })
		}
	};
}
