/** Starts a kernel with its settings, says where it is, and stops it on a signal. */
import { existsSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { beginFirstPassword } from "./auth/first-password.ts";
import { ConfigError, readConfig } from "./kernel/config.ts";
import { isNewStore, openData } from "./kernel/data.ts";
import type { RunningKernel } from "./kernel/kernel.ts";
import { judgeStrayErrors, stopAtSignals, surviveLostOutput } from "./kernel/process.ts";
import { trimMemory } from "./kernel/trim-memory.ts";

/** Holds settings that the environment does not set; it is looked for where the kernel is started. */
const SETTINGS_FILE = ".env";

/** Whoever waits for the start gets the first answers before the memory of the start is given back. */
const TRIM_AFTER_MS = 3000;

/** The first requests do not share the machine with the console's build. */
const BUILD_CONSOLE_AFTER_MS = 4000;

export interface RunOptions {
	/** The settings; those of a file are added. */
	environment: NodeJS.ProcessEnv;
	watchPlugins: boolean;
}

/** Runs a kernel in this process until a signal stops it. */
export async function run(options: RunOptions): Promise<void> {
	surviveLostOutput();
	const starting = start(options);
	const stop = () => stopInOrder(starting);
	stopAtSignals(stop);
	judgeStrayErrors(stop);
	const kernel = await starting;
	// Whatever a plugin has left open must not keep alive what could not start.
	if (!kernel) process.exit(1);
	tell(kernel);
	setTimeout(() => void trimMemory(), TRIM_AFTER_MS).unref();
	if (kernel.runtime.config.consoleBuild === "start")
		setTimeout(prepareConsole, BUILD_CONSOLE_AFTER_MS, kernel).unref();
}

async function start({ environment, watchPlugins }: RunOptions): Promise<RunningKernel | null> {
	let made: RunningKernel["administrator"] = null;
	try {
		if (existsSync(SETTINGS_FILE)) process.loadEnvFile(SETTINGS_FILE);
		const config = readConfig(environment);
		if (watchPlugins) config.watchPlugins = true;
		if (isNewStore(config)) beginFirstPassword(config.adminPassword);
		// The store opens in its own thread while this one loads the kernel.
		const data = openData(config);
		const [{ startKernel }] = await Promise.all([loadKernel(), data]);
		return await startKernel(config, data, administrator => (made = administrator));
	} catch (error) {
		// The next start finds the administrator there, and has no password to tell.
		process.stdout.write(introduce(made));
		console.error(error instanceof ConfigError ? error.message : error);
		return null;
	}
}

/** To load takes this thread for as long as all else together: the others are to begin before it. */
async function loadKernel() {
	await setImmediate();
	return import("./kernel/kernel.ts");
}

function tell({ url, administrator }: RunningKernel) {
	console.log(`Lyceum answers at ${url}
  Console  ${url}/admin
  API      ${url}/api/v1
  OpenAPI  ${url}/openapi.json  (${url}/docs, ${url}/redoc)
  Health   ${url}/health
${introduce(administrator)}Stop with Ctrl-C.`);
}

/** Only a password that was drawn has to be told. */
function introduce(administrator: RunningKernel["administrator"]) {
	if (!administrator?.password) return "";
	const { email, password } = administrator;
	return `The first administrator is ${email}\nwith the password ${password} (shown this once)\n`;
}

/** Whoever opens the console has it built where this fails, as when the kernel is just stopping. */
function prepareConsole({ broker }: RunningKernel) {
	broker
		.call("console.prepare")
		.catch(error => broker.logger.warn("The console is not built yet", error));
}

/** A signal that comes while the kernel starts is kept until it can be stopped in good order. */
async function stopInOrder(starting: Promise<RunningKernel | null>) {
	try {
		await (await starting)?.stop();
	} catch (error) {
		console.error(error);
		process.exitCode = 1;
	}
}
