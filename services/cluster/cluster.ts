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
	{ port, dataDir }: Options,
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
		void started.ended.then(code => {
			if (!stopping) tell(`${started.name} has ended${code === null ? "" : ` with ${code}`}`);
		});
		return started;
	};
	try {
		const natsUrl = process.env.NATS_URL ?? (await startNats(start, dataDir));
		const mongoUrl = process.env.MONGO_URL ?? (await startStore(start, dataDir));
		const nodes = await startNodes(start, { port, dataDir, natsUrl, mongoUrl });
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

async function startNats(start: Start, dataDir: string): Promise<string> {
	const port = await freePort();
	const folder = path.join(dataDir, "nats");
	const args = ["-a", "127.0.0.1", "-p", String(port), "-js", "-sd", folder];
	await start({ name: "nats-server", file: "nats-server", args, ready: /Server is ready/ });
	return `nats://127.0.0.1:${port}`;
}

async function startStore(start: Start, dataDir: string): Promise<string> {
	const args = [path.join(SERVICES, "store/main.ts"), "--data-dir", path.join(dataDir, "store")];
	const { told } = await start({
		name: "store",
		file: process.execPath,
		args,
		ready: /^mongodb:\S+$/m
	});
	return told;
}

/** The first one makes the administrator; the others start together. */
async function startNodes(
	start: Start,
	{ port, dataDir, natsUrl, mongoUrl }: Options & { natsUrl: string; mongoUrl: string }
) {
	const startNode = async ({ name, runPlugins }: (typeof NODES)[number], index: number) => {
		const { told, out } = await start({
			name,
			file: process.execPath,
			args: [path.join(SERVICES, "main.ts")],
			environment: {
				NATS_URL: natsUrl,
				MONGO_URL: mongoUrl,
				NODE_ID: name,
				RUN_PLUGINS: runPlugins,
				PORT: String(port === 0 ? 0 : port + index),
				DATA_DIR: path.join(dataDir, name)
			},
			ready: /Stop with Ctrl-C/
		});
		const [, address = told] = /answers at (\S+)/.exec(out()) ?? [];
		const [introduction = ""] = /The first administrator[^]*?(?=\nStop)/.exec(out()) ?? [];
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
