/** The files of a build, read when they are first asked for: their names carry a hash, so that they never change. */
import { readFile } from "node:fs/promises";
import path from "node:path";

export interface ConsoleFile {
	mediaType: string;
	bytes: Buffer;
}

const MEDIA_TYPES: Record<string, string> = {
	".css": "text/css; charset=utf-8",
	".js": "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
	".woff2": "font/woff2"
};

/** A name that the build gives: no path leads out of its folder. */
const NAME = /^[\w][\w.-]*$/;

/** Reads a file below `assets`; null when the build has no such one. */
export async function readAsset(folder: string, name: string): Promise<ConsoleFile | null> {
	const mediaType = MEDIA_TYPES[path.extname(name)];
	if (!NAME.test(name) || mediaType === undefined) return null;
	try {
		return { mediaType, bytes: await readFile(path.join(folder, "assets", name)) };
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
		throw error;
	}
}
