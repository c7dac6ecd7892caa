/**
 * `npm run demo`: a kernel with a school in it, for a look: people, courses, projects, findings, tasks and a
 * week of their history, and visitors who go on working while it runs. Ctrl-C ends it; the next start goes on.
 */
import { parseArgs } from "node:util";
import { startDemo } from "./demo.ts";

const USAGE = "Usage: npm run demo -- [--port 0-65535] [--data-dir folder] [--quiet]";
const MAX_PORT = 65_535;

function readArguments() {
	const { values } = parseArgs({
		options: {
			port: { type: "string", default: "3000" },
			"data-dir": { type: "string", default: "./data-demo" },
			quiet: { type: "boolean", default: false }
		}
	});
	const port = Number(values.port);
	if (!Number.isInteger(port) || port < 0 || port > MAX_PORT)
		throw new Error(
			`--port is "${values.port}", but has to be a whole number from 0 to ${MAX_PORT}. ${USAGE}`
		);
	const options = { port, dataDir: values["data-dir"], isQuiet: values.quiet };
	return { ...options, environment: process.env };
}

try {
	const demo = await startDemo(readArguments(), line => console.log(line));
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
		process.on(signal, () => void demo.stop());
	process.exitCode = await demo.ended;
} catch (error) {
	console.error((error as Error).message);
	process.exitCode = 1;
}
