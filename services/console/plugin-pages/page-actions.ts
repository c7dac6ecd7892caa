/** The actions that give out the pages of plugins: modules, the documents of frames, and their check. */
import {
	abilityOf,
	accessErrors,
	type Action,
	type Ctx,
	type InputProblem
} from "../../../mixins/index.ts";
import type { PluginPages } from "../../plugin-manager/plugin-pages.ts";
import { errors } from "../errors.ts";
import type { PageCompiler } from "./compiler.ts";
import { FRAME_POLICY, frameProblems, readFrame } from "./frames.ts";
import { FRAMES, maySee, MODULES, runningPages } from "./shown-pages.ts";

const YEAR_SECONDS = 31_536_000;

interface OfModule {
	plugin: string;
	version: string;
	file: string;
}

interface OfFrame {
	plugin: string;
	version: string;
	page: string;
}

const name = { type: "string", max: 100 } as const;

/** Kept by the reader's browser alone: somebody else may not see it. */
const KEPT = { "Cache-Control": `private, max-age=${YEAR_SECONDS}, immutable` };

export function pageActions(compiler: PageCompiler): Record<string, Action> {
	return {
		module: {
			rest: { method: "GET", fullPath: `${MODULES}/:plugin/:version/:file` },
			can: "authenticated",
			params: {
				plugin: { ...name, example: "projects" },
				version: name,
				file: { ...name, example: "timeline.js" },
				// A browser keeps a failed import for good: another try has another address.
				retry: { ...name, optional: true }
			},
			summary: "Get a module of a plugin's page in the console",
			description:
				"For whoever may see a page of the plugin. Each version has its own address.",
			returns: { type: "*/*" },
			async handler(ctx: Ctx<OfModule>) {
				const { plugin, version, file } = ctx.params;
				const pages = await requirePages(ctx, plugin, version, file);
				requireSight(ctx, pages.modules);
				const { files, problems } = await compiler.compile(pages);
				if (problems) throw errors.PAGE_BROKEN({ plugin, errors: problems });
				const code = Object.hasOwn(files, file) ? files[file] : undefined;
				if (code === undefined) throw errors.PAGE_NOT_FOUND({ plugin, page: file });
				ctx.meta.$responseType = "text/javascript; charset=utf-8";
				ctx.meta.$responseHeaders = KEPT;
				return code;
			}
		},

		frame: {
			rest: { method: "GET", fullPath: `${FRAMES}/:plugin/:version/:page` },
			can: "authenticated",
			params: { plugin: { ...name, example: "site-map" }, version: name, page: name },
			summary: "Get a plugin's page for the frame that the console shows it in",
			description: "Under a policy that lets it run and reach nothing.",
			returns: {
				type: "text/html",
				schema: { type: "string" },
				example: "<!doctype html>"
			},
			async handler(ctx: Ctx<OfFrame>) {
				const { plugin, version, page: path } = ctx.params;
				const { folder, frames } = await requirePages(ctx, plugin, version, path);
				const page = frames.find(one => one.path === path);
				if (!page) throw errors.PAGE_NOT_FOUND({ plugin, page: path });
				requireSight(ctx, [page]);
				ctx.meta.$responseType = "text/html; charset=utf-8";
				ctx.meta.$responseHeaders = {
					...KEPT,
					"Content-Security-Policy": FRAME_POLICY,
					"X-Frame-Options": "SAMEORIGIN",
					"X-DNS-Prefetch-Control": "off",
					"Permissions-Policy":
						"camera=(), microphone=(), geolocation=(), clipboard-read=()"
				};
				return readFrame(folder, page);
			}
		},

		/** What is wrong with the pages of a version that is about to run. */
		checkPages: {
			visibility: "protected",
			async handler(ctx: Ctx<PluginPages>): Promise<InputProblem[]> {
				const pages = ctx.params;
				const { problems = [] } = await compiler.compile(pages);
				const frames = pages.frames.map(page => frameProblems(pages.folder, page));
				return [...problems, ...(await Promise.all(frames)).flat()];
			}
		}
	};
}

/** The pages of a version, if it is the one that runs. */
async function requirePages(ctx: Ctx<unknown>, plugin: string, version: string, page: string) {
	const running = await runningPages(ctx);
	const found = running.find(one => one.plugin === plugin && one.version === version);
	if (!found) throw errors.PAGE_NOT_FOUND({ plugin, page });
	return found;
}

/** Lets those go on who may see one of the pages. */
function requireSight(
	ctx: Ctx<unknown>,
	pages: { right: { action: string; subject: string } }[]
): void {
	if (pages.some(page => maySee(abilityOf(ctx), page))) return;
	throw accessErrors.FORBIDDEN(pages[0]?.right ?? { action: "see", subject: "Page" });
}
