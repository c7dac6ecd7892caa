import { execFileSync, spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";

export type Language = "python" | "javascript";

export interface Run {
	/** What was printed, without the line break at its end. */
	output: string;
	errors: string;
	/** The exit code; null when the program was stopped at the time limit. */
	exitCode: number | null;
}

/** Far more than any solution takes, so that only one that does not end is stopped. */
const TIME_LIMIT_MS = 20_000;

const COMMANDS: Record<Language, { command: string; options: string[]; file: string }> = {
	python: { command: "python3", options: ["-I"], file: "program.py" },
	javascript: { command: process.execPath, options: [], file: "program.js" }
};

/** Tells why programs in the language cannot be run on this machine; undefined when they can. */
export function whyNotRunnable(language: Language): string | undefined {
	const { command } = COMMANDS[language];
	try {
		execFileSync(command, ["--version"], { stdio: "ignore" });
		return undefined;
	} catch (error) {
		return `${command} is not installed or does not start (${(error as Error).message})`;
	}
}

/** Writes a program into the folder and gives a function that runs it on an input. */
export async function prepare(folder: string, language: Language, code: string) {
	const { command, options, file } = COMMANDS[language];
	const program = path.join(folder, file);
	await writeFile(program, code);
	return (input: string) => run(command, [...options, program], input);
}

function run(command: string, parameters: string[], input: string): Promise<Run> {
	return new Promise((resolve, reject) => {
		const child = spawn(command, parameters, { timeout: TIME_LIMIT_MS, killSignal: "SIGKILL" });
		const printed = { output: "", errors: "" };
		child.stdout.setEncoding("utf8").on("data", (text: string) => (printed.output += text));
		child.stderr.setEncoding("utf8").on("data", (text: string) => (printed.errors += text));
		child.on("error", reject);
		child.on("close", exitCode => {
			resolve({ ...printed, output: printed.output.replace(/\n$/, ""), exitCode });
		});
		// A program may end without having read its input.
		child.stdin.on("error", () => {});
		child.stdin.end(input);
	});
}
