/**
 * `npm run cluster`: a cluster on one machine, for a look: nats-server, the embedded store served alone, two
 * gateways and two nodes with plugins, each a process of its own. Ctrl-C ends them all.
 */
import { parseArgs } from "node:util";
import { startCluster } from "./cluster.ts";

const USAGE = "Usage: npm run cluster -- [--port 0-65000] [--data-dir folder]";
const MAX_PORT = 65_000;

function readArguments() {
	const { values } = parseArgs({
		options: {
			port: { type: "string", default: "3000" },
			"data-dir": { type: "string", default: "./data/cluster" }
		}
	});
	const port = Number(values.port);
	if (!Number.isInteger(port) || port < 0 || port > MAX_PORT)
		throw new Error(
			`--port is "${values.port}", but has to be a whole number from 0 to ${MAX_PORT}. ${USAGE}`
		);
	return { port, dataDir: values["data-dir"], environment: process.env };
}

try {
	const cluster = await startCluster(readArguments(), line => console.log(line));
	for (const signal of ["SIGINT", "SIGTERM"] as const)
		process.on(signal, () => void cluster.stop());
	process.exitCode = await cluster.ended;
} catch (error) {
	console.error((error as Error).message);
	process.exitCode = 1;
}
