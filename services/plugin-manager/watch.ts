/** For `npm run dev`: calls back with the name of a plugin when one of its files was saved. */
import { watch } from "node:fs";
import path from "node:path";
import type { Release } from "../../mixins/index.ts";

/** Editors save in several steps; what follows within this time belongs together. */
const SETTLE_MS = 80;

interface ErrorLog {
	error(...entries: unknown[]): void;
}

/** Watches the folders of bundled plugins; returns what ends it. */
export function watchFolders(
	folder: string,
	changed: (plugin: string) => Promise<void>,
	logger: ErrorLog
): Release {
	const pending = new Map<string, NodeJS.Timeout>();
	const watcher = watch(folder, { recursive: true }, (_event, file) => {
		const [plugin, ...rest] = (file ?? "").split(path.sep);
		if (!plugin || rest.length === 0 || rest.includes("node_modules")) return;
		clearTimeout(pending.get(plugin));
		pending.set(
			plugin,
			setTimeout(() => {
				pending.delete(plugin);
				changed(plugin).catch(error => logger.error(`"${plugin}" was not reloaded`, error));
			}, SETTLE_MS)
		);
	});
	return () => {
		watcher.close();
		pending.forEach(timer => clearTimeout(timer));
	};
}
