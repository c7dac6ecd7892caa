/**
 * Resumable uploads by the tus protocol (1.0.0) at `/uploads`: begin, go on, ask how far it is, give up. A
 * finished upload is a file of the same id.
 */
import type { Readable } from "node:stream";
import {
	hasType,
	documentErrors,
	requestErrors,
	type Action,
	type Ctx
} from "../../mixins/index.ts";
import { errors } from "./errors.ts";
import { File } from "./file.model.ts";
import { finishUpload } from "./finish.ts";
import { safeName } from "./names.ts";
import type { FilesService } from "./service.ts";
import {
	finishedHeaders,
	progressHeaders,
	readBytes,
	readChecksum,
	readMetadata,
	requireChunkType,
	requireVersion,
	standingHeaders
} from "./tus.ts";
import type { StoredUpload } from "./upload.model.ts";

const PATH = "/api/v1/uploads";

/** Pieces of a large file may come quickly one after another; the bytes are what costs. */
const LIMIT = { points: 1200, seconds: 60 };

const TUS = { "tus-resumable": "tusResumable" };
const TUS_PARAMS = { tusResumable: "string|optional" };
const CHUNK = {
	...TUS,
	"content-type": "contentType",
	"content-length": "contentLength",
	"upload-checksum": "uploadChecksum"
};
const CHUNK_PARAMS = {
	...TUS_PARAMS,
	contentType: "string|optional",
	contentLength: "string|optional",
	uploadChecksum: "string|optional"
};

interface ChunkParams {
	id: string;
	tusResumable?: string;
	contentType?: string;
	contentLength?: string;
	uploadChecksum?: string;
	uploadOffset?: string;
	uploadLength?: string;
	uploadMetadata?: string;
}

/** The actions; `create` is the collection's own, which stores a file's document. */
export function uploadActions(maxBytes: number, create: Action): Record<string, Action> {
	const common = { can: "create", limit: LIMIT, answerHeaders: standingHeaders(maxBytes) };
	const chunk = {
		maxBodyBytes: maxBytes,
		input: {
			body: { type: "string", format: "binary" },
			bodyType: "application/offset+octet-stream"
		}
	};
	return {
		beginUpload: {
			...common,
			...chunk,
			rest: { method: "POST", fullPath: PATH, type: "stream" },
			summary: "Begin a resumable upload (tus 1.0.0)",
			description:
				"`Upload-Length` is how long the file is, `Upload-Metadata` its `filename` and `filetype`. " +
				"The `Location` of the answer is where its bytes are sent with PATCH.",
			headers: {
				...CHUNK,
				"upload-length": "uploadLength",
				"upload-metadata": "uploadMetadata"
			},
			params: {
				...CHUNK_PARAMS,
				uploadLength: "string|optional",
				uploadMetadata: { type: "string", max: 4096, optional: true }
			},
			returns: { status: 201 },
			handler(this: unknown, ctx: Ctx<never>) {
				return beginUpload(this as FilesService, create, ctx);
			}
		},

		showUpload: {
			...common,
			rest: { method: "GET", fullPath: `${PATH}/:id` },
			summary: "Tell how far a resumable upload is, with HEAD",
			headers: TUS,
			params: { ...TUS_PARAMS, id: "string" },
			handler(this: unknown, ctx: Ctx<never>) {
				return showUpload(this as FilesService, create, ctx);
			}
		},

		continueUpload: {
			...common,
			...chunk,
			rest: { method: "PATCH", fullPath: `${PATH}/:id`, type: "stream" },
			summary: "Go on with a resumable upload",
			description:
				"The bytes from `Upload-Offset` on; the last ones make it a file of the same id.",
			headers: { ...CHUNK, "upload-offset": "uploadOffset" },
			params: { ...CHUNK_PARAMS, id: "string", uploadOffset: "string|optional" },
			handler(this: unknown, ctx: Ctx<never>) {
				return continueUpload(this as FilesService, create, ctx);
			}
		},

		abandonUpload: {
			...common,
			rest: { method: "DELETE", fullPath: `${PATH}/:id` },
			summary: "Give up a resumable upload",
			headers: TUS,
			params: { ...TUS_PARAMS, id: "string" },
			handler(this: unknown, ctx: Ctx<never>) {
				return abandonUpload(this as FilesService, ctx);
			}
		}
	};
}

async function beginUpload(service: FilesService, create: Action, ctx: Ctx<ChunkParams>) {
	const { tusResumable, uploadLength, uploadMetadata, contentLength, contentType } = ctx.params;
	requireVersion(tusResumable);
	const length = readBytes("Upload-Length", uploadLength);
	if (length === 0) throw emptyFile();
	const hasBytes = ctx.stream !== null && ctx.stream !== undefined && contentLength !== "0";
	if (hasBytes) requireChunkType(contentType);
	const { filename, name, filetype, type } = readMetadata(uploadMetadata);
	const upload = await service.uploads.create({
		ownerId: ctx.meta.caller!.id!,
		name: safeName(filename ?? name ?? ""),
		declaredType: (filetype ?? type ?? "").slice(0, 200),
		length
	});
	const reached = hasBytes ? await addBytes(service, create, ctx, upload) : upload;
	ctx.meta.$statusCode = 201;
	ctx.meta.$location = `${PATH}/${upload._id}`;
	ctx.meta.$responseHeaders = progressHeaders(reached);
}

async function showUpload(service: FilesService, create: Action, ctx: Ctx<ChunkParams>) {
	const { id, tusResumable } = ctx.params;
	requireVersion(tusResumable);
	await service.uploads.interrupt(id);
	const upload = await findUnfinished(service, ctx, id);
	if (upload === null) return;
	ctx.meta.$statusCode = 200;
	ctx.meta.$responseHeaders = progressHeaders(upload);
	// All bytes came, and then something failed: the client would take it for done.
	if (isWhole(upload)) await finishNow(service, create, ctx, upload);
}

async function continueUpload(service: FilesService, create: Action, ctx: Ctx<ChunkParams>) {
	const { id, tusResumable, contentType, contentLength = "0", uploadOffset } = ctx.params;
	requireVersion(tusResumable);
	requireChunkType(contentType);
	const found = readBytes("Upload-Offset", uploadOffset);
	const upload = await findUnfinished(service, ctx, id);
	if (upload === null) return requireOffset(ctx, found);
	if (Number(contentLength) > upload.length! - found)
		throw errors.TOO_LARGE({ limit: upload.length! });
	if (upload.offset !== found) throw errors.UPLOAD_OFFSET({ expected: upload.offset, found });
	const reached = await addBytes(service, create, ctx, upload);
	ctx.meta.$statusCode = 204;
	ctx.meta.$responseHeaders = progressHeaders(reached);
	delete ctx.meta.$location;
}

async function abandonUpload(service: FilesService, ctx: Ctx<ChunkParams>) {
	const { id, tusResumable } = ctx.params;
	requireVersion(tusResumable);
	const { uploads } = service;
	const upload = await uploads.find(id, ctx.meta.caller!.id!);
	await uploads.interrupt(id);
	await uploads.discard(upload);
}

/** Stores what comes with the request, and makes a file of the upload when that was the rest. */
async function addBytes(
	service: FilesService,
	create: Action,
	ctx: Ctx<ChunkParams>,
	{ _id, offset }: Pick<StoredUpload, "_id" | "offset">
): Promise<StoredUpload> {
	const { uploads } = service;
	const source = ctx.stream as Readable | null;
	const checksum = readChecksum(ctx.params.uploadChecksum);
	const stop = () => source?.destroy(errors.UPLOAD_LOCKED({ id: _id }));
	return uploads.hold({ _id }, stop, async held => {
		if (held.offset !== offset)
			throw errors.UPLOAD_OFFSET({ expected: held.offset, found: offset });
		const reached = source ? await uploads.receive(held, source, checksum) : held;
		if (isWhole(reached)) await finishUpload(service, create, ctx, reached);
		return reached;
	});
}

async function finishNow(
	service: FilesService,
	create: Action,
	ctx: Ctx<ChunkParams>,
	upload: StoredUpload
) {
	const { $responseHeaders, $statusCode } = ctx.meta;
	await service.uploads.hold(
		upload,
		() => undefined,
		held => finishUpload(service, create, ctx, held)
	);
	Object.assign(ctx.meta, { $responseHeaders, $statusCode });
	delete ctx.meta.$location;
}

/** The caller's upload; null, with the answer's head set, when it is a file by now. */
async function findUnfinished(service: FilesService, ctx: Ctx<ChunkParams>, id: string) {
	const ownerId = ctx.meta.caller!.id!;
	try {
		return await service.uploads.find(id, ownerId);
	} catch (error) {
		if (!hasType(error, documentErrors.NOT_FOUND.type)) throw error;
		const file = await service.model(File).findOne({ _id: id, ownerId }).lean();
		if (!file) throw error;
		ctx.meta.$statusCode = ctx.action!.name!.endsWith("showUpload") ? 200 : 204;
		ctx.meta.$responseHeaders = finishedHeaders(file.size, `/api/v1/files/${id}`);
		return null;
	}
}

/** The last piece again, whose answer was lost, is no mistake; any other is. */
function requireOffset(ctx: Ctx<ChunkParams>, found: number) {
	const expected = Number(ctx.meta.$responseHeaders!["Upload-Offset"]);
	if (found !== expected) throw errors.UPLOAD_OFFSET({ expected, found });
}

function isWhole({ offset, length }: StoredUpload) {
	return offset === length;
}

function emptyFile() {
	const problem = { pointer: "Upload-Length", message: "is 0", expected: "a file with content" };
	return requestErrors.INVALID({ errors: [problem] });
}
