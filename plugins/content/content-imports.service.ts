/**
 * Imports: a file that was uploaded is read apart, what is in it is shown, and made when that is wanted. Promises
 * that nothing is half imported, and that no file holds up or ends the kernel.
 */
import {
	acceptedTask,
	collection,
	definePlugin,
	documentErrors,
	enqueue,
	jobOf,
	newId,
	startTask,
	visibleTo,
	type Accepted,
	type CollectionMethods,
	type Ctx,
	type JobCtx,
	type QueuedTask,
	type ServiceMembers,
	type Stored
} from "lyceum";
import { errors } from "./errors.ts";
import { MAX_FILE_BYTES } from "./exchange/limits.ts";
import { FORMATS, UnreadableFile, type Format } from "./exchange/parsed.ts";
import { readApart } from "./exchange/read-apart.ts";
import { readFileBytes } from "./imports/files.ts";
import { Import, type ContentImport } from "./imports/import.model.ts";
import {
	APPLY_IMPORT,
	READ_IMPORT,
	SETTLE_EVERY_MINUTE,
	SETTLE_IMPORTS,
	type ImportTask
} from "./imports/jobs.ts";
import { lookAt } from "./imports/look.ts";
import { isCancelled, makeAll } from "./imports/make.ts";
import { PLANT_SAMPLES, plantSamples } from "./imports/samples.ts";
import { settleImports } from "./imports/settle.ts";
import { id } from "./schemas.ts";

interface CreateImport {
	fileId: string;
	format?: Format;
}

type StoredImport = ContentImport & Stored;

export default definePlugin<CollectionMethods>({
	name: "contentImports",
	path: "/content/imports",
	mixins: [collection(Import, { only: ["list", "count", "get", "create"] })],
	jobs: [READ_IMPORT, APPLY_IMPORT, PLANT_SAMPLES, SETTLE_IMPORTS],
	schedules: [SETTLE_EVERY_MINUTE],

	actions: {
		create: {
			rest: "POST /",
			can: "create",
			params: { fileId: id, format: { type: "enum", values: [...FORMATS], optional: true } },
			summary: "Read a file that was uploaded before, and show what is in it",
			description: `Formats: ${FORMATS.join(", ")}. Nothing is made before \`POST /content/imports/{id}/apply\`.`,
			returns: acceptedTask,
			example: { fileId: "65f0c0ffee65f0c0ffee65f0" },
			async handler(ctx: Ctx<CreateImport>): Promise<Accepted> {
				const importId = newId();
				const { fileId, format } = ctx.params;
				const { id: ownerId = null, roles = [] } = ctx.meta.caller ?? {};
				// The collection refuses a file that the caller may not read.
				await this.putDocument(ctx, importId, () => ({
					fileId,
					format,
					ownerId,
					roles,
					name: "",
					state: "queued"
				}));
				const { name } = await ctx.call<{ name: string }, { id: string }>("files.get", {
					id: fileId
				});
				return this.broker.kernel.transaction(async () => {
					const task = await enqueue(ctx, READ_IMPORT, { importId });
					await this.changeDocument(ctx, importId, before => ({
						...before,
						name,
						taskId: task.id
					}));
					return answerOf(this, ctx, importId, task);
				});
			}
		},

		apply: {
			rest: "POST /:id/apply",
			can: { action: "create", subject: "ContentImport" },
			params: { id },
			summary: "Make what one import has shown, all of it or nothing",
			returns: acceptedTask,
			async handler(ctx: Ctx<{ id: string }>): Promise<Accepted> {
				const found = await readImport(this, ctx, ctx.params.id);
				const refused = found.preview.filter(({ problems }) => problems.length > 0);
				if (found.state !== "ready" || refused.length > 0) {
					const { _id, state } = found;
					throw errors.IMPORT_NOT_READY({ id: _id, state, refused: refused.length });
				}
				return this.broker.kernel.transaction(async () => {
					const task = await enqueue(ctx, APPLY_IMPORT, { importId: found._id });
					await this.changeDocument(
						ctx,
						found._id,
						before => ({ ...before, state: "applying", taskId: task.id }),
						found.rev
					);
					return answerOf(this, ctx, found._id, task);
				});
			}
		},

		samples: {
			rest: "POST /samples",
			can: { action: "plant", subject: "ContentImport" },
			params: {},
			summary: "Make the courses and items that come with the plugin, once",
			returns: acceptedTask,
			handler(ctx: Ctx): Promise<Accepted> {
				return startTask(ctx, PLANT_SAMPLES, {});
			}
		},

		/** The work of the job that makes the samples. */
		plant: {
			visibility: "private",
			handler(ctx: Ctx<object>) {
				return plantSamples(this, jobOf(ctx));
			}
		},

		/** The work of the job that sees to what was broken off. */
		settle: {
			visibility: "protected",
			handler(ctx: Ctx<{ now?: Date }>) {
				return settleImports(this, ctx, ctx.params.now ?? new Date());
			}
		},

		/** The work of the job that reads. */
		read: {
			visibility: "private",
			async handler(ctx: Ctx<ImportTask>) {
				const job = jobOf(ctx);
				const found = await this.model(Import)
					.findById(job.params.importId)
					.lean<StoredImport>();
				if (!found) return { items: 0 };
				const outcome = await look(this, job, found);
				await this.changeDocument(ctx, found._id, before => ({ ...before, ...outcome }));
				return { state: outcome.state, items: outcome.preview?.length ?? 0 };
			}
		},

		/** The work of the job that makes. */
		make: {
			visibility: "private",
			async handler(ctx: Ctx<ImportTask>) {
				const job = jobOf(ctx);
				const found = await this.model(Import)
					.findById(job.params.importId)
					.lean<StoredImport>();
				if (!found) return { items: 0 };
				const outcome = await makeOrTell(job, found);
				await this.changeDocument(ctx, found._id, before => ({ ...before, ...outcome }));
				return { state: outcome.state, items: found.preview.length };
			}
		}
	}
});

/** Reads the file and looks at what is in it; what is wrong with the file is the outcome, and no failure. */
async function look(
	service: ServiceMembers,
	job: JobCtx<ImportTask>,
	found: StoredImport
): Promise<Partial<ContentImport>> {
	try {
		const filed = await readAgain(job, found);
		const preview = await lookAt(service, filed);
		return { state: "ready", format: filed.format, preview, warnings: filed.warnings };
	} catch (error) {
		return outcomeOf(error);
	}
}

async function makeOrTell(
	job: JobCtx<ImportTask>,
	found: StoredImport
): Promise<Partial<ContentImport>> {
	try {
		await makeAll(job, found, await readAgain(job, found));
		return { state: "done" };
	} catch (error) {
		if (isCancelled(job)) return { state: "ready" };
		return outcomeOf(error);
	}
}

async function readAgain(job: JobCtx<ImportTask>, { fileId, name, format }: StoredImport) {
	const bytes = await readFileBytes(job, fileId, MAX_FILE_BYTES);
	return readApart({ name, bytes, ...(format && { format }) }, job.signal);
}

/** What is wrong with the file stays wrong; everything else may go better at the next attempt. */
function outcomeOf(error: unknown): Partial<ContentImport> {
	if (error instanceof UnreadableFile) return { state: "failed", problem: error.message };
	throw error;
}

async function readImport(
	service: ServiceMembers,
	ctx: Ctx<unknown>,
	importId: string
): Promise<StoredImport> {
	const found = await service
		.model(Import)
		.findOne({ $and: [{ _id: importId }, visibleTo(ctx, "read", "ContentImport")] })
		.lean<StoredImport | null>();
	if (found) return found;
	throw documentErrors.NOT_FOUND({ subject: "ContentImport", id: importId });
}

/** A 202 whose address is the import's: it tells more than the task's. */
async function answerOf(
	{ broker: { kernel } }: Pick<ServiceMembers, "broker">,
	ctx: Ctx<unknown>,
	importId: string,
	{ id: taskId, state, progress }: QueuedTask
): Promise<Accepted> {
	const answer = { id: importId, taskId, state, progress };
	ctx.meta.$statusCode = 202;
	ctx.meta.$location = `/api/v1/content/imports/${importId}`;
	await kernel.transaction(session => kernel.keepAnswer(ctx, answer, session));
	return answer;
}
