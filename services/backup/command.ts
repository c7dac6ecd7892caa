/** What both commands share: the settings of the kernel, and how a refusal is said. */
import { existsSync } from "node:fs";
import { ConfigError, readConfig, type Config } from "../kernel/config.ts";
import { BackupError } from "./backup-error.ts";

/** Holds settings that the environment does not set, as for the kernel. */
const SETTINGS_FILE = ".env";

export function commandConfig(): Config {
	if (existsSync(SETTINGS_FILE)) process.loadEnvFile(SETTINGS_FILE);
	return readConfig(process.env);
}

/** Runs a command; what was typed wrong or cannot be done is one line and exit code 1. */
export async function runCommand(work: () => Promise<void>): Promise<void> {
	try {
		await work();
	} catch (error) {
		console.error(isSaid(error) ? (error as Error).message : error);
		process.exitCode = 1;
	}
}

/** The storage of files has words of its own for what a server or a disk does to it. */
function isSaid(error: unknown) {
	const { code, type } = error as { code?: unknown; type?: unknown };
	return (
		error instanceof BackupError ||
		error instanceof ConfigError ||
		String(code).startsWith("ERR_PARSE_ARGS") ||
		String(type).startsWith("FILES_")
	);
}
