/** Removes a file with its rights, its quota and its bytes; not while a document refers to it. */
import type { Action, Ctx } from "../../mixins/index.ts";
import { errors } from "./errors.ts";
import { FileContent, FileUse } from "./records.ts";
import type { FilesService } from "./service.ts";
import { removeContent } from "./sweep.ts";

export async function removeFile(
	service: FilesService,
	remove: Action,
	ctx: Ctx<never>
): Promise<void> {
	const { id } = ctx.params as { id: string };
	const { kernel } = service.broker;
	const content = await kernel.transaction(async () => {
		await remove.handler.call(service, ctx);
		return release(service, id);
	});
	if (!content) return;
	await removeContent(service.sweepParts, content).catch(error =>
		// The file is removed for everybody; a sweep takes its bytes.
		service.logger.warn(`The bytes of the file ${id} were not removed yet`, error)
	);
}

/**
 * Marks the content in the open transaction. A reference that is made at this moment touches the same document,
 * so that the store lets only one of both through, and the other finds what the first has done.
 */
async function release(service: FilesService, id: string) {
	if (await service.model(FileUse).exists({ fileId: id })) throw errors.IN_USE({ id });
	const content = await service
		.model(FileContent)
		.findOneAndUpdate({ _id: id }, { $set: { removing: true } }, { returnDocument: "after" })
		.lean();
	if (content) await service.sweepParts.quotas.release(content.ownerId, content.size);
	return content;
}
