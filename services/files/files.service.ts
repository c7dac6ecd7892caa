/**
 * Files: uploaded by form or by tus, kept on disk or in S3, read whole, in parts or by links that expire. Promises
 * that there is never half a file, that no name of a client reaches the storage, and that memory does not grow
 * with what is sent.
 */
import {
	collection,
	defineAbilities,
	defineService,
	documentErrors,
	hasType,
	type Ctx,
	type JsonSchema,
	type LyceumSchema
} from "../../mixins/index.ts";
import { describeBody } from "../auth/body.ts";
import type { Config } from "../kernel/config.ts";
import type { Runtime } from "../kernel/runtime.ts";
import { serve, type Asked } from "./content.ts";
import { File } from "./file.model.ts";
import { prepareFile } from "./finish.ts";
import { keepFile, type NewFile } from "./keep-file.ts";
import { Links } from "./links.ts";
import { FileMetrics } from "./metrics.ts";
import { Quotas } from "./quotas.ts";
import { readableFile, servedFile } from "./readable-file.ts";
import { receiveForm } from "./receive-form.ts";
import { FileContent, FileQuota, FileSecret, FileUse } from "./records.ts";
import { removeFile } from "./remove-file.ts";
import type { FilesParts, FilesService } from "./service.ts";
import { storageOf } from "./storage/choose.ts";
import { sweep, type Swept } from "./sweep.ts";
import { uploadActions } from "./upload-actions.ts";
import { Upload } from "./upload.model.ts";
import { Uploads } from "./uploads.ts";
import { fileScreens } from "./console.ts";

const MEGABYTE = 1024 * 1024;
const HOUR_MS = 60 * 60 * 1000;

/** Room for the other fields of a form, and for what stands between them. */
const FORM_BYTES = 128 * 1024;

const SWEEP_EVERY_MS = 10 * 60 * 1000;

const DEFAULT_LINK_SECONDS = 60 * 60;
const MAX_LINK_SECONDS = 7 * 24 * 60 * 60;

const documents = collection(File, { owner: "ownerId", prepare: prepareFile });
const { create, get, remove } = documents.actions;

const own = {
	subject: "File",
	// oxlint-disable-next-line no-template-curly-in-string
	conditions: { ownerId: "${user.id}" },
	action: ["create", "read", "update", "delete"]
};

const linkBody = describeBody<{ expiresIn?: number }>({
	properties: {
		expiresIn: {
			type: "integer",
			minimum: 1,
			maximum: MAX_LINK_SECONDS,
			default: DEFAULT_LINK_SECONDS,
			description: "For how many seconds the link is good"
		}
	},
	example: { expiresIn: 3600 }
});

const formSchema: JsonSchema = {
	title: "File",
	type: "object",
	properties: {
		file: { type: "string", format: "binary", description: "The file" },
		name: {
			...create.input!.body!.properties!.name,
			description: "Its name, in place of the one that it comes with"
		}
	},
	required: ["file"],
	additionalProperties: false
};

const link: JsonSchema = {
	type: "object",
	properties: {
		url: { type: "string", format: "uri", description: "Where the file can be had" },
		expiresAt: { type: "string", format: "date-time", description: "Until when" }
	},
	required: ["url", "expiresAt"]
};

/** The headers by which a client asks for a part, or for what it has not. */
const CONTENT_HEADERS = {
	range: "range",
	"if-range": "ifRange",
	"if-none-match": "ifNoneMatch",
	"if-modified-since": "ifModifiedSince"
};
const CONTENT_PARAMS = {
	id: "string",
	range: "string|optional",
	ifRange: "string|optional",
	ifNoneMatch: "string|optional",
	ifModifiedSince: "string|optional"
};

/** Makes the definition; how long a file may be is told with each of its routes. */
export function filesService(config: Config): LyceumSchema {
	const maxBytes = config.filesMaxMegabytes * MEGABYTE;
	return defineService<FilesParts>({
		name: "files",
		mixins: [documents],
		console: [fileScreens],
		abilities: defineAbilities({ student: [own], teacher: [own] }),

		actions: {
			create: {
				rest: { method: "POST", path: "/", type: "stream" },
				can: "create",
				summary: "Upload a file",
				description:
					"A form with one `file`, stored as it comes. Large files are better sent by `/uploads`.",
				headers: { "content-type": "contentType" },
				maxBodyBytes: maxBytes + FORM_BYTES,
				params: { contentType: "string|optional" },
				input: { body: formSchema, bodyType: "multipart/form-data" },
				example: { file: "A plan", name: "plan.txt" },
				returns: create.returns,
				handler(ctx: Ctx<{ contentType?: string }>) {
					return receiveForm(serviceOf(this), create, ctx);
				}
			},

			get: {
				...get,
				async handler(ctx: Ctx<never>): Promise<unknown> {
					try {
						return await get.handler.call(this, ctx);
					} catch (error) {
						if (!hasType(error, documentErrors.NOT_FOUND.type)) throw error;
						return readableFile(
							serviceOf(this),
							ctx,
							(ctx.params as { id: string }).id
						);
					}
				}
			},

			content: {
				rest: "GET /:id/content",
				can: "read",
				summary: "Download a file, or parts of it",
				headers: CONTENT_HEADERS,
				params: CONTENT_PARAMS,
				returns: { type: "application/octet-stream" },
				async handler(ctx: Ctx<{ id: string } & Asked>) {
					const { id, ...asked } = ctx.params;
					await readableFile(serviceOf(this), ctx, id);
					return serve(ctx, this.storage, await servedFile(serviceOf(this), id), asked);
				}
			},

			link: {
				rest: "POST /:id/link",
				can: "read",
				summary: "Make a link to a file that needs no token and expires",
				secretAnswer: true,
				input: { body: linkBody.schema },
				example: linkBody.example,
				returns: {
					schema: link,
					example: {
						url: "https://api.example.org/api/v1/files/665f1c2ab7d0c4e1f2a3b4c5/linked?expires=1767225600&signature=Zk2",
						expiresAt: "2026-01-01T00:00:00.000Z"
					}
				},
				async handler(ctx: Ctx<{ id: string; expiresIn?: number }>) {
					const { id, ...body } = ctx.params;
					const { expiresIn = DEFAULT_LINK_SECONDS } = linkBody.read(body);
					await readableFile(serviceOf(this), ctx, id);
					const expires = Math.floor(Date.now() / 1000) + expiresIn;
					const { config: settings, address } = this.broker.kernel as Runtime;
					const root = (settings.publicUrl ?? address).replace(/\/$/, "");
					const query = await this.links.sign(id, expires);
					return {
						url: `${root}/api/v1/files/${id}/linked?${query}`,
						expiresAt: new Date(expires * 1000).toISOString()
					};
				}
			},

			linked: {
				rest: "GET /:id/linked",
				can: "public",
				summary: "Download a file by a link",
				headers: CONTENT_HEADERS,
				params: {
					...CONTENT_PARAMS,
					expires: { type: "string", pattern: /^\d{1,12}$/ },
					signature: { type: "string", max: 100 }
				},
				returns: { type: "application/octet-stream" },
				async handler(
					ctx: Ctx<{ id: string; expires: string; signature: string } & Asked>
				) {
					const { id, expires, signature, ...asked } = ctx.params;
					await this.links.check(id, Number(expires), signature);
					return serve(ctx, this.storage, await servedFile(serviceOf(this), id), asked);
				}
			},

			/** Keeps the file that comes as a stream; `saveFile` of the SDK asks for it. */
			keep: {
				visibility: "protected",
				params: {
					name: { type: "string", min: 1 },
					mediaType: { type: "string", min: 1 }
				},
				handler(ctx: Ctx<NewFile>) {
					return keepFile(serviceOf(this), create, ctx);
				}
			},

			remove: {
				...remove,
				summary: "Remove a file for good; refused while documents refer to it",
				handler(ctx: Ctx<never>) {
					return removeFile(serviceOf(this), remove, ctx);
				}
			},

			/** Takes away what nobody needs; as if it were `now`. */
			sweep: {
				visibility: "protected",
				handler(ctx: Ctx<{ now?: Date }>): Promise<Swept> {
					return sweep(this.sweepParts, ctx.params.now ?? new Date());
				}
			},

			...uploadActions(maxBytes, create),

			// A file is what it is, and once its bytes are gone nothing brings it back.
			replace: false,
			restore: false
		},

		async started() {
			const runtime = this.broker.kernel as Runtime;
			const metrics = new FileMetrics(this.broker.metrics);
			for (const definition of [Upload, FileContent, FileUse])
				await this.model(definition as typeof Upload).createIndexes();
			this.idleMs = config.uploadsIdleSeconds * 1000;
			this.storage = storageOf(config);
			this.links = new Links(this.model(FileSecret));
			const quotas = new Quotas(this.model(FileQuota), config.filesQuotaMegabytes * MEGABYTE);
			this.uploads = new Uploads({
				model: this.model(Upload),
				kernel: runtime,
				storage: this.storage,
				quotas,
				metrics,
				maxBytes,
				idleMs: this.idleMs,
				keepMs: config.uploadsKeepHours * HOUR_MS
			});
			this.sweepParts = {
				contents: this.model(FileContent),
				uses: this.model(FileUse),
				uploads: this.uploads,
				storage: this.storage,
				quotas,
				metrics,
				remove: id => this.broker.call("files.remove", { id }),
				unusedMs: config.filesUnusedHours === 0 ? null : config.filesUnusedHours * HOUR_MS
			};
			runtime.healthChecks.set("files", () => this.storage.check());
			this.onStop(() => runtime.healthChecks.delete("files"));
			const sweeping = setInterval(() => {
				sweep(this.sweepParts, new Date()).catch(error =>
					this.logger.error("Files were not swept", error)
				);
			}, SWEEP_EVERY_MS).unref();
			this.onStop(() => clearInterval(sweeping));
		}
	});
}

/** A collection's service is what the mixin makes of this one. */
function serviceOf(service: unknown): FilesService {
	return service as FilesService;
}
