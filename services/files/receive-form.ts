/** Takes a file that is sent as a form: stored while it comes, and gone again when the form does not end well. */
import { requestErrors, type Action, type Ctx } from "../../mixins/index.ts";
import type { Readable } from "node:stream";
import { finishUpload } from "./finish.ts";
import { readForm, type FormFile } from "./form.ts";
import { safeName } from "./names.ts";
import type { FilesService } from "./service.ts";
import type { StoredUpload } from "./upload.model.ts";

export async function receiveForm(
	service: FilesService,
	create: Action,
	ctx: Ctx<{ contentType?: string }>
): Promise<unknown> {
	const { uploads, idleMs } = service;
	const source = ctx.stream as Readable | null;
	let begun: StoredUpload | null = null;
	const take = async ({ filename, mediaType, stream }: FormFile) => {
		begun = await uploads.create({
			ownerId: ctx.meta.caller!.id!,
			name: safeName(filename),
			declaredType: mediaType
		});
		return uploads.hold(
			begun,
			() => stream.destroy(),
			held => uploads.receive(held, stream)
		);
	};
	try {
		const { contentType = "" } = ctx.params;
		const { fields, received } = await readForm(source, contentType, ["name"], idleMs, take);
		if (received.offset === 0) throw refusal("/file", "is empty", "a file with content");
		const name = fields.name === undefined ? undefined : requireName(fields.name);
		return await finishUpload(service, create, ctx, received, name);
	} catch (error) {
		// What cannot be given up now is by a sweep; the first reason is the one to tell.
		if (begun) await uploads.discard(begun).catch(() => undefined);
		throw error;
	}
}

/** A name that somebody has thought of is refused rather than changed. */
function requireName(name: string): string {
	if (safeName(name) === name) return name;
	throw refusal("/name", "is not a name of a file", "a name without folders, up to 255 letters");
}

function refusal(pointer: string, message: string, expected: string) {
	return requestErrors.INVALID({ errors: [{ pointer, message, expected }] });
}
