/** Writes the packages of every start as a few files, as Vite does for browsers. */
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { rolldown, type Plugin } from "rolldown";
import { INDEX_NAME, installation, type BundleIndex } from "./bundle-place.ts";
import { facadeOf } from "./facade.ts";
import { PACKAGES } from "./packages.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const FACADE = "facade:";

/** Moleculer loads the one that it is told to, from where it is installed. */
const LOGGERS = ["pino", "winston"];

/** Nothing of a bundle is seen before all of it is there. */
export async function writeBundle(folder: string): Promise<void> {
	const making = `${folder}.${process.pid}`;
	await mkdir(making, { recursive: true });
	await writeModules(making);
	const index: BundleIndex = {
		installation: installation(),
		files: Object.fromEntries(PACKAGES.map(name => [name, `${fileNameOf(name)}.mjs`]))
	};
	await writeFile(path.join(making, INDEX_NAME), JSON.stringify(index));
	await rm(folder, { recursive: true, force: true });
	await rename(making, folder);
}

async function writeModules(dir: string) {
	const bundle = await rolldown({
		cwd: ROOT,
		input: Object.fromEntries(PACKAGES.map(name => [fileNameOf(name), FACADE + name])),
		platform: "node",
		external: LOGGERS,
		plugins: [facades(), folderNames()],
		// What is only perhaps installed is looked for when it is asked for.
		logLevel: "silent"
	});
	await bundle.write({
		dir,
		format: "esm",
		entryFileNames: "[name].mjs",
		chunkFileNames: "shared-[hash].mjs"
	});
	await bundle.close();
}

function fileNameOf(name: string) {
	return name.replace(/^@/, "").replaceAll(/[^\w-]+/g, "-");
}

function facades(): Plugin {
	return {
		name: "facades",
		resolveId: id => (id.startsWith(FACADE) ? id : null),
		load: id => (id.startsWith(FACADE) ? facadeOf(id.slice(FACADE.length)) : null)
	};
}

/** What a package reads beside its code stays where it is installed. */
function folderNames(): Plugin {
	return {
		name: "folder-names",
		transform(code, id) {
			if (!code.includes("__dirname")) return null;
			return code.replaceAll(/\b__dirname\b/g, JSON.stringify(path.dirname(id)));
		}
	};
}
