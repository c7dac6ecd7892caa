/** Where builds of the console lie: one folder for each hash of the sources, beside those of before. */
import { access, constants, mkdir, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "../..");

/** Shared by every kernel of this installation. */
const INSTALLED = path.join(ROOT, "node_modules/.cache/lyceum-console");

/** Open browsers of an upgraded kernel, and kernels of other sources, may still ask for these. */
const KEPT_BUILDS = 3;

/** The page that every build has, written last of all by its rename. */
export const PAGE = "index.html";

/** A folder that nothing can be written to; the reason names each place that was tried. */
export class NoFolder extends Error {
	override name = "NoFolder";
}

/** The folders that builds may lie in: the installation's, then the kernel's own. */
export function buildFolders(dataDir: string): string[] {
	return [INSTALLED, path.join(dataDir, "console")];
}

/** The build of these sources; null when there is none yet. */
export async function findBuild(folders: string[], hash: string): Promise<string | null> {
	for (const folder of folders) {
		const build = path.join(folder, hash);
		if (await isThere(path.join(build, PAGE))) return build;
	}
	return null;
}

/** The first folder that can be written to; throws `NoFolder` with what stands in the way of each. */
export async function writableFolder(folders: string[]): Promise<string> {
	const obstacles: string[] = [];
	for (const folder of folders) {
		try {
			await mkdir(folder, { recursive: true });
			await access(folder, constants.W_OK);
			return folder;
		} catch (error) {
			obstacles.push(`${folder} (${(error as NodeJS.ErrnoException).code})`);
		}
	}
	throw new NoFolder(`Nothing can be written to ${obstacles.join(" or ")}`);
}

/** Removes builds but the newest; what another process builds now has a name of its own kind. */
export async function removeOldBuilds(folder: string): Promise<void> {
	const names = (await readdir(folder)).filter(name => /^[0-9a-f]{16}$/.test(name));
	const aged = await Promise.all(
		names.map(async name => ({ name, at: (await stat(path.join(folder, name))).mtimeMs }))
	);
	const old = aged.sort((one, other) => other.at - one.at).slice(KEPT_BUILDS);
	for (const { name } of old) await rm(path.join(folder, name), { recursive: true, force: true });
}

async function isThere(file: string) {
	return access(file).then(
		() => true,
		() => false
	);
}
