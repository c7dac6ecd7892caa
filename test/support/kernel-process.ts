/** Commands of the project, run as people run them: in a process group of their own, as a terminal does. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { waitUntil } from "./wait-until.ts";

export interface Ended {
	/** The exit code; null when a signal ended it. */
	code: number | null;
	out: string;
	errors: string;
}

export interface Command {
	/** What it has written to standard output until now. */
	out(): string;
	errors(): string;
	isRunning(): boolean;
	/** Resolves once it and all that it started are gone. */
	ended: Promise<Ended>;
	/** Sends a signal to all of the group, as Ctrl-C does, and waits for the end. */
	end(signal?: NodeJS.Signals): Promise<Ended>;
}

export interface KernelProcess extends Command {
	url: string;
	/** The password that it printed; undefined when it printed none. */
	password: string | undefined;
}

type Environment = Record<string, string>;

/** Those that are left over are ended by `endLeftovers`. */
const running = new Set<Command>();

/** A free port, few words, and no console: what builds it would outlive the test. */
const QUIET = { PORT: "0", LOG_LEVEL: "error", CONSOLE_BUILD: "off" };

/** Starts a command with nothing but a path and a home in its environment, beside what is given. */
export function startCommand(
	folder: string,
	line: [string, ...string[]],
	environment: Environment = {}
): Command {
	const [file, ...args] = line;
	const { PATH = "", HOME = tmpdir() } = process.env;
	const child = spawn(file, args, {
		cwd: folder,
		env: { PATH, HOME, ...environment },
		stdio: ["ignore", "pipe", "pipe"],
		detached: true
	});
	const [out, errors]: [Buffer[], Buffer[]] = [[], []];
	child.stdout.on("data", chunk => out.push(chunk as Buffer));
	child.stderr.on("data", chunk => errors.push(chunk as Buffer));
	const text = (chunks: Buffer[]) => Buffer.concat(chunks).toString();
	// "close" waits for whoever holds the pipes, so also for the children of the child.
	const ended = once(child, "close").then(([code]) => {
		running.delete(command);
		return { code: code as number | null, out: text(out), errors: withoutNpm(text(errors)) };
	});
	const command: Command = {
		out: () => text(out),
		errors: () => text(errors),
		isRunning: () => running.has(command),
		ended,
		end(signal = "SIGINT") {
			if (running.has(command)) process.kill(-child.pid!, signal);
			return ended;
		}
	};
	running.add(command);
	return command;
}

/** npm warns of whatever it does not know in the settings of the user who runs the tests. */
function withoutNpm(errors: string) {
	return errors.replace(/^(npm (warn|notice).*)?\n/gm, "");
}

const LAUNCH: [string, ...string[]] = ["node", "services/launch.mjs", "services/main.ts"];

/** Starts a kernel as `npm start` does, without npm unless the line says so, and waits until it has said everything. */
export async function startKernelProcess(
	folder: string,
	environment: Environment,
	line = LAUNCH
): Promise<KernelProcess> {
	const command = startCommand(folder, line, { ...QUIET, ...environment });
	const hasToldAll = () => /Ctrl-C\./.test(command.out());
	await waitUntil(`${line.join(" ")} tells its address`, () => {
		if (!command.isRunning()) throw new Error(`It ended before: ${command.errors()}`);
		return Promise.resolve(hasToldAll());
	});
	const [, url] = /answers at (\S+)/.exec(command.out())!;
	const [, password] = /with the password (\S+)/.exec(command.out()) ?? [];
	return { ...command, url: url!, password };
}

/** Starts a kernel that is expected to end by itself. */
export function startAndFail(folder: string, environment: Environment): Promise<Ended> {
	return startCommand(folder, LAUNCH, { ...QUIET, ...environment }).ended;
}

/** Ends whatever a failed test has left. */
export async function endLeftovers(): Promise<void> {
	await Promise.all([...running].map(command => command.end("SIGKILL")));
}
