/** What a mail says, declared once: from it come its text and its HTML, in which every value is escaped. */

/** A paragraph, or a link of its own. */
export type Block = string | { url: string; label: string };

/** What every mail may be told beside its own values. */
export interface CommonValues {
	/** What the person is called. */
	name?: string;
}

export interface Template<Values> {
	/** Without values, so that nobody else's words get into a header. */
	subject: string;
	/** How many of this kind one person is sent within an hour; more of them are dropped. */
	maxPerHour: number;
	blocks: (values: Values) => Block[];
}

export interface Content {
	subject: string;
	text: string;
	html: string;
}

/** Whether a link is in the mail, or only the place where it was. */
export type Links = "shown" | "removed";

const REMOVED = "[The link is in the mail alone]";

/** Makes the mail from its declaration. */
export function render<Values>(
	{ subject, blocks }: Template<Values>,
	values: Values & CommonValues,
	links: Links = "shown"
): Content {
	const all: Block[] = [greeting(values), ...blocks(values)];
	const shown = links === "shown" ? all : all.map(withoutLink);
	return { subject, text: `${shown.map(toText).join("\n\n")}\n`, html: toPage(subject, shown) };
}

function greeting({ name }: CommonValues) {
	return name === undefined ? "Hello," : `Hello ${name},`;
}

function withoutLink(block: Block): Block {
	return typeof block === "string" ? block : REMOVED;
}

function toText(block: Block): string {
	return typeof block === "string" ? oneLine(block) : `${block.label}: ${block.url}`;
}

function toHtml(block: Block): string {
	if (typeof block === "string") return `<p>${escapeHtml(oneLine(block))}</p>`;
	const { url, label } = block;
	return `<p><a href="${escapeHtml(url)}">${escapeHtml(label)}</a></p>`;
}

/** Plain enough for every mail program: no styles but a width, no pictures, nothing from elsewhere. */
function toPage(title: string, blocks: Block[]) {
	return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>
<body style="font-family: sans-serif; max-width: 40em">
${blocks.map(toHtml).join("\n")}
</body>
</html>
`;
}

/** A value must not look like a paragraph of ours. */
function oneLine(text: string) {
	return text.replace(/[\s\p{Cc}\p{Cf}]+/gu, " ");
}

const ENTITIES: Record<string, string> = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	'"': "&quot;",
	"'": "&#39;"
};

function escapeHtml(text: string) {
	return text.replace(/[&<>"']/g, character => ENTITIES[character]!);
}
