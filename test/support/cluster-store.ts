/** The store that a cluster under test shares, and how it is taken away and given back. */
import { randomUUID } from "node:crypto";
import { MongoClient } from "mongodb";
import { startServer } from "./server-process.ts";
import { startTcpProxy } from "./tcp-proxy.ts";

export interface ClusterStore {
	/** The same for the whole of the cluster's life. */
	url: string;
	/** Takes it away, as a crash does; what it had acknowledged stays. */
	kill(): Promise<void>;
	/** Gives it back at the same address. */
	start(): Promise<void>;
	close(): Promise<void>;
}

/** The embedded store as `npm run store` serves it, or a database of its own at the engine that `MONGO_URL` names. */
export function openClusterStore(dataDir: string): Promise<ClusterStore> {
	const { MONGO_URL } = process.env;
	return MONGO_URL ? behindProxy(MONGO_URL) : embedded(dataDir);
}

async function embedded(dataDir: string): Promise<ClusterStore> {
	const serve = (port: string) =>
		startServer({
			name: "store",
			file: "services/store/main.ts",
			args: ["--data-dir", dataDir, "--port", port],
			told: /^(mongodb:\/\/\S+)/
		});
	let server = await serve("0");
	const kill = async () => void (await server.end("SIGKILL"));
	return {
		url: server.url,
		kill,
		async start() {
			server = await serve(new URL(server.url).port);
		},
		close: kill
	};
}

/** An engine that others use as well is not killed: its connections are. */
async function behindProxy(engineUrl: string): Promise<ClusterStore> {
	const engine = new URL(engineUrl);
	const proxy = await startTcpProxy(engine.hostname, Number(engine.port));
	const database = `cluster_${randomUUID().slice(0, 8)}`;
	return {
		url: `mongodb://127.0.0.1:${proxy.port}/${database}?directConnection=true`,
		kill: () => proxy.cut(),
		start: () => proxy.mend(),
		async close() {
			await proxy.cut();
			const client = await MongoClient.connect(engineUrl);
			await client.db(database).dropDatabase();
			await client.close();
		}
	};
}
