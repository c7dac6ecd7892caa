/**
 * Files that others may read: who may read a document may read the files that it refers to. The document is asked
 * for as the caller would, so that its rules, also those about the single field, are the only ones there are.
 */
import type { Model } from "mongoose";
import type { Ctx, Stored } from "../../mixins/index.ts";
import type { FileUseFields } from "./records.ts";

/** A file in more documents than these is looked for in the newest alone. */
const MAX_LOOKED_AT = 20;

/** Tells whether the caller may read a document that shows it the file's id. */
export async function isShared(
	ctx: Ctx<unknown>,
	uses: Model<FileUseFields & Stored>,
	fileId: string
): Promise<boolean> {
	const found = await uses
		.find({ fileId, expiresAt: null })
		.sort({ createdAt: -1, _id: -1 })
		.limit(MAX_LOOKED_AT)
		.lean();
	for (const { service, documentId } of found) {
		const document = await read(ctx, service, documentId);
		if (document && JSON.stringify(document).includes(`"${fileId}"`)) return true;
	}
	return false;
}

/** Null for whatever the caller is refused, and for a document whose plugin does not run. */
async function read(ctx: Ctx<unknown>, service: string, id: string): Promise<object | null> {
	try {
		return await ctx.call(`${service}.get`, { id });
	} catch (error) {
		const { code } = error as { code?: unknown };
		if (code === 401 || code === 403 || code === 404) return null;
		throw error;
	}
}
