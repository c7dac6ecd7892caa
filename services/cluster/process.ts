/** One process of a cluster: started, waited for until it is ready, ended in good order. */
import { spawn } from "node:child_process";
import { once } from "node:events";

export interface ProcessToStart {
	name: string;
	file: string;
	args: string[];
	environment: NodeJS.ProcessEnv;
	/** What it says, on either output, once it is ready. */
	ready: RegExp;
	/** Hears all that it has said so far, each time it says more. */
	hear?: (written: string) => void;
}

export interface RunningProcess {
	name: string;
	/** What the pattern for being ready has found. */
	told: string;
	out(): string;
	/** Resolves with the exit code, or null when a signal ended it. */
	ended: Promise<number | null>;
	end(): Promise<void>;
}

/** What is kept of an output: enough for an introduction, and for the reason of a start that fails. */
const MAX_CHARACTERS = 64_000;

/** Starts it; throws with what it wrote when it ends before it is ready. */
export async function startProcess({
	name,
	file,
	args,
	environment,
	ready,
	hear
}: ProcessToStart): Promise<RunningProcess> {
	const child = spawn(file, args, {
		env: environment,
		stdio: ["ignore", "pipe", "pipe"],
		// Ctrl-C goes to all of the terminal's group, but here the newest is to end first.
		detached: true
	});
	let written = "";
	const ended = Promise.race([
		once(child, "exit").then(([code]) => code as number | null),
		once(child, "error").then(([error]) => {
			written += (error as Error).message;
			return 1;
		})
	]);
	const isReady = Promise.withResolvers<string>();
	for (const output of [child.stdout, child.stderr])
		output.on("data", chunk => {
			written = (written + String(chunk)).slice(0, MAX_CHARACTERS);
			hear?.(written);
			const found = ready.exec(written);
			if (found) isReady.resolve(found[0]);
		});
	void ended.then(() =>
		isReady.reject(new Error(`${name} did not start: ${written.trim() || "it said nothing"}`))
	);
	const told = await isReady.promise;
	return {
		name,
		told,
		out: () => written,
		ended,
		async end() {
			if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
			await ended;
		}
	};
}
