/** Keeps what a service has made as a file of the caller's: by the same way as what callers send, quota included. */
import type { Readable } from "node:stream";
import { accessErrors, requestErrors, type Action, type Ctx } from "../../mixins/index.ts";
import { finishUpload } from "./finish.ts";
import { safeName } from "./names.ts";
import type { FilesService } from "./service.ts";

export interface NewFile {
	name: string;
	mediaType: string;
}

/** Stores the context's stream; there is a whole file in the end, or none. */
export async function keepFile(
	service: FilesService,
	create: Action,
	ctx: Ctx<NewFile>
): Promise<{ id: string }> {
	const { uploads } = service;
	const ownerId = ctx.meta.caller?.id;
	if (!ownerId) throw accessErrors.UNAUTHENTICATED({});
	const stream = ctx.stream as Readable;
	const { name, mediaType: declaredType } = ctx.params;
	const begun = await uploads.create({ ownerId, name: safeName(name), declaredType });
	try {
		const received = await uploads.hold(
			begun,
			() => stream.destroy(),
			held => uploads.receive(held, stream)
		);
		if (received.offset === 0) throw emptyFile();
		return await finishUpload(service, create, ctx, received);
	} catch (error) {
		// What cannot be given up now is by a sweep; the first reason is the one to tell.
		await uploads.discard(begun).catch(() => undefined);
		throw error;
	}
}

function emptyFile() {
	const problem = { pointer: "", message: "is empty", expected: "a file with content" };
	return requestErrors.INVALID({ errors: [problem] });
}
