/**
 * The API's description: the document of what runs at this moment, and two pages that show it. The document is
 * built anew when the set of services has changed since, and is served from memory otherwise.
 */
import { randomBytes } from "node:crypto";
import { defineMixin, defineService, type Ctx } from "../../mixins/index.ts";
import type { Runtime } from "../kernel/runtime.ts";
import { readAssets, type Assets } from "./assets.ts";
import { errors } from "./errors.ts";
import { LiveDocument } from "./live-document.ts";
import { redocPage, swaggerPage, type Page } from "./pages.ts";

const HTML = { type: "text/html", schema: { type: "string" }, example: "<!doctype html>" };

const YEAR_SECONDS = 31_536_000;

const described = defineMixin({
	metadata: { description: "The description of the API, and the pages that show it" }
});

/** Makes the service's definition. */
export function openapiService({ config }: Runtime) {
	const document = new LiveDocument(config.publicUrl);
	let assets: Promise<Assets> | undefined;
	const files = () => (assets ??= readAssets());
	return defineService({
		name: "openapi",
		mixins: [described],

		actions: {
			document: {
				rest: [
					{ method: "GET", fullPath: "/openapi.json" },
					{ method: "GET", fullPath: "/api/v1/openapi.json" }
				],
				can: "public",
				summary: "Get the OpenAPI document of what is loaded at this moment",
				returns: {
					schema: {
						type: "object",
						properties: {
							openapi: { type: "string" },
							info: { type: "object" },
							paths: { type: "object" },
							components: { type: "object" }
						},
						required: ["openapi", "info", "paths"]
					},
					example: {
						openapi: "3.1.1",
						info: { title: "Lyceum API", version: "0.1.0" },
						paths: {}
					}
				},
				handler(ctx: Ctx) {
					const { bytes, tag } = document.current(this.broker);
					ctx.meta.$responseType = "application/json; charset=utf-8";
					ctx.meta.$responseHeaders = { ETag: tag, "Cache-Control": "no-cache" };
					return bytes;
				}
			},
			swagger: {
				rest: { method: "GET", fullPath: "/docs" },
				can: "public",
				summary: "Show the document in Swagger UI",
				returns: HTML,
				async handler(ctx: Ctx) {
					const { version } = await files();
					return showPage(ctx, swaggerPage(version));
				}
			},
			redoc: {
				rest: { method: "GET", fullPath: "/redoc" },
				can: "public",
				summary: "Show the document in ReDoc",
				returns: HTML,
				async handler(ctx: Ctx) {
					const { version } = await files();
					return showPage(ctx, redocPage(version, randomBytes(16).toString("base64")));
				}
			},
			file: {
				rest: { method: "GET", fullPath: "/docs/:version/:file" },
				can: "public",
				summary: "Get a script, style or picture of the two pages",
				params: {
					version: { type: "string", max: 64, example: "0f2c4a6b8d1e" },
					file: { type: "string", max: 64, example: "swagger-ui.css" }
				},
				returns: { type: "*/*" },
				async handler(ctx: Ctx<{ version: string; file: string }>) {
					const { version, file } = ctx.params;
					const assets = await files();
					const asset = version === assets.version ? assets.files.get(file) : undefined;
					if (!asset) throw errors.FILE_NOT_FOUND({ file });
					ctx.meta.$responseType = asset.mediaType;
					ctx.meta.$responseHeaders = {
						ETag: `"${version}"`,
						"Cache-Control": `public, max-age=${YEAR_SECONDS}, immutable`
					};
					return asset.bytes;
				}
			}
		}
	});
}

function showPage(ctx: Ctx, { html, policy }: Page): string {
	ctx.meta.$responseType = "text/html; charset=utf-8";
	ctx.meta.$responseHeaders = { "Content-Security-Policy": policy, "Cache-Control": "no-store" };
	return html;
}
