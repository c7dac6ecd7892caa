/** Plugins made for a test: written as a folder, or packed as `npm pack` would. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { create } from "tar";

export interface PluginSource {
	name: string;
	version?: string;
	/** The text of `<name>.service.js`; a small service with one route by default, none when null. */
	service?: string | null;
	/** The manifest's `lyceum` key. */
	lyceum?: Record<string, unknown>;
	/** Keys of package.json that replace the usual ones. */
	manifest?: Record<string, unknown>;
	/** Other files by path. */
	files?: Record<string, string>;
}

/** A service that answers `GET /<name>` with its version. */
export function pingService(name: string, version: string): string {
	return `import { definePlugin } from "lyceum";

export default definePlugin({
	name: ${JSON.stringify(name)},
	actions: {
		ping: {
			rest: "GET /",
			can: "public",
			summary: "Answer with the version",
			params: {},
			handler: () => ({ version: ${JSON.stringify(version)} })
		}
	}
});
`;
}

/** A service without routes that brings one page, which administrators may see. */
export function pageService(name: string, module: string): string {
	return `import { definePage, definePlugin } from "lyceum";

const page = definePage({
	path: ${JSON.stringify(name)},
	title: { en: "Counter", de: "Zähler" },
	icon: "school",
	module: ${JSON.stringify(module)},
	right: { action: "manage", subject: "Plugin" }
});

export default definePlugin({ name: ${JSON.stringify(name)}, pages: [page] });
`;
}

export function pluginFiles(source: PluginSource): Record<string, string> {
	const {
		name,
		version = "1.0.0",
		service = pingService(name, version),
		lyceum = {},
		manifest = {},
		files = {}
	} = source;
	const packageJson = {
		name,
		version,
		type: "module",
		engines: { lyceum: "*" },
		lyceum,
		...manifest
	};
	return {
		"package.json": JSON.stringify(packageJson),
		...(service !== null && { [`${name}.service.js`]: service }),
		...files
	};
}

export async function writePlugin(folder: string, source: PluginSource): Promise<string> {
	const root = path.join(folder, source.name);
	await writeFiles(root, pluginFiles(source));
	return root;
}

/** The bytes of the plugin's `.tgz`. */
export async function packPlugin(source: PluginSource): Promise<Uint8Array<ArrayBuffer>> {
	const folder = await mkdtemp(path.join(tmpdir(), "lyceum-pack-"));
	try {
		await writeFiles(path.join(folder, "package"), pluginFiles(source));
		const file = path.join(folder, "plugin.tgz");
		await create({ gzip: true, cwd: folder, file, portable: true }, ["package"]);
		return new Uint8Array(await readFile(file));
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** The form that uploads a package. */
export async function uploadForm(
	source: PluginSource | Uint8Array<ArrayBuffer>,
	fields: Record<string, string> = { trust: "in-process" }
): Promise<FormData> {
	const bytes = source instanceof Uint8Array ? source : await packPlugin(source);
	const form = new FormData();
	form.set("package", new Blob([bytes], { type: "application/gzip" }), "plugin.tgz");
	for (const [name, value] of Object.entries(fields)) form.set(name, value);
	return form;
}

async function writeFiles(root: string, files: Record<string, string>) {
	for (const [name, text] of Object.entries(files)) {
		const file = path.join(root, name);
		await mkdir(path.dirname(file), { recursive: true });
		await writeFile(file, text);
	}
}
