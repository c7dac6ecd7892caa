import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A store in a process of its own. */
export interface StoreChild {
	url: string;
	pid: number;
	/** Ends it as a power cut would; resolves when it is gone. */
	kill(): Promise<void>;
	/** Asks it to close; fails when it does not end well. */
	close(): Promise<void>;
}

const ENTRY = join(import.meta.dirname, "../durability/store-process.ts");

/** Starts a store on a folder in a process of its own, and waits until it answers. */
export async function startStore(dataDir: string): Promise<StoreChild> {
	const child = spawn(process.execPath, [ENTRY, dataDir], {
		stdio: ["ignore", "pipe", "inherit"]
	});
	const gone = once(child, "exit") as Promise<[number | null, string | null]>;
	const lines = createInterface({ input: child.stdout });
	const line = once(lines, "line") as Promise<[string]>;
	const [url] = await Promise.race([line, gone.then(([code]) => fail(dataDir, code))]);
	return {
		url,
		pid: child.pid!,
		kill: async () => {
			child.kill("SIGKILL");
			await gone;
		},
		close: async () => {
			child.kill("SIGTERM");
			const [code, signal] = await gone;
			if (code !== 0) throw new Error(`the store ended with ${code ?? signal}, expected 0`);
		}
	};
}

function fail(dataDir: string, code: number | null): never {
	throw new Error(`the store on ${dataDir} ended with ${code} before it printed its URL`);
}
