/** Files that a service makes, e.g. reports: kept by the kernel's files, as the caller's own. */
import { Readable } from "node:stream";
import type { Ctx } from "./context.ts";

/** A file to be kept. */
export interface NewFile {
	/** Under which name it is downloaded. */
	name: string;
	mediaType: string;
	content: string | Uint8Array | Readable;
}

/**
 * Keeps a file in the caller's name and quota, and returns its id. It is taken away again, after some time, unless a
 * document refers to it by `fileReference()`. A plugin asks for the permission `files.keep`.
 */
export async function saveFile(
	ctx: Ctx<unknown>,
	{ name, mediaType, content }: NewFile
): Promise<string> {
	const stream = content instanceof Readable ? content : streamOf(content);
	const kept = await ctx.call<{ id: string }, object>(
		"files.keep",
		{ name, mediaType },
		{ stream }
	);
	return kept.id;
}

function streamOf(content: string | Uint8Array) {
	return Readable.from([Buffer.from(content)], { objectMode: false });
}
