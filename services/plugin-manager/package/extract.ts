import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";

type Files = ReadonlyMap<string, Buffer>;

/**
 * Writes a package's files as the folder: all of them or none, also when the machine stops half way.
 * A folder that already holds exactly these files is left alone; any other content is replaced.
 */
export async function extractPackage({ files }: { files: Files }, folder: string): Promise<void> {
	if (await holdsExactly(folder, files)) return;
	const parent = path.dirname(folder);
	await mkdir(parent, { recursive: true });
	// Beside the folder, because a rename works only within one file system.
	const staged = path.join(parent, `.${path.basename(folder)}-${randomUUID()}`);
	try {
		await writeAll(staged, files);
		await putInPlace(staged, folder, files);
	} finally {
		await rm(staged, { recursive: true, force: true });
	}
	await syncFolder(parent);
}

async function writeAll(root: string, files: Files): Promise<void> {
	for (const folder of foldersOf(root, files)) await mkdir(folder, { mode: 0o755 });
	for (const [name, bytes] of files) await writeDurably(path.join(root, name), bytes);
	for (const folder of foldersOf(root, files)) await syncFolder(folder);
}

/** The root and every folder below it, parents first. */
function foldersOf(root: string, files: Files): string[] {
	const folders = new Set([root]);
	for (const name of files.keys()) {
		const names = name.split("/").slice(0, -1);
		names.forEach((_, index) => folders.add(path.join(root, ...names.slice(0, index + 1))));
	}
	return [...folders];
}

async function writeDurably(file: string, bytes: Buffer): Promise<void> {
	const handle = await open(file, "wx", 0o644);
	try {
		await handle.writeFile(bytes);
		// The mode given at opening is narrowed by the process's umask.
		await handle.chmod(0o644);
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/** Makes new names in a folder durable; Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
	if (process.platform === "win32") return;
	const handle = await open(folder, "r");
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/** A rename replaces no folder that has files, so an old one is first moved out of the way. */
async function putInPlace(staged: string, folder: string, files: Files): Promise<void> {
	if (await renamed(staged, folder)) return;
	// Another process may have extracted the same package meanwhile.
	if (await holdsExactly(folder, files)) return;
	const replaced = `${staged}-replaced`;
	await rename(folder, replaced);
	try {
		await rename(staged, folder);
	} catch (error) {
		await rename(replaced, folder);
		throw error;
	}
	await rm(replaced, { recursive: true, force: true });
}

async function renamed(from: string, to: string): Promise<boolean> {
	try {
		await rename(from, to);
		return true;
	} catch (error) {
		if (isOneOf(error, ["ENOTEMPTY", "EEXIST", "EPERM", "ENOTDIR"])) return false;
		throw error;
	}
}

async function holdsExactly(folder: string, files: Files): Promise<boolean> {
	const present = await filesIn(folder);
	if (present?.length !== files.size) return false;
	for (const name of present) {
		const wanted = files.get(name);
		if (!wanted?.equals(await readFile(path.join(folder, name)))) return false;
	}
	return true;
}

/** Lists the files below a folder; undefined when there is no folder, or it holds anything but files. */
async function filesIn(folder: string): Promise<string[] | undefined> {
	try {
		const entries = await readdir(folder, { recursive: true, withFileTypes: true });
		const rest = entries.filter(entry => !entry.isDirectory());
		if (!rest.every(entry => entry.isFile())) return undefined;
		return rest.map(entry => relativeName(folder, path.join(entry.parentPath, entry.name)));
	} catch (error) {
		if (isOneOf(error, ["ENOENT", "ENOTDIR"])) return undefined;
		throw error;
	}
}

function relativeName(folder: string, file: string): string {
	return path.relative(folder, file).split(path.sep).join("/");
}

function isOneOf(error: unknown, codes: string[]): boolean {
	return error instanceof Error && "code" in error && codes.includes(String(error.code));
}
