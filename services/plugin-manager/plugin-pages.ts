/** The pages that plugins bring to the console: of those that run in process as modules, of all as frames. */
import type { ConsolePage, InputProblem, LyceumBroker } from "../../mixins/index.ts";
import type { DesiredPlugin } from "./desired.ts";
import { errors } from "./errors.ts";
import type { FramePage } from "./manifest/manifest.ts";
import { versionKey } from "./sources.ts";
import type { Version } from "./version.ts";

/** What the console has to know of a version to show its pages. */
export interface PluginPages {
	plugin: string;
	/** Names the bytes: another version has other addresses. */
	version: string;
	folder: string;
	/** Packages that its modules may import beside the console's. */
	dependencies: string[];
	modules: ConsolePage[];
	frames: FramePage[];
	/** What its frames may ask of the API. */
	routes: string[];
}

export function pagesOf(
	{ _id: plugin, integrity, manifest }: DesiredPlugin,
	{ schemas }: Pick<Version, "schemas">,
	folder: string
): PluginPages {
	return {
		plugin,
		version: versionKey(integrity),
		folder,
		dependencies: Object.keys(manifest.dependencies),
		modules: schemas.flatMap(schema => schema.pages ?? []),
		// What was kept by an older kernel has neither.
		frames: manifest.provides.pages ?? [],
		routes: manifest.permissions.routes ?? []
	};
}

/** Refuses pages that cannot be compiled or read, and two at one address. */
export async function requireSoundPages(broker: LyceumBroker, pages: PluginPages): Promise<void> {
	const { plugin: name, modules, frames } = pages;
	if (modules.length + frames.length === 0) return;
	const paths = [...modules, ...frames].map(({ path }) => path);
	const twice = paths.filter((path, index) => paths.indexOf(path) !== index);
	const problems: InputProblem[] = twice.map(path => ({
		pointer: `/pages/${path}`,
		message: "is the address of two pages",
		value: path,
		expected: "each path once"
	}));
	if (problems.length === 0)
		problems.push(
			...(await broker.call<InputProblem[], PluginPages>("console.checkPages", pages))
		);
	if (problems.length > 0) throw errors.BAD_PAGES({ name, errors: problems });
}
