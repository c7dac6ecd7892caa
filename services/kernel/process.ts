/**
 * The kernel as a process: how it ends when it is told to, when an error reaches nobody, and what it does
 * when nobody reads what it says.
 */
import { suspectOf } from "./acting-plugin.ts";

/** SIGHUP comes when the terminal is closed. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The terminal, npm and the launcher each pass the same Ctrl-C on. */
const SAME_SIGNAL_MS = 1000;

/** After an error nothing is known of the state that a stop depends on. */
const LAST_STOP_MS = 10_000;

/** What a program ends with that was not let end in order. */
const FAILED = 1;

/** Goes on when standard output or error has gone away: a pipe that was closed, a log on a full disk. */
export function surviveLostOutput(): void {
	for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
}

/** Stops in good order at the first signal, and at once when another comes because that takes too long. */
export function stopAtSignals(stop: () => Promise<void>): void {
	let firstAt: number | undefined;
	const hear = () => {
		const again = firstAt !== undefined && Date.now() - firstAt > SAME_SIGNAL_MS;
		if (again) process.exit(FAILED);
		if (firstAt !== undefined) return;
		firstAt = Date.now();
		void stopAndExit(stop);
	};
	for (const signal of SIGNALS) process.on(signal, hear);
}

/**
 * Decides about errors that nobody caught: one of a plugin's is the plugin's, and the kernel goes on; one of
 * the kernel's own ends it in order, with exit code 1.
 */
export function judgeStrayErrors(stop: () => Promise<void>): void {
	process.on("uncaughtException", error => {
		const suspect = suspectOf(error);
		if (suspect) suspect.blame(error);
		else end(error, stop);
	});
}

function end(error: unknown, stop: () => Promise<void>) {
	console.error("Lyceum ends because of an error that nobody caught:", error);
	process.exitCode = FAILED;
	setTimeout(() => process.exit(), LAST_STOP_MS);
	void stopAndExit(stop);
}

async function stopAndExit(stop: () => Promise<void>) {
	await stop();
	process.exit();
}
