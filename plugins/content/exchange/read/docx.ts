/** A Word document as an article: headings, lists, tables and pictures; nothing that Word would run. */
import mammoth from "mammoth";
import { checkOffice } from "./office.ts";
import { htmlToMarkdown } from "./html.ts";
import { openArchive } from "./zip.ts";
import { nothing, UnreadableFile, type Filed, type FiledAttachment } from "../parsed.ts";

const EXTENSIONS: Record<string, string> = {
	"image/png": "png",
	"image/jpeg": "jpg",
	"image/gif": "gif",
	"image/webp": "webp"
};

export async function readDocx(bytes: Uint8Array, path: string): Promise<Filed> {
	const archive = await openArchive(bytes);
	await checkOffice(archive, "word/document.xml", "a Word document");
	const filed = nothing();
	const attachments: FiledAttachment[] = [];
	const convertImage = mammoth.images.imgElement(async image => {
		const extension = EXTENSIONS[image.contentType];
		if (!extension) {
			filed.warnings.push({
				path,
				message: `A picture of type ${image.contentType} was left out`
			});
			return { src: "" };
		}
		const name = `picture-${attachments.length + 1}.${extension}`;
		const picture = { name, mediaType: image.contentType, path: `assets/${name}` };
		attachments.push(picture);
		const content = await image.read();
		filed.assets.push({ ...picture, bytes: new Uint8Array(content) });
		return { src: `attachment:${name}` };
	});
	const { value: html, messages } = await mammoth
		.convertToHtml(
			{ buffer: Buffer.from(bytes) },
			{
				convertImage,
				externalFileAccess: false
			}
		)
		.catch((error: unknown) => {
			throw new UnreadableFile(`${path} is no Word document that can be read`, {
				cause: error
			});
		});
	for (const { message } of messages.slice(0, 50)) filed.warnings.push({ path, message });
	const { markdown, title } = htmlToMarkdown(html, path);
	if (markdown === "") throw new UnreadableFile(`${path} holds no text`);
	const content = {
		kind: "article" as const,
		title: (title || path.replace(/\.\w+$/, "")).slice(0, 200),
		body: markdown,
		...(attachments.length > 0 && { attachments })
	};
	return { ...filed, items: [{ path, content }] };
}
