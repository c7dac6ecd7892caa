/** Reads a file of any known format; runs in a process of its own. */
import { MAX_FILE_BYTES, MAX_ITEMS } from "../limits.ts";
import { fromMarkdownFile } from "../markdown-file.ts";
import { nothing, UnreadableFile, type Filed, type Format } from "../parsed.ts";
import { decodeText, openArchive } from "./zip.ts";

export interface ReadInput {
	/** What the sender calls the file. */
	name: string;
	bytes: Uint8Array;
	/** What the sender says it is; looked for in the file when absent. */
	format?: Format;
}

export interface ReadResult extends Filed {
	format: Format;
}

export async function readFile({ name, bytes, format: said }: ReadInput): Promise<ReadResult> {
	if (bytes.length === 0) throw new UnreadableFile(`${name} is empty`);
	if (bytes.length > MAX_FILE_BYTES)
		throw new UnreadableFile(`${name} is larger than ${MAX_FILE_BYTES / 1024 / 1024} MB`);
	const found = await formatOf(name, bytes);
	if (said && said !== found && !mayBe(said, found))
		throw new UnreadableFile(`${name} is no ${said}: it holds ${found ?? "something else"}`);
	const format = said ?? found;
	if (!format) throw new UnreadableFile(`${name} is of no type that can be imported`);
	const filed = await read(format, bytes, name);
	if (filed.items.length > MAX_ITEMS)
		throw new UnreadableFile(`${name} holds more than ${MAX_ITEMS} items`);
	return { ...filed, format };
}

async function read(format: Format, bytes: Uint8Array, name: string): Promise<Filed> {
	try {
		return await READERS[format](bytes, name);
	} catch (error) {
		// Parsers go down as deep as the file does.
		if (error instanceof RangeError && /call stack/.test(error.message))
			throw new UnreadableFile(`${name} is nested too deep`, { cause: error });
		throw error;
	}
}

type Reader = (bytes: Uint8Array, name: string) => Filed | Promise<Filed>;

/** Each loads what it needs when it is used. */
const READERS: Record<Format, Reader> = {
	markdown(bytes, name) {
		const filed = nothing();
		const content = fromMarkdownFile(decodeText(bytes, name), name, filed.warnings);
		return { ...filed, items: [{ path: name, content }] };
	},
	html: async (bytes, name) =>
		(await import("./html.ts")).readHtml(decodeText(bytes, name), name),
	csv: async (bytes, name) => (await import("./csv.ts")).readCsv(decodeText(bytes, name), name),
	pdf: async (bytes, name) => (await import("./pdf.ts")).readPdf(bytes, name),
	docx: async (bytes, name) => (await import("./docx.ts")).readDocx(bytes, name),
	pptx: async (bytes, name) => (await import("./pptx.ts")).readPptx(bytes, name),
	package: async bytes => (await import("./package.ts")).readPackage(bytes),
	async qti(bytes, name) {
		const { readQtiItem, readQtiPackage } = await import("./qti.ts");
		return isZip(bytes) ? readQtiPackage(bytes) : readQtiItem(decodeText(bytes, name), name);
	}
};

/** What the file is, by what it holds first and by its name where that says nothing. */
async function formatOf(name: string, bytes: Uint8Array): Promise<Format | null> {
	if (isZip(bytes)) return formatOfArchive(bytes);
	const start = Buffer.from(bytes.subarray(0, 1024)).toString("latin1");
	if (start.startsWith("%PDF-")) return "pdf";
	if (start.startsWith("\u00d0\u00cf\u0011\u00e0"))
		throw new UnreadableFile(`${name} is encrypted, or in the format of Office before 2007`);
	if (start.includes("\0")) return null;
	const extension = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase();
	if (
		/^(?:\u00ef\u00bb\u00bf)?\s*<(?:\?xml|[\w:]*assessmentItem)/.test(start) &&
		extension !== "html"
	)
		return "qti";
	if (extension === "html" || extension === "htm" || /^\s*<(?:!doctype html|html)/i.test(start))
		return "html";
	if (extension === "csv") return "csv";
	return extension === "md" || extension === "markdown" || extension === "txt"
		? "markdown"
		: null;
}

async function formatOfArchive(bytes: Uint8Array): Promise<Format | null> {
	const archive = await openArchive(bytes);
	if (archive.has("word/document.xml")) return "docx";
	if (archive.has("ppt/presentation.xml")) return "pptx";
	if (archive.has("imsmanifest.xml")) return "qti";
	return archive.names.some(name => /\.md$|^lyceum\.json$|^collections\//.test(name))
		? "package"
		: null;
}

/** Texts say little of what they are. */
function mayBe(said: Format, found: Format | null) {
	const texts: (Format | null)[] = ["markdown", "html", "csv", null];
	return texts.includes(said) && texts.includes(found);
}

function isZip(bytes: Uint8Array) {
	return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] ?? 0) < 8;
}
