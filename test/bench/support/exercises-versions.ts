/** Versions of the bundled exercises, as packages that differ in their bytes. */
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { packPlugin, type PluginSource } from "../../support/plugin-package.ts";

export type Package = Uint8Array<ArrayBuffer>;

const PLUGIN = path.resolve(import.meta.dirname, "../../../plugins/exercises");

/** The bundled exercises as a package. */
export async function exercises(): Promise<PluginSource> {
	const files: Record<string, string> = {};
	for (const file of await readdir(PLUGIN)) {
		const full = path.join(PLUGIN, file);
		if ((await stat(full)).isFile() && file !== "README.md")
			files[file] = await readFile(full, "utf8");
	}
	const { "package.json": manifest = "", "exercises.service.ts": service = "", ...rest } = files;
	return {
		name: "exercises",
		service,
		manifest: JSON.parse(manifest) as Record<string, unknown>,
		files: rest
	};
}

/** The source as the version `1.<number>.0`, different in its bytes. */
export function pack(plugin: PluginSource, number: number): Promise<Package> {
	const version = `1.${number}.0`;
	const { service, files = {}, manifest } = plugin;
	return packPlugin({
		...plugin,
		manifest: { ...manifest, version },
		// The service file keeps its ending; what packs plugins for tests writes JavaScript.
		files: { ...files, "exercises.service.ts": `${service}\n// ${version}\n` },
		service: null
	});
}

/** A version that starts and then says that it is not healthy. */
export function broken(plugin: PluginSource): PluginSource {
	return {
		...plugin,
		service: plugin.service!.replace(
			"\tactions: {",
			"\thealth() {\n\t\tthrow new Error('made to fail');\n\t},\n\n\tactions: {"
		)
	};
}
