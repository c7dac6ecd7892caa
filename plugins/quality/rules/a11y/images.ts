/** What pictures say to those who do not see them. */
import type { Html, Image, ImageReference } from "mdast";
import { nodesOf, type TextField } from "../../analysis/document.ts";
import { attributeOf, tagsOf } from "../../analysis/html.ts";
import { defineRule } from "../rule.ts";

const LONGEST = 300;

const MEANINGLESS =
	/^(?:(?:an?|the|this|my|our)\s+)?(?:alt(?:ernative)?(?: text)?|image|img|picture|pic|photo|photograph|graphic|graphics|figure|fig\.?|diagram|screenshot|screen shot|screen capture|icon|logo|chart|graph|illustration|drawing|untitled|placeholder|missing|todo|tbd|n\/?a|none|null|undefined|description|text|thumbnail|banner|spacer|foo|test|example|bild)(?:\s*(?:#|no\.?|number)?\s*\d+)?(?:\s+(?:here|below|above|of))?[.:]?$/i;
const FILE = /^[\w\s()%.-]+\.(?:png|jpe?g|gif|svg|webp|bmp|tiff?|avif|heic)$/i;
const CAMERA =
	/^(?:img|dsc|dscn|pict|p|image|screenshot|screen[ _-]?shot|capture|photo|figure|fig|diagram|pic)[ _-]*\d[\d\s_.:-]*(?:at[\d\s.:]+)?(?:am|pm)?$/i;

interface Picture {
	alt: string | null;
	decorative: boolean;
	start: number;
	end: number;
}

export const altText = defineRule({
	id: "a11y/alt-text",
	version: 1,
	severity: "error",
	title: "Every picture has a text that stands for it",
	*check(_item, { document }) {
		for (const field of document.fields)
			for (const { alt, decorative, start, end } of picturesOf(field)) {
				const problem = decorative ? null : problemOf(alt);
				if (!problem) continue;
				yield {
					field: field.name,
					start,
					end,
					message: problem,
					advice: "Say in a few words what the picture shows and why it is there"
				};
			}
	}
});

function problemOf(alt: string | null) {
	const text = alt?.trim().replace(/^["'“”]+|["'“”]+$/g, "") ?? "";
	if (text === "") return "The picture has no alternative text";
	if (FILE.test(text) || CAMERA.test(text)) return `"${text}" is the name of a file`;
	if (MEANINGLESS.test(text) || !/\p{L}{2}|\p{N}/u.test(text))
		return `"${text}" does not say what the picture shows`;
	if (text.length > LONGEST)
		return `The alternative text has ${text.length} characters: say the rest in the text`;
	return null;
}

function picturesOf(field: TextField): Picture[] {
	const written = [
		...nodesOf<Image>(field, "image"),
		...nodesOf<ImageReference>(field, "imageReference")
	].map(({ alt, position }): Picture => ({
		alt: alt ?? null,
		decorative: false,
		start: position!.start.offset!,
		end: position!.end.offset!
	}));
	const html = nodesOf<Html>(field, "html").flatMap(node =>
		tagsOf(node.value, "img|area|input").flatMap(({ tag, at }): Picture[] => {
			if (/^<input\b/i.test(tag) && attributeOf(tag, "type") !== "image") return [];
			const alt = attributeOf(tag, "alt") ?? attributeOf(tag, "aria-label");
			const hidden =
				/^(?:presentation|none)$/.test(attributeOf(tag, "role") ?? "") ||
				attributeOf(tag, "aria-hidden") === "true";
			const start = node.position!.start.offset! + at;
			// In HTML an empty text says that the picture only decorates.
			return [{ alt, decorative: hidden || alt === "", start, end: start + tag.length }];
		})
	);
	return [...written, ...html];
}
