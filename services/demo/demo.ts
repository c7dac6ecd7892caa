/** The processes of the demo: one that plays the week, once, and then a kernel as `npm start` starts it. */
import path from "node:path";
import { startProcess, type RunningProcess } from "../cluster/process.ts";
import { beginDemo, findDemo, KEPT_FOR_LONG, type Kept } from "./kept.ts";
import { ADMINISTRATOR, PEOPLE } from "./people.ts";
import { Pulse } from "./pulse.ts";

export interface Demo {
	url: string;
	/** Ends it in good order; harmless when called again. */
	stop(): Promise<void>;
	/** Resolves with the exit code once it has ended. */
	ended: Promise<number>;
}

interface Options {
	/** 0 takes a free one. */
	port: number;
	dataDir: string;
	/** True when nobody works in it but the visitor. */
	isQuiet: boolean;
	environment: NodeJS.ProcessEnv;
}

const SERVICES = path.resolve(import.meta.dirname, "..");

/** The demo is one process with nothing else to install, whatever else is set; an empty text counts as unset. */
const EMBEDDED = { MONGO_URL: "", NATS_URL: "", REDIS_URL: "", S3_URL: "", SMTP_URL: "" };

/** The visitors' requests seem to come from many addresses, and are more than one of them may make. */
const FOR_VISITORS = { TRUST_PROXY: "loopback", RATE_LIMITS: "off" };

/** Starts it; `tell` hears line by line how far it is. */
export async function startDemo(options: Options, tell: (line: string) => void): Promise<Demo> {
	const dataDir = path.resolve(options.dataDir);
	const found = await findDemo(dataDir);
	const { password } = found?.isWhole ? found : await playWeek(dataDir, options, tell);
	const kernel = await startKernel(dataDir, options);
	const [, url = ""] = /answers at (\S+)/.exec(kernel.out()) ?? [];
	introduce(url, password, tell);
	const pulse = options.isQuiet ? null : new Pulse(url, password, tell);
	const working = pulse?.run();
	let stopping: Promise<void> | undefined;
	const stop = () =>
		(stopping ??= (async () => {
			pulse?.stop();
			await working;
			await kernel.end();
		})());
	return { url, stop, ended: endOf(kernel, () => stopping !== undefined, stop, tell) };
}

async function playWeek(dataDir: string, { environment }: Options, tell: (line: string) => void) {
	tell("Making a school with a week behind it; this happens once.");
	const kept: Kept = await beginDemo(dataDir);
	let told = 0;
	const week = await startProcess({
		name: "the week",
		file: process.execPath,
		args: [path.join(SERVICES, "demo/week-main.ts"), dataDir],
		environment: { ...environment, ...EMBEDDED },
		ready: /The week is there/,
		hear: text => {
			const lines = text.split("\n").slice(0, -1);
			for (const line of lines.slice(told)) tell(line);
			told = lines.length;
		}
	});
	await week.ended;
	return kept;
}

function startKernel(dataDir: string, { port, environment }: Options) {
	return startProcess({
		name: "the kernel",
		file: process.execPath,
		args: [...process.execArgv, path.join(SERVICES, "main.ts")],
		environment: {
			...environment,
			...EMBEDDED,
			...FOR_VISITORS,
			...KEPT_FOR_LONG,
			ADMIN_EMAIL: ADMINISTRATOR.email,
			PORT: String(port),
			DATA_DIR: dataDir
		},
		ready: /Stop with Ctrl-C/
	});
}

function introduce(url: string, password: string, tell: (line: string) => void) {
	const known = PEOPLE.filter(({ signsIn }) => signsIn);
	tell(`The demo answers at ${url}`);
	tell(`  Console  ${url}/admin`);
	for (const { role, email } of known) tell(`  ${role.padEnd(7)}  ${email}`);
	tell(`All of them have the password ${password}`);
	tell("Stop with Ctrl-C.");
}

/** A kernel that ends by itself takes the visitors with it. */
async function endOf(
	kernel: RunningProcess,
	isStopping: () => boolean,
	stop: () => Promise<void>,
	tell: (line: string) => void
): Promise<number> {
	const code = await kernel.ended;
	if (!isStopping()) tell(`The kernel has ended: ${kernel.out().trim().split("\n").at(-1)}`);
	const inOrder = isStopping();
	await stop();
	return inOrder ? 0 : (code ?? 1);
}
