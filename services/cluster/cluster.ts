/** The processes of a cluster on one machine: started one after the other, ended the other way round. */
import { createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import path from "node:path";
import { startProcess, type RunningProcess } from "./process.ts";

export interface Cluster {
	/** Ends everything, the newest first; harmless when called again. */
	stop(): Promise<void>;
	/** Resolves with the exit code once everything has ended. */
	ended: Promise<number>;
}

interface Options {
	/** The first gateway's; the others have the next ones. 0 takes free ones. */
	port: number;
	dataDir: string;
	/** The settings that all nodes have, see the README. */
	environment: NodeJS.ProcessEnv;
}

const SERVICES = path.resolve(import.meta.dirname, "..");

/** Whatever else is set goes to the nodes as it is. */
const NODES = [
	{ name: "gateway-1", runPlugins: "off" },
	{ name: "gateway-2", runPlugins: "off" },
	{ name: "plugins-1", runPlugins: "on" },
	{ name: "plugins-2", runPlugins: "on" }
];

/** Starts them, and tells what there is to know line by line. Throws when one does not start. */
export async function startCluster(
	options: Options,
	tell: (line: string) => void
): Promise<Cluster> {
	const running: RunningProcess[] = [];
	const gone = Promise.withResolvers<number>();
	let stopping: Promise<void> | undefined;
	const stop = () =>
		(stopping ??= (async () => {
			for (const one of running.toReversed()) await one.end();
			gone.resolve(0);
		})());
	const start = async (...of: Parameters<typeof startProcess>) => {
		const started = await startProcess(...of);
		running.push(started);
		void tellOfEnd(started);
		return started;
	};
	const tellOfEnd = async ({ name, ended }: RunningProcess) => {
		const code = await ended;
		if (!stopping) tell(`${name} has ended${code === null ? "" : ` with ${code}`}`);
	};
	try {
		const { NATS_URL = await startNats(start, options) } = options.environment;
		const { MONGO_URL = await startStore(start, options) } = options.environment;
		const environment = { ...options.environment, NATS_URL, MONGO_URL };
		const nodes = await startNodes(start, { ...options, environment });
		tell("A cluster on this machine:");
		for (const { name, address } of nodes) tell(`  ${name}  ${address}`);
		const introduction = nodes.map(({ introduction: text }) => text).find(text => text !== "");
		if (introduction) tell(introduction);
		tell("Stop with Ctrl-C.");
	} catch (error) {
		await stop();
		throw error;
	}
	return { stop, ended: gone.promise };
}

type Start = (...of: Parameters<typeof startProcess>) => Promise<RunningProcess>;

async function startNats(start: Start, { dataDir, environment }: Options): Promise<string> {
	const port = await freePort();
	const folder = path.join(dataDir, "nats");
	const args = ["-a", "127.0.0.1", "-p", String(port), "-js", "-sd", folder];
	await start({
		name: "nats-server",
		file: "nats-server",
		args,
		environment,
		ready: /Server is ready/
	}).catch(error => {
		const advice = "Install it (apt-get install nats-server), or set NATS_URL to one that runs";
		throw new Error(`${(error as Error).message}. ${advice}`, { cause: error });
	});
	return `nats://127.0.0.1:${port}`;
}

async function startStore(start: Start, { dataDir, environment }: Options): Promise<string> {
	const args = [path.join(SERVICES, "store/main.ts"), "--data-dir", path.join(dataDir, "store")];
	const { told } = await start({
		name: "store",
		file: process.execPath,
		args,
		environment,
		ready: /^mongodb:\S+$/m
	});
	return told;
}

/** The first one makes the administrator; the others start together. */
async function startNodes(start: Start, { port, dataDir, environment }: Options) {
	const startNode = async ({ name, runPlugins }: (typeof NODES)[number], index: number) => {
		const node = await start({
			name,
			file: process.execPath,
			args: [...process.execArgv, path.join(SERVICES, "main.ts")],
			environment: {
				...environment,
				NODE_ID: name,
				RUN_PLUGINS: runPlugins,
				PORT: String(port === 0 ? 0 : port + index),
				DATA_DIR: path.join(dataDir, name)
			},
			ready: /Stop with Ctrl-C/
		});
		const [, address = node.told] = /answers at (\S+)/.exec(node.out()) ?? [];
		const [introduction = ""] = /The first administrator[^]*?(?=\nStop)/.exec(node.out()) ?? [];
		return { name, address, introduction };
	};
	const first = await startNode(NODES[0]!, 0);
	const others = await Promise.all(
		NODES.slice(1).map((node, index) => startNode(node, index + 1))
	);
	return [first, ...others];
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, "close");
	return port;
}
