/** The pages of plugins that run now, as one caller may see them. */
import type { Ability, Ctx } from "../../../mixins/index.ts";
import type { PluginPages } from "../../plugin-manager/plugin-pages.ts";

/** Where the console finds what it needs of pages. */
export const MODULES = "/admin/modules";
export const FRAMES = "/admin/frames";

export interface ShownPage {
	plugin: string;
	/** The last part of its address in the console. */
	path: string;
	title: { en: string; de?: string };
	icon: string;
	/** A module shares the console's React; a frame is cut off from it. */
	kind: "module" | "frame";
	/** Where it is: another one for each version. */
	source: string;
	/** What a frame may ask of the API. */
	routes: string[];
}

type Right = { right: { action: string; subject: string } };

/** The pages of everything that runs on this node. */
export function runningPages(ctx: Ctx<unknown>): Promise<PluginPages[]> {
	return ctx.call<PluginPages[]>("plugins.pages");
}

export function shownPages(running: PluginPages[], ability: Ability): ShownPage[] {
	return running.flatMap(({ plugin, version, modules, frames, routes }) => [
		...modules
			.filter(page => maySee(ability, page))
			.map(({ path, title, icon }) => {
				const source = `${MODULES}/${plugin}/${version}/${path}.js`;
				return { plugin, path, title, icon, kind: "module" as const, source, routes: [] };
			}),
		...frames
			.filter(page => maySee(ability, page))
			.map(({ path, title, icon }) => {
				const source = `${FRAMES}/${plugin}/${version}/${path}`;
				return { plugin, path, title, icon, kind: "frame" as const, source, routes };
			})
	]);
}

export function maySee(ability: Ability, { right: { action, subject } }: Right): boolean {
	return ability.can(action, subject);
}
