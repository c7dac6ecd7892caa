/** Sends files as forms and by the tus protocol, as a test writes it down. */
import type { Answer, Client } from "./client.ts";

export interface FileAnswer extends Record<string, unknown> {
	id: string;
	name: string;
	mediaType: string;
	size: number;
	sha256: string;
	ownerId: string;
	code?: string;
	errors?: { pointer: string; message: string }[];
}

type Content = string | Uint8Array;

/** A form with one file. */
export function fileForm(content: Content, name = "plan.txt", type = "text/plain"): FormData {
	const form = new FormData();
	const part = typeof content === "string" ? content : new Uint8Array(content);
	form.set("file", new Blob([part], { type }), name);
	return form;
}

export function sendFile(
	client: Client,
	content: Content,
	name?: string,
	type?: string
): Promise<Answer<FileAnswer>> {
	return client.post<FileAnswer>("/files", fileForm(content, name, type));
}

/** Uploads a file; fails with the answer when it is refused. */
export async function makeFile(client: Client, content: Content = "A plan\n"): Promise<string> {
	const { status, body, text } = await sendFile(client, content);
	if (status !== 201) throw new Error(`A file was not taken: ${text}`);
	return body.id;
}

export const TUS = { "tus-resumable": "1.0.0" };
export const CHUNK = { ...TUS, "content-type": "application/offset+octet-stream" };

/** Begins an upload and returns its id. */
export async function beginUpload(
	client: Client,
	length: number,
	metadata: Record<string, string> = {}
): Promise<string> {
	const pairs = Object.entries(metadata).map(
		([name, value]) => `${name} ${Buffer.from(value).toString("base64")}`
	);
	const { status, headers, text } = await client.post("/uploads", undefined, {
		...TUS,
		"upload-length": String(length),
		...(pairs.length > 0 && { "upload-metadata": pairs.join(",") })
	});
	if (status !== 201) throw new Error(`An upload was not begun: ${text}`);
	return headers.get("location")!.split("/").at(-1)!;
}

/** Sends the bytes from `offset` on. */
export function sendChunk(
	client: Client,
	id: string,
	offset: number,
	content: Content,
	headers: Record<string, string> = {}
): Promise<Answer<FileAnswer>> {
	return client.send<FileAnswer>("PATCH", `/uploads/${id}`, Buffer.from(content), {
		...CHUNK,
		"upload-offset": String(offset),
		...headers
	});
}

/** How many bytes of an upload are there. */
export async function offsetOf(client: Client, id: string): Promise<number> {
	const { headers, status } = await client.send("HEAD", `/uploads/${id}`, undefined, TUS);
	if (status !== 200) throw new Error(`The upload "${id}" answered ${status}`);
	return Number(headers.get("upload-offset"));
}
