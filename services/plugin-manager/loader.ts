/**
 * Loads the modules of a plugin: the only file that touches module resolution. Each version lives at
 * its own address (`?v=<content>`), so that two generations run side by side and unchanged bytes are
 * loaded once. A module that was loaded stays in memory for good; what it declares, which is more than
 * half of that, can be let go.
 */
import { statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { registerHooks } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { LyceumSchema, ModelDefinition } from "../../mixins/index.ts";
import { compact } from "./compact.ts";
import { importOrder } from "./import-order.ts";

/** What a plugin gets from the kernel, whichever copies lie beside it. */
const SHARED_PACKAGES = new Set(["mongoose", "moleculer", "@casl/ability"]);

const SDK = new URL("../../mixins/index.ts", import.meta.url).href;
const KERNEL = import.meta.url;

const SERVICE_FILE = /\.service\.(ts|mts|js|mjs)$/;

/** The folders of plugins, as URLs that end in a slash. */
const roots = new Set<string>();

/** Those of packages, of which there come new ones while the kernel runs. */
const packages = new Set<string>();

/** One for all imports without attributes. */
const NO_ATTRIBUTES = Object.freeze({});

registerHooks({
	resolve(specifier, context, next) {
		if (specifier === "lyceum") return next(SDK, { ...context, parentURL: KERNEL });
		const file = fileOfPlugin(specifier, context.parentURL);
		// Node keeps what it has resolved itself for good, and takes longer.
		if (file && context.conditions.includes("import")) {
			const importAttributes =
				Object.keys(context.importAttributes).length === 0
					? NO_ATTRIBUTES
					: context.importAttributes;
			return { url: file, shortCircuit: true, importAttributes };
		}
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
	},

	load(url, context, next) {
		const loaded = next(url, context);
		const root = rootOf(url);
		if (root === undefined || !packages.has(root) || url.includes("/node_modules/"))
			return loaded;
		const isTypeScript = loaded.format === "module-typescript";
		if (!isTypeScript && loaded.format !== "module") return loaded;
		const source = compact(String(loaded.source), isTypeScript);
		return source === null ? loaded : { format: "module", source, shortCircuit: true };
	}
});

/** The address of a plugin's own file, if that is what is imported; whatever is wrong with it, Node says best. */
function fileOfPlugin(specifier: string, parent: string | undefined): string | undefined {
	if (parent === undefined || !/^(file:|\.\.?\/)/.test(specifier)) return undefined;
	const url = new URL(specifier, parent);
	const root = rootOf(url.href);
	if (root === undefined || url.pathname.includes("/node_modules/")) return undefined;
	const version = url.searchParams.get("v") ?? versionOf(parent, root);
	return statSync(url, { throwIfNoEntry: false })?.isFile()
		? withVersion(url.href, version)
		: undefined;
}

/** A file has the version of what imports it. */
function versionOf(parent: string, root: string) {
	return (parent.startsWith(root) && new URL(parent).searchParams.get("v")) || "";
}

/** How often a version was let go: each time it needs another address, because its modules are spent. */
const spent = new Map<string, number>();

export interface LoadedPlugin {
	/** The service definitions, the one that is named like the plugin first. */
	definitions: LyceumSchema[];
	/** Lets go of what the modules declare; the next load of the same bytes begins anew. */
	release(): void;
}

type Module = Record<string, unknown>;

/**
 * Loads the plugin in a folder, a few modules at a time with `pause` before each step. `version` names the bytes;
 * it is empty for a folder that never holds others.
 */
export async function loadPlugin(
	folder: string,
	name: string,
	version: string,
	pause: () => Promise<void> = async () => undefined
): Promise<LoadedPlugin> {
	const root = pathToFileURL(`${folder}${path.sep}`).href;
	roots.add(root);
	if (version === "") packages.add(root);
	const files = (await readdir(folder))
		.filter(file => SERVICE_FILE.test(file))
		.sort(mainFirst(name));
	const services = files.map(file => new URL(file, root));
	const key = `${root} ${version}`;
	const times = spent.get(key) ?? 0;
	const modules = new Map<string, Module>();
	for (const { href } of importOrder(services, root)) {
		await pause();
		const url = withVersion(href, times === 0 ? version : `${version}.${times}`);
		modules.set(href, (await import(url)) as Module);
	}
	const definitions = services.map(({ href }, index) =>
		requireSchema(modules.get(href)!.default, files[index]!)
	);
	return {
		definitions,
		release() {
			spent.set(key, times + 1);
			for (const definition of definitions) empty(definition);
			[...modules.values()].flatMap(Object.values).forEach(letGo);
		}
	};
}

/** Loads one module of a plugin that is no service, at the address of its version. */
export async function loadModule(folder: string, file: string, version: string): Promise<Module> {
	const root = pathToFileURL(`${folder}${path.sep}`).href;
	roots.add(root);
	return (await import(withVersion(new URL(file, root).href, version))) as Module;
}

/** A definition leads to every schema of its actions, and to what its mixins know of the models. */
function empty(definition: object) {
	for (const key of Object.keys(definition)) delete definition[key as never];
}

function letGo(exported: unknown) {
	const { release } = (exported ?? {}) as Partial<ModelDefinition>;
	if (typeof release === "function") release();
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
	if (version === "") return url;
	const versioned = new URL(url);
	versioned.searchParams.set("v", version);
	return versioned.href;
}
