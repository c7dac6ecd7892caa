/** Reads a file in a process of its own, which has so much time and memory, no environment and no network to use. */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { MAX_READ_MEGABYTES, MAX_READ_MS } from "./limits.ts";
import { UnreadableFile } from "./parsed.ts";
import type { ReadInput, ReadResult } from "./read/read.ts";

interface Answer {
	result?: ReadResult;
	problem?: string;
}

const WORKER = fileURLToPath(new URL("./read/read-worker.ts", import.meta.url));

/** What the process may not do: write files, start others, load addons. */
const ARGUMENTS = [
	`--max-old-space-size=${MAX_READ_MEGABYTES}`,
	"--permission",
	"--allow-fs-read=*",
	"--disable-warning=ExperimentalWarning",
	"--disable-warning=SecurityWarning"
];

/** Throws `UnreadableFile` with the reason when the file cannot be read within the limits. */
export function readApart(input: ReadInput, signal?: AbortSignal): Promise<ReadResult> {
	return new Promise((resolve, reject) => {
		const child = fork(WORKER, [], {
			execArgv: ARGUMENTS,
			env: {},
			serialization: "advanced",
			stdio: ["ignore", "ignore", "ignore", "ipc"]
		});
		const end = (settle: () => void) => {
			clearTimeout(timer);
			signal?.removeEventListener("abort", abort);
			child.removeAllListeners();
			// What it still says on its way out is of no interest.
			child.on("error", () => undefined);
			child.kill("SIGKILL");
			settle();
		};
		const fail = (message: string) => end(() => reject(new UnreadableFile(message)));
		const abort = () => end(() => reject(signal!.reason as Error));
		const timer = setTimeout(
			() => fail(`${input.name} takes longer than ${MAX_READ_MS / 1000} s to be read`),
			MAX_READ_MS
		);
		signal?.addEventListener("abort", abort, { once: true });
		child.once("message", message => {
			const { result, problem } = message as Answer;
			if (result) end(() => resolve(result));
			else fail(problem ?? "It cannot be read");
		});
		child.once("error", error => end(() => reject(error)));
		child.once("exit", () =>
			fail(`${input.name} takes more than ${MAX_READ_MEGABYTES} MB of memory to be read`)
		);
		child.send(input, error => error && end(() => reject(error)));
	});
}
