/** `npm start`: starts a kernel with the settings of the environment, says where it is, and stops on a signal. */
import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";
import path from "node:path";
import type { RunningKernel } from "./kernel/kernel.ts";

// Before the rest is loaded: to strip and compile it anew takes half a second of every start.
enableCompileCache(path.resolve(import.meta.dirname, "../node_modules/.cache/lyceum"));
const { ConfigError, readConfig } = await import("./kernel/config.ts");
const { startKernel } = await import("./kernel/kernel.ts");

/** Holds settings that the environment does not set; it is looked for where the kernel is started. */
const SETTINGS_FILE = ".env";

const starting = start();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
	process.on(signal, () => void stop());
}
const kernel = await starting;
if (kernel) tell(kernel);
else process.exitCode = 1;

async function start(): Promise<RunningKernel | null> {
	try {
		if (existsSync(SETTINGS_FILE)) process.loadEnvFile(SETTINGS_FILE);
		const config = readConfig(process.env);
		return await startKernel(
			process.argv.includes("--watch-plugins") ? { ...config, watchPlugins: true } : config
		);
	} catch (error) {
		console.error(error instanceof ConfigError ? error.message : error);
		return null;
	}
}

function tell({ url, administrator }: RunningKernel) {
	console.log(`Lyceum answers at ${url}
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

/** A signal that comes while the kernel starts is kept until it can be stopped in good order. */
async function stop() {
	try {
		await (await starting)?.stop();
	} catch (error) {
		console.error(error);
		process.exitCode = 1;
	}
}
