/** A server of the project as a process of its own, which a test can end as a crash would. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { tmpdir } from "node:os";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "../..");

export interface ServerProcess {
	url: string;
	pid: number;
	isRunning(): boolean;
	/** Everything that it wrote to standard error. */
	errors(): string;
	kill(signal: NodeJS.Signals): void;
	/** Resolves with the exit code. */
	end(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface ServerOptions {
	name: string;
	/** The file that is run, from the project's root. */
	file: string;
	args?: string[];
	environment?: Record<string, string>;
	/** What it prints when it answers, with its address as the first group. */
	told: RegExp;
}

/** Resolves when it has told its address; throws with what it wrote when it ends before. */
export async function startServer({
	name,
	file,
	args = [],
	environment = {},
	told
}: ServerOptions): Promise<ServerProcess> {
	const { PATH = "", HOME = tmpdir() } = process.env;
	const child = spawn(process.execPath, [path.join(ROOT, file), ...args], {
		cwd: tmpdir(),
		env: { PATH, HOME, ...environment },
		stdio: ["ignore", "pipe", "pipe"]
	});
	const errors: string[] = [];
	child.stderr.on("data", chunk => errors.push(String(chunk)));
	const url = await addressIn(child, told).catch(async () => {
		throw new Error(`${name} did not start: ${errors.join("")}`);
	});
	return {
		url,
		pid: child.pid!,
		isRunning: () => child.exitCode === null && child.signalCode === null,
		errors: () => errors.join(""),
		kill: signal => void child.kill(signal),
		async end(signal = "SIGTERM") {
			if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
			const gone = once(child, "exit");
			child.kill(signal);
			await gone;
			return child.exitCode;
		}
	};
}

async function addressIn(child: ChildProcess, told: RegExp): Promise<string> {
	let url: string | undefined;
	for await (const line of createInterface({ input: child.stdout! })) {
		url = told.exec(line)?.[1];
		if (url !== undefined) break;
	}
	if (url === undefined) throw new Error("it ended before it told its address");
	// What it goes on to say must not fill the pipe.
	child.stdout!.resume();
	return url;
}
