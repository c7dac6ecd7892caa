/** An item as a Markdown file: what is not its text stands before it, as YAML. */
import { parseDocument, stringify } from "yaml";
import { CONTENT_FIELDS } from "../item.ts";
import { UnreadableFile, type FiledContent, type Warning } from "./parsed.ts";

const FENCE = "---\n";

/** Fields of texts: YAML may have taken what stands there for a number or a truth. */
const TEXT_FIELDS = new Set<string>([
	"kind",
	"title",
	"summary",
	"level",
	"language",
	"licence",
	"source",
	"questionType",
	"stem",
	"exerciseId",
	"explanation"
]);

const LISTS = new Set<string>(["objectives", "topics", "synonyms"]);

/** The file; the same for the same item, byte for byte. */
export function toMarkdownFile({ body = "", ...content }: FiledContent): string {
	const fields = CONTENT_FIELDS.filter(field => field !== "body").flatMap(field => {
		const value = content[field];
		return value === undefined || isEmpty(value) ? [] : [[field, value] as const];
	});
	const front = stringify(Object.fromEntries(fields), {
		lineWidth: 0,
		aliasDuplicateObjects: false
	});
	return `${FENCE}${front}${FENCE}\n${body}\n`;
}

/** The item in a file; what has no meaning in it is told as a warning. */
export function fromMarkdownFile(source: string, path: string, warnings: Warning[]): FiledContent {
	const text = source.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
	const end = text.startsWith(FENCE) ? text.indexOf(`\n${FENCE}`, FENCE.length - 1) : -1;
	if (end === -1) {
		if (text.startsWith(FENCE))
			throw new UnreadableFile(`${path} begins with --- and has no --- after its fields`);
		return titled({ body: withoutLastBreak(text) }, path);
	}
	const front = parseFront(text.slice(FENCE.length, end + 1), path);
	const body = text.slice(end + 1 + FENCE.length).replace(/^\n/, "");
	return titled({ ...readFields(front, path, warnings), body: withoutLastBreak(body) }, path);
}

function parseFront(yaml: string, path: string): Record<string, unknown> {
	const document = parseDocument(yaml, { uniqueKeys: true });
	const [problem] = document.errors;
	if (problem) throw new UnreadableFile(`${path}: ${problem.message.split("\n", 1)[0]}`);
	const front = toPlain(() => document.toJS({ maxAliasCount: 0 }) as unknown, path) ?? {};
	if (typeof front === "object" && !Array.isArray(front)) return front as Record<string, unknown>;
	throw new UnreadableFile(`${path}: what stands between the --- is no list of fields`);
}

/** Aliases are refused: a few of them can stand for a thousand million texts. */
function toPlain(convert: () => unknown, path: string) {
	try {
		return convert();
	} catch (error) {
		throw new UnreadableFile(`${path}: the fields refer to each other`, { cause: error });
	}
}

function readFields(front: Record<string, unknown>, path: string, warnings: Warning[]) {
	const fields = Object.entries(front).flatMap(([key, value]) => {
		if ((CONTENT_FIELDS as readonly string[]).includes(key) && key !== "body")
			return [[key, readField(key, value)] as const];
		warnings.push({ path, message: `The field ${key} is unknown and was left out` });
		return [];
	});
	return Object.fromEntries(fields) as FiledContent;
}

function readField(key: string, value: unknown): unknown {
	if (TEXT_FIELDS.has(key) && isScalar(value)) return String(value);
	if (!LISTS.has(key)) return value;
	return [value ?? []].flat().map(entry => (isScalar(entry) ? String(entry) : entry));
}

function isScalar(value: unknown) {
	return ["string", "number", "boolean"].includes(typeof value);
}

/** A file without fields is a lesson that is called like its first heading, or like the file. */
function titled(content: FiledContent, path: string): FiledContent {
	const [, heading] = /^#{1,2}[ \t]+(.+)$/m.exec(content.body ?? "") ?? [];
	const name = path
		.split("/")
		.at(-1)!
		.replace(/\.\w+$/, "");
	return { kind: "lesson", title: (heading ?? name).slice(0, 200), ...content };
}

function withoutLastBreak(text: string) {
	return text.endsWith("\n") ? text.slice(0, -1) : text;
}

function isEmpty(value: unknown) {
	return Array.isArray(value) && value.length === 0;
}
