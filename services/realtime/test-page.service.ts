/**
 * A page to try the plain WebSocket door with: `GET /websocket/test`. It has a content security policy of
 * its own, runs no inline script, and asks for nothing but its own files and this server's sockets.
 */
import { readFileSync } from "node:fs";
import { defineMixin, defineService, type Ctx } from "../../mixins/index.ts";
import { errors } from "./errors.ts";

const POLICY = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"img-src data:",
	"connect-src 'self'",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'"
].join("; ");

const MEDIA_TYPES: Record<string, string> = {
	"test-page.css": "text/css; charset=utf-8",
	"test-page.js": "text/javascript; charset=utf-8"
};

const described = defineMixin({
	metadata: { description: "A page to try plain WebSockets with" }
});

export const testPageService = defineService({
	name: "testPage",
	mixins: [described],

	actions: {
		show: {
			rest: { method: "GET", fullPath: "/websocket/test" },
			can: "public",
			summary: "Show a page to try plain WebSockets with",
			returns: { type: "text/html", schema: { type: "string" }, example: "<!doctype html>" },
			handler(ctx: Ctx) {
				ctx.meta.$responseType = "text/html; charset=utf-8";
				ctx.meta.$responseHeaders = {
					"Content-Security-Policy": POLICY,
					"Cache-Control": "no-store"
				};
				return contentOf("test-page.html");
			}
		},
		file: {
			rest: { method: "GET", fullPath: "/websocket/test/:file" },
			can: "public",
			summary: "Get the script or the style of the page",
			params: { file: { type: "string", max: 64, example: "test-page.js" } },
			returns: { type: "*/*" },
			handler(ctx: Ctx<{ file: string }>) {
				const { file } = ctx.params;
				if (!Object.hasOwn(MEDIA_TYPES, file)) throw errors.FILE_NOT_FOUND({ file });
				ctx.meta.$responseType = MEDIA_TYPES[file]!;
				ctx.meta.$responseHeaders = { "Cache-Control": "no-cache" };
				return contentOf(file);
			}
		}
	}
});

function contentOf(file: string): string {
	return readFileSync(new URL(`./test-page/${file}`, import.meta.url), "utf8");
}
