/** The bytes of files: read for an import or an export, and stored for what an import brings. */
import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type { Caller, Ctx } from "lyceum";
import { UnreadableFile } from "../exchange/parsed.ts";

/** Reads a whole file; throws for one that is larger than `maxBytes`. */
export async function readFileBytes(
	ctx: Ctx<unknown>,
	fileId: string,
	maxBytes: number
): Promise<Buffer> {
	const stream = await ctx.call<Readable, { id: string }>("files.content", { id: fileId });
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of stream as AsyncIterable<Buffer>) {
		length += chunk.length;
		if (length > maxBytes)
			throw new UnreadableFile(`The file is larger than ${maxBytes / 1024 / 1024} MB`);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

/** Stores a file as somebody's, and answers its id. */
export async function storeFile(
	ctx: Ctx<unknown>,
	caller: Caller,
	{ name, mediaType, bytes }: { name: string; mediaType: string; bytes: Uint8Array }
): Promise<string> {
	const boundary = randomUUID();
	const head =
		`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n` +
		`Content-Type: ${mediaType}\r\n\r\n`;
	const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
	const params = { contentType: `multipart/form-data; boundary=${boundary}` };
	const options = { meta: { caller }, stream: Readable.from([body]) };
	const { id } = await ctx.call<{ id: string }, typeof params>("files.create", params, options);
	return id;
}
