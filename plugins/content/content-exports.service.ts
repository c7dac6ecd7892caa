/**
 * Exports: items and courses as a package of Markdown files with their attachments, or questions as QTI 2.1.
 * Promises that an import of an export is the same again, and that its export is the same byte for byte.
 */
import { Readable } from "node:stream";
import { definePlugin, type Ctx } from "lyceum";
import type { Piscina } from "piscina";
import { gather } from "./exports/gather.ts";
import type { WriteInput } from "./exports/write-worker.ts";
import { id } from "./schemas.ts";

interface Export {
	format: "package" | "qti";
	collectionId?: string;
	ids?: string;
}

const IDLE_MS = 10_000;
const MAX_MEMORY_MB = 512;

export default definePlugin<{ threads: Promise<Piscina> | undefined }>({
	name: "contentExports",
	path: "/content",
	subject: "ContentItem",

	actions: {
		export: {
			rest: "GET /export",
			can: "read",
			params: {
				format: { type: "enum", values: ["package", "qti"], default: "package" },
				collectionId: { ...id, optional: true },
				ids: { type: "string", min: 1, max: 6500, optional: true }
			},
			limit: { points: 20, seconds: 60 },
			summary: "Export items and courses as an archive",
			description:
				"`ids`, separated by commas, or `collectionId`; without them all that the caller may read. `qti` takes questions alone.",
			returns: { type: "application/zip" },
			async handler(ctx: Ctx<Export>) {
				const { format, collectionId, ids } = ctx.params;
				const wanted = { collectionId, ids: ids?.split(",").map(each => each.trim()) };
				const input: WriteInput = { format, filed: await gather(this, ctx, wanted) };
				const threads = await (this.threads ??= startThreads());
				const bytes = (await threads.run(input)) as Uint8Array;
				ctx.meta.$responseType = "application/zip";
				ctx.meta.$responseHeaders = {
					"Content-Disposition": `attachment; filename="content-${format}.zip"`
				};
				return Readable.from([Buffer.from(bytes)], { objectMode: false });
			}
		}
	},

	started() {
		this.onStop(async () => (await this.threads)?.destroy());
	}
});

/** Loaded with the first export: a start makes none. */
async function startThreads() {
	const { Piscina } = await import("piscina");
	return new Piscina({
		filename: new URL("./exports/write-worker.ts", import.meta.url).href,
		minThreads: 0,
		maxThreads: 1,
		idleTimeout: IDLE_MS,
		resourceLimits: { maxOldGenerationSizeMb: MAX_MEMORY_MB }
	});
}
