/** `npm start`: starts a kernel with the settings of the environment, says where it is, and stops on a signal. */
import { ConfigError, readConfig } from "./kernel/config.ts";
import { startKernel, type RunningKernel } from "./kernel/kernel.ts";

await main();

async function main() {
	const kernel = await start();
	if (!kernel) {
		process.exitCode = 1;
		return;
	}
	for (const signal of ["SIGINT", "SIGTERM"] as const) {
		process.on(signal, () => void stop(kernel));
	}
	tell(kernel);
}

async function start(): Promise<RunningKernel | null> {
	try {
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
Stop with Ctrl-C.`);
	if (administrator) console.log(`The first administrator is ${administrator.email}`);
	if (administrator?.password)
		console.log(`with the password ${administrator.password} (shown this once)`);
}

async function stop(kernel: RunningKernel) {
	try {
		await kernel.stop();
	} catch (error) {
		console.error(error);
		process.exitCode = 1;
	}
}
