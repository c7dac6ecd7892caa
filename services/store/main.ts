/** Starts the embedded store alone, for mongosh, Compass and test suites: `npm run store`. */
import { parseArgs } from "node:util";
import { keptSecret } from "./kept-secret.ts";
import { openStore, type Store } from "./embedded/index.ts";

const USAGE = "Usage: npm run store -- [--port 0-65535] [--data-dir folder]";

interface Arguments {
	port: number;
	dataDir: string;
}

function readArguments(): Arguments {
	const { values } = parseArgs({
		options: {
			port: { type: "string", default: "0" },
			"data-dir": { type: "string", default: "./data/store" }
		}
	});
	const port = Number(values.port);
	if (!Number.isInteger(port) || port < 0 || port > 65_535) {
		throw new Error(
			`--port is "${values.port}", but has to be a whole number from 0 to 65535. ${USAGE}`
		);
	}
	return { port, dataDir: values["data-dir"] };
}

/** Ctrl-C and a service manager's stop close the store; a second signal changes nothing. */
function closeOnSignal(store: Store): void {
	for (const signal of ["SIGINT", "SIGTERM"] as const) {
		process.on(signal, () => void store.close().then(() => process.exit(0)));
	}
}

try {
	const options = readArguments();
	const store = await openStore({ ...options, secret: keptSecret(options.dataDir) });
	closeOnSignal(store);
	console.log(store.url);
} catch (error) {
	console.error((error as Error).message);
	process.exitCode = 1;
}
