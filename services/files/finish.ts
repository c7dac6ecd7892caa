/** Makes a file of an upload that is whole. */
import { buffer } from "node:stream/consumers";
import {
	hasType,
	requestErrors,
	type Action,
	type Ctx,
	type PrepareContext
} from "../../mixins/index.ts";
import { SNIFF_BYTES } from "../../mixins/sniff.ts";
import { settleType } from "../../mixins/uploads.ts";
import { FileContent } from "./records.ts";
import type { FilesService } from "./service.ts";
import type { StoredUpload } from "./upload.model.ts";

/** What the server knows of a new file, on its way to `prepareFile`. */
interface NewFile {
	_id: string;
	mediaType: string;
	size: number;
	sha256: string;
}

/**
 * Makes the file, named as the upload was. An upload that is not what its sender says is given up; after any
 * other failure it can be finished again.
 */
export async function finishUpload(
	service: FilesService,
	create: Action,
	ctx: Ctx<unknown>,
	upload: StoredUpload,
	name = upload.name
): Promise<{ id: string }> {
	const { uploads, sweepParts } = service;
	const sha256 = await uploads.complete(upload);
	const mediaType = await typeOf(service, upload).catch(async error => {
		if (hasType(error, requestErrors.FILE_TYPE.type)) {
			sweepParts.metrics.refused();
			await uploads.discard(upload);
		}
		throw error;
	});
	const { _id, key, ownerId, offset: size } = upload;
	const { kernel } = service.broker;
	const made = await kernel.transaction(async () => {
		await uploads.settle(upload);
		await service.model(FileContent).create({ _id, key, ownerId, size, touchedAt: new Date() });
		const file: NewFile = { _id, mediaType, size, sha256 };
		return create.handler.call(service, contextFor(ctx, name, file)) as Promise<{ id: string }>;
	});
	sweepParts.metrics.uploaded();
	return made;
}

/** Sets what no client does; the rest is as with any document of a collection. */
export function prepareFile(
	document: Record<string, unknown>,
	{ ctx, operation }: PrepareContext
): void {
	if (operation === "create") Object.assign(document, ctx.locals.newFile);
}

async function typeOf({ storage }: FilesService, { key, offset, declaredType }: StoredUpload) {
	const last = Math.min(offset, SNIFF_BYTES) - 1;
	const head = await buffer(await storage.read(key, 0, last));
	return settleType(head, { field: "file", mediaType: declaredType });
}

/** The same request as the collection's own action takes it. */
function contextFor(ctx: Ctx<unknown>, name: string, newFile: NewFile): Ctx<never> {
	return Object.create(ctx, {
		params: { value: { name } },
		locals: { value: { ...ctx.locals, newFile } }
	}) as Ctx<never>;
}
