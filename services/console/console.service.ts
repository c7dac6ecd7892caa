/**
 * The console's part of the kernel: its files at /admin, and what its screens are made of. Promises that
 * the API does not wait for the console's build, and that a screen offers nothing that its user may not do.
 */
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { packRules } from "@casl/ability/extra";
import { abilityOf, defineMixin, defineService, type Ctx } from "../../mixins/index.ts";
import { API_BASE } from "../gateway/rest-paths.ts";
import type { Runtime } from "../kernel/runtime.ts";
import { PAGE } from "./build-folder.ts";
import { ConsoleBuild } from "./build.ts";
import { changeActions } from "./change-actions.ts";
import { ConsoleChange } from "./change.model.ts";
import { runningCollections } from "./collections.ts";
import { errors } from "./errors.ts";
import { readAsset } from "./files.ts";
import { consolePage, progressPage, type Page } from "./pages.ts";
import { screensExample, screensSchema } from "./screens.schema.ts";
import { screenOf } from "./screens.ts";

const YEAR_SECONDS = 31_536_000;

const HTML = { type: "text/html", schema: { type: "string" }, example: "<!doctype html>" };

/** As deep as the console's own addresses go, e.g. `/admin/projects/65f0/history`. */
const PAGE_PATHS = [
	"/admin",
	"/admin/:section",
	"/admin/:section/:part",
	"/admin/:section/:part/:view"
];

const described = defineMixin({
	metadata: { description: "The admin console: its files, and what its screens are made of" }
});

const segment = { type: "string", max: 256, optional: true } as const;

/** Makes the service's definition. */
export function consoleService({ config }: Runtime) {
	let build: ConsoleBuild;
	return defineService({
		name: "console",
		mixins: [described],

		actions: {
			page: {
				rest: PAGE_PATHS.map(fullPath => ({ method: "GET", fullPath })),
				can: "public",
				summary: "Show the admin console, or how far its build is",
				// What stands behind the question mark is the console's own.
				params: { $$strict: false, section: segment, part: segment, view: segment },
				returns: HTML,
				async handler(ctx: Ctx) {
					const nonce = randomBytes(16).toString("base64url");
					void build.prepare();
					// A build that is there is found at once; only one that is made is not waited for.
					if (build.state.phase === "looking") await build.looked;
					const { state } = build;
					if (state.phase !== "ready") return showPage(ctx, progressPage(state, nonce));
					const html = await readFile(path.join(state.folder, PAGE), "utf8");
					return showPage(ctx, consolePage(html, nonce));
				}
			},

			file: {
				rest: { method: "GET", fullPath: "/admin/assets/:file" },
				can: "public",
				summary: "Get a script, style or picture of the console",
				params: { file: { type: "string", max: 256, example: "index-0f2c4a6b.js" } },
				returns: { type: "*/*" },
				async handler(ctx: Ctx<{ file: string }>) {
					const { file } = ctx.params;
					const { state } = build;
					const asset =
						state.phase === "ready" ? await readAsset(state.folder, file) : null;
					if (!asset) throw errors.FILE_NOT_FOUND({ file });
					ctx.meta.$responseType = asset.mediaType;
					ctx.meta.$responseHeaders = {
						"Cache-Control": `public, max-age=${YEAR_SECONDS}, immutable`
					};
					return asset.bytes;
				}
			},

			screens: {
				rest: "GET /",
				can: "authenticated",
				params: {},
				summary: "Get the screens that the caller may use, with the caller's rules",
				description:
					'Made of what runs at this moment. A socket that subscribes to `{ "console": true }` is told when it has changed.',
				returns: { schema: screensSchema, example: screensExample },
				handler(ctx: Ctx) {
					const ability = abilityOf(ctx);
					ctx.meta.$responseHeaders = { "Cache-Control": "no-cache" };
					return {
						user: ctx.meta.caller?.id ?? null,
						viewedBy: ctx.meta.caller?.viewedBy ?? null,
						rules: packRules(ability.rules as never),
						screens: runningCollections(this.broker).flatMap(
							collection => screenOf(collection, ability, API_BASE) ?? []
						)
					};
				}
			},

			...changeActions,

			/** Begins to build the console; how far it is, whoever opens it is told. */
			prepare: {
				visibility: "protected",
				handler() {
					// A build may take longer than any call does.
					void build.prepare();
				}
			}
		},

		created() {
			build = new ConsoleBuild(config.dataDir, config.consoleBuild !== "off", this.logger);
		},

		async started() {
			await this.model(ConsoleChange).createIndexes();
		},

		stopped() {
			return build.stop();
		}
	});
}

function showPage(ctx: Ctx, { html, policy }: Page): string {
	ctx.meta.$responseType = "text/html; charset=utf-8";
	ctx.meta.$responseHeaders = { "Content-Security-Policy": policy, "Cache-Control": "no-store" };
	return html;
}
