/** Which files a caller may read: by its rights, or because a document shows them. */
import { abilityOf, documentErrors, isAllowed, type Ctx, type Stored } from "../../mixins/index.ts";
import type { Served } from "./content.ts";
import { File, type FileFields } from "./file.model.ts";
import { FileContent, FileUse } from "./records.ts";
import type { FilesService } from "./service.ts";
import { isShared } from "./sharing.ts";

/** The file as it is answered; throws a 404 for a caller who may not read it. */
export async function readableFile(service: FilesService, ctx: Ctx<unknown>, id: string) {
	const found = (await service.model(File).findById(id).lean()) as (FileFields & Stored) | null;
	const mayRead =
		found !== null &&
		(isAllowed(abilityOf(ctx), "read", "File", found) ||
			(await isShared(ctx, service.model(FileUse), id)));
	if (!mayRead) throw documentErrors.NOT_FOUND({ subject: "File", id });
	const { _id, ...fields } = found;
	return { id: _id, ...fields };
}

/** What is needed to send a file's content; throws a 404 for one that is gone. */
export async function servedFile(service: FilesService, id: string): Promise<Served> {
	const file = (await service.model(File).findById(id).lean()) as (FileFields & Stored) | null;
	const content = await service.model(FileContent).findById(id).lean();
	if (!file || !content || content.removing)
		throw documentErrors.NOT_FOUND({ subject: "File", id });
	return { ...file, key: content.key };
}
