/** Makes a folder with its parents. Node's own recursive form never ends in a place such as `/proc`. */
import { existsSync, mkdirSync, statSync } from "node:fs";
import path from "node:path";

/** Makes the folder unless it is there; throws the system's error when it cannot be made. */
export function makeFolder(folder: string): void {
	if (isFolder(folder)) return;
	const parent = path.dirname(folder);
	if (parent !== folder && !existsSync(parent)) makeFolder(parent);
	try {
		mkdirSync(folder);
	} catch (error) {
		// Another process may have been faster.
		if (!isFolder(folder)) throw error;
	}
}

function isFolder(folder: string) {
	return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
