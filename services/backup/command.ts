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
		const isSaid =
			error instanceof BackupError ||
			error instanceof ConfigError ||
			(error as NodeJS.ErrnoException).code?.startsWith("ERR_PARSE_ARGS");
		console.error(isSaid ? (error as Error).message : error);
		process.exitCode = 1;
	}
}
