/** A presentation as a lesson: a section for each slide, with its title, its texts and its notes. */
import { nothing, UnreadableFile, type Filed } from "../parsed.ts";
import { checkOffice } from "./office.ts";
import { find, findAll, isElement, parseXml, textOf, type Element } from "./xml.ts";
import { openArchive, type Archive } from "./zip.ts";

const MAIN = "ppt/presentation.xml";

export async function readPptx(bytes: Uint8Array, path: string): Promise<Filed> {
	const archive = await openArchive(bytes);
	await checkOffice(archive, MAIN, "a PowerPoint presentation");
	const slides = await slidesOf(archive);
	const sections: string[] = [];
	for (const name of slides) sections.push(await sectionOf(archive, name, sections.length + 1));
	if (sections.length === 0) throw new UnreadableFile(`${path} holds no slides`);
	const [, title] = /^## (.+)$/m.exec(sections[0]!) ?? [];
	const body = sections.join("\n\n");
	const content = { kind: "lesson" as const, title: (title ?? path).slice(0, 200), body };
	const pictures = archive.names.filter(name => name.startsWith("ppt/media/")).length;
	const message = `${pictures} pictures and other media of the slides were left out`;
	return {
		...nothing(),
		items: [{ path, content }],
		warnings: pictures > 0 ? [{ path, message }] : []
	};
}

/** The slides in the order in which they are shown. */
async function slidesOf(archive: Archive): Promise<string[]> {
	const presentation = parseXml(await archive.readText(MAIN), MAIN);
	const targets = await targetsOf(archive, MAIN);
	return findAll(presentation, "sldId")
		.map(slide => targets.get(slide.attributes["id"] ?? "") ?? targets.get(relationOf(slide)))
		.filter(name => name !== undefined && archive.has(name)) as string[];
}

/** The prefix of `r:id` is gone, and with it what told it from the slide's own `id`. */
function relationOf({ attributes }: Element) {
	return Object.values(attributes).find(value => value.startsWith("rId")) ?? "";
}

/** The files that a part of the presentation refers to, by the ids of its relations. */
async function targetsOf(archive: Archive, part: string): Promise<Map<string, string>> {
	const [folder, file] = [part.replace(/[^/]+$/, ""), part.split("/").at(-1)!];
	const name = `${folder}_rels/${file}.rels`;
	if (!archive.has(name)) return new Map();
	const relations = findAll(parseXml(await archive.readText(name), name), "Relationship");
	return new Map(
		relations.map(({ attributes: { Id = "", Target = "" } }) => [
			Id,
			new URL(Target, `zip://x/${folder}`).pathname.slice(1)
		])
	);
}

async function sectionOf(archive: Archive, name: string, number: number): Promise<string> {
	const slide = parseXml(await archive.readText(name), name);
	const shapes = findAll(slide, "sp");
	const title = shapes.find(isTitle);
	const heading = title ? paragraphsOf(title).join(" ").trim() : "";
	const texts = shapes.filter(shape => shape !== title).flatMap(listOf);
	const tables = findAll(slide, "tbl").map(tableOf);
	return [`## ${heading || `Slide ${number}`}`, texts.join("\n"), ...tables]
		.filter(Boolean)
		.join("\n\n");
}

function isTitle(shape: Element) {
	const type = find(shape, "ph")?.attributes.type ?? "";
	return type === "title" || type === "ctrTitle";
}

function paragraphsOf(shape: Element): string[] {
	return findAll(shape, "p")
		.map(paragraph => findAll(paragraph, "t").map(textOf).join(""))
		.filter(text => text.trim() !== "");
}

/** Paragraphs as a list, indented as they are on the slide. */
function listOf(shape: Element): string[] {
	return findAll(shape, "p").flatMap(paragraph => {
		const text = findAll(paragraph, "t").map(textOf).join("").trim();
		const level = Number(find(paragraph, "pPr")?.attributes.lvl ?? 0);
		return text === "" ? [] : [`${"  ".repeat(Math.min(level || 0, 8))}- ${escape(text)}`];
	});
}

function tableOf(table: Element): string {
	const rows = findAll(table, "tr").map(row =>
		row.children
			.filter(isElement)
			.filter(({ name }) => name === "tc")
			.map(cell => escape(paragraphsOf(cell).join(" ")))
	);
	const [head = [], ...body] = rows;
	return [head, head.map(() => "---"), ...body].map(row => `| ${row.join(" | ")} |`).join("\n");
}

/** The words of a slide are words, whatever Markdown would make of them. */
function escape(text: string) {
	return text.replace(/[\\`*_[\]<>|#]/g, "\\$&").replace(/\s+/g, " ");
}
