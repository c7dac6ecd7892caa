/**
 * Loads the modules of a plugin: the only file that touches module resolution. Each version lives at
 * its own address (`?v=<content>`), so that two generations run side by side and unchanged bytes are
 * loaded once. A module that was loaded stays in memory for good, which is why the sum is counted.
 */
import { readdir } from "node:fs/promises";
import { registerHooks } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { LyceumSchema } from "../../mixins/index.ts";
import { importOrder } from "./import-order.ts";

/** What a plugin gets from the kernel, whichever copies lie beside it. */
const SHARED_PACKAGES = new Set(["mongoose", "moleculer", "@casl/ability"]);

const SDK = new URL("../../mixins/index.ts", import.meta.url).href;
const KERNEL = import.meta.url;

const SERVICE_FILE = /\.service\.(ts|mts|js|mjs)$/;

/** The folders of plugins, as URLs that end in a slash. */
const roots = new Set<string>();

registerHooks({
	resolve(specifier, context, next) {
		if (specifier === "lyceum")
			return { url: SDK, format: "module-typescript", shortCircuit: true };
		const root = rootOf(context.parentURL);
		if (root === undefined) return next(specifier, context);
		if (SHARED_PACKAGES.has(packageOf(specifier)))
			return next(specifier, { ...context, parentURL: KERNEL });
		const resolved = next(specifier, context);
		const version = new URL(context.parentURL!).searchParams.get("v");
		const own = resolved.url.startsWith(root) && !resolved.url.includes("/node_modules/");
		return version !== null && own
			? { ...resolved, url: withVersion(resolved.url, version) }
			: resolved;
	}
});

/**
 * The service definitions of the plugin in a folder, the one that is named like the plugin first. With `pause`
 * its modules are loaded one by one, with a pause before each.
 */
export async function loadSchemas(
	folder: string,
	name: string,
	version: string,
	pause?: () => Promise<void>
): Promise<LyceumSchema[]> {
	const root = pathToFileURL(`${folder}${path.sep}`).href;
	roots.add(root);
	const files = (await readdir(folder))
		.filter(file => SERVICE_FILE.test(file))
		.sort(mainFirst(name));
	const services = files.map(file => new URL(file, root));
	if (pause) {
		for (const url of await importOrder(services, root)) {
			await pause();
			await import(withVersion(url.href, version));
		}
	}
	const modules = await Promise.all(
		services.map(url => import(withVersion(url.href, version)) as Promise<PluginModule>)
	);
	return modules.map((module, index) => requireSchema(module.default, files[index]!));
}

interface PluginModule {
	default?: unknown;
}

/** `projects.service.ts` before the other services of the plugin `projects`. */
function mainFirst(name: string) {
	return (one: string, other: string) =>
		Number(other.startsWith(`${name}.service.`)) - Number(one.startsWith(`${name}.service.`)) ||
		one.localeCompare(other);
}

function requireSchema(schema: unknown, file: string): LyceumSchema {
	if (
		typeof schema === "object" &&
		schema !== null &&
		typeof (schema as { name?: unknown }).name === "string"
	) {
		return schema as LyceumSchema;
	}
	throw new TypeError(`${file} has no default export made by definePlugin({ name: … })`);
}

function rootOf(url: string | undefined) {
	if (url === undefined || !url.startsWith("file:")) return undefined;
	for (const root of roots) if (url.startsWith(root)) return root;
	return undefined;
}

function packageOf(specifier: string) {
	return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

function withVersion(url: string, version: string) {
	const versioned = new URL(url);
	versioned.searchParams.set("v", version);
	return versioned.href;
}
