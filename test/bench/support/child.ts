/** Servers under measurement, each a process of its own that reports its CPU time and memory. */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { KERNEL_FLAGS } from "./kernel-flags.ts";

export interface Child {
	url: string;
	/** What the server says about itself at the start, e.g. a token. */
	info: Record<string, string>;
	/** CPU time of the whole process with all its threads, in milliseconds. */
	cpu(): Promise<number>;
	/** Resident and heap memory after a collection, in bytes. */
	memory(): Promise<{ rss: number; heapUsed: number }>;
	/** Asks the server to do something of its own. */
	ask<T>(command: string, argument?: unknown): Promise<T>;
	stop(): Promise<void>;
}

export async function startChild(file: string, args: string[] = []): Promise<Child> {
	const child = fork(file, args, {
		execArgv: [...KERNEL_FLAGS, "--expose-gc"],
		stdio: ["ignore", "inherit", "inherit", "ipc"]
	});
	const [{ url, info }] = (await Promise.race([once(child, "message"), failed(child)])) as [
		{ url: string; info: Record<string, string> }
	];
	let last = 0;
	function ask<T>(command: string, argument?: unknown): Promise<T> {
		const id = ++last;
		child.send({ id, command, argument });
		return new Promise((resolve, reject) => {
			child.on(
				"message",
				function listen(message: { id: number; result: T; error?: string }) {
					if (message.id !== id) return;
					child.off("message", listen);
					if (message.error === undefined) resolve(message.result);
					else reject(new Error(message.error));
				}
			);
		});
	}
	return {
		url,
		info,
		ask,
		cpu: () => ask<number>("cpu"),
		memory: () => ask("memory"),
		async stop() {
			const exited = once(child, "exit");
			child.send({ id: 0, command: "stop" });
			await exited;
		}
	};
}

type Command = (argument: never) => unknown;

/** The other side: announces the server and answers what it is asked. */
export function serveParent(
	url: string,
	info: Record<string, string>,
	commands: Record<string, Command>,
	stop: () => Promise<void>
): void {
	const all: Record<string, Command> = { cpu, memory, ...commands };
	process.on("message", (message: { id: number; command: string; argument: never }) => {
		void answer(message);
	});
	process.send!({ url, info });

	async function answer({
		id,
		command,
		argument
	}: {
		id: number;
		command: string;
		argument: never;
	}) {
		if (command === "stop") {
			await stop();
			process.disconnect();
			return;
		}
		try {
			process.send!({ id, result: await all[command]!(argument) });
		} catch (error) {
			process.send!({ id, error: String(error) });
		}
	}
}

function cpu() {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}

/** V8 drops the compiled code of functions that were not called for some collections. */
const COLLECTIONS = 8;

function memory() {
	for (let round = 0; round < COLLECTIONS; round++) globalThis.gc?.();
	const { rss, heapUsed } = process.memoryUsage();
	return { rss, heapUsed };
}

async function failed(child: ChildProcess): Promise<never> {
	const [code] = await once(child, "exit");
	throw new Error(`The server under measurement ended with ${code}`);
}
