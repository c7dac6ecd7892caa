/** A PDF as an article: its text, page by page; a picture of a text is no text. */
import { extractText, getDocumentProxy } from "unpdf";
import { MAX_PDF_PAGES } from "../limits.ts";
import { nothing, UnreadableFile, type Filed } from "../parsed.ts";

export async function readPdf(bytes: Uint8Array, path: string): Promise<Filed> {
	const document = await getDocumentProxy(bytes, {
		isEvalSupported: false,
		disableFontFace: true,
		stopAtErrors: false
	} as never).catch((error: unknown) => {
		throw new UnreadableFile(
			(error as { name?: string }).name === "PasswordException"
				? `${path} is encrypted`
				: `${path} is no PDF that can be read, or not whole`,
			{ cause: error }
		);
	});
	if (document.numPages > MAX_PDF_PAGES)
		throw new UnreadableFile(
			`${path} has ${document.numPages} pages, which is more than ${MAX_PDF_PAGES}`
		);
	const { text } = await extractText(document, { mergePages: false });
	const pages = text.map(paragraphs).filter(page => page !== "");
	if (pages.length === 0)
		throw new UnreadableFile(`${path} holds no text; pictures of a text are not read`);
	const metadata = await document.getMetadata().catch(() => null);
	const info: { Title?: string } | undefined = metadata?.info;
	const [firstLine = ""] = pages[0]!.split("\n", 1);
	const title = (info?.Title || firstLine || path).slice(0, 200);
	const content = { kind: "article" as const, title, body: pages.join("\n\n") };
	return { ...nothing(), items: [{ path, content }] };
}

/** Lines that belong together become one paragraph. */
function paragraphs(page: string) {
	return page
		.split(/\n\s*\n/)
		.map(paragraph => escape(paragraph.replace(/\s+/g, " ").trim()))
		.filter(Boolean)
		.join("\n\n");
}

function escape(text: string) {
	return text.replace(/[\\`*_[\]<>|]/g, "\\$&").replace(/^([#>+-])/, "\\$1");
}
