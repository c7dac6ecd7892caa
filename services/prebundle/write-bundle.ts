/** Writes what every start loads as a few files, as Vite does for browsers. */
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { rolldown, type OutputAsset, type OutputChunk, type Plugin } from "rolldown";
import { INDEX_NAME, installation, ROOT, stateOf, type BundleIndex } from "./bundle-place.ts";
import { facadeOf } from "./facade.ts";
import { PACKAGES } from "./packages.ts";

const FACADE = "facade:";

/** Moleculer loads the one that it is told to, from where it is installed. */
const LOGGERS = ["pino", "winston"];

/** What is asked for from outside of the bundle: by `services/main.ts`, and by plugins as `lyceum`. */
const MODULES = ["services/start.ts", "mixins/index.ts"];

/** Nothing of a bundle is seen before all of it is there. */
export async function writeBundle(folder: string): Promise<void> {
	const making = `${folder}.${process.pid}`;
	await mkdir(making, { recursive: true });
	const sources = await writeModules(making);
	const index: BundleIndex = {
		installation: installation(),
		packages: filesOf(PACKAGES),
		modules: filesOf(MODULES),
		root: ROOT,
		sources: Object.fromEntries(sources.map(file => [path.relative(ROOT, file), stateOf(file)]))
	};
	await writeFile(path.join(making, INDEX_NAME), JSON.stringify(index));
	await rm(folder, { recursive: true, force: true });
	await rename(making, folder);
}

/** Returns which files of ours are in it. */
async function writeModules(dir: string): Promise<string[]> {
	const facades = PACKAGES.map(name => [fileNameOf(name), FACADE + name]);
	const modules = MODULES.map(name => [fileNameOf(name), path.join(ROOT, name)]);
	const bundle = await rolldown({
		cwd: ROOT,
		input: Object.fromEntries([...facades, ...modules]),
		platform: "node",
		external: LOGGERS,
		plugins: [packages(), places()],
		// What is only perhaps installed is looked for when it is asked for.
		logLevel: "silent"
	});
	const { output } = await bundle.write({
		dir,
		format: "esm",
		entryFileNames: "[name].mjs",
		chunkFileNames: "shared-[hash].mjs"
	});
	await bundle.close();
	return output.flatMap(moduleIdsOf).filter(isOwn);
}

function moduleIdsOf(part: OutputChunk | OutputAsset) {
	return part.type === "chunk" ? part.moduleIds : [];
}

function filesOf(names: string[]) {
	return Object.fromEntries(names.map(name => [name, `${fileNameOf(name)}.mjs`]));
}

function fileNameOf(name: string) {
	return name.replace(/^@/, "").replaceAll(/[^\w-]+/g, "-");
}

function isOwn(file: string) {
	return file.startsWith(ROOT + path.sep) && !file.includes("/node_modules/");
}

/** Our own code finds the packages of the bundle in it, and all others where they are installed. */
function packages(): Plugin {
	return {
		name: "packages",
		resolveId(id, importer) {
			if (id.startsWith(FACADE)) return id;
			if (importer === undefined || !isOwn(importer) || /^[./]/.test(id)) return null;
			return PACKAGES.includes(id) ? FACADE + id : { id, external: true };
		},
		load: id => (id.startsWith(FACADE) ? facadeOf(id.slice(FACADE.length)) : null)
	};
}

/** What code reads beside itself stays where it is. */
function places(): Plugin {
	return {
		name: "places",
		transform(code, id) {
			const dirname = JSON.stringify(path.dirname(id));
			if (!isOwn(id))
				return code.includes("__dirname")
					? code.replaceAll(/\b__dirname\b/g, dirname)
					: null;
			return code
				.replaceAll("import.meta.dirname", dirname)
				.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(id).href));
		}
	};
}
