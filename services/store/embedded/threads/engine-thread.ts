/** The thread that owns the store: it listens, answers clients, and writes. */
import { createServer, type AddressInfo, type Server } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { ObjectId } from "bson";
import { loadPipelines } from "../commands/pipeline-reader.ts";
import { Engine } from "../engine.ts";
import { startTimers } from "../timers.ts";
import { Client } from "../wire/connection.ts";
import { makeCredentials } from "../wire/scram.ts";
import { ReaderPool } from "./reader-pool.ts";

/** What the thread is started with. */
export interface EngineOptions {
	module: "engine-thread";
	dataDir: string;
	host: string;
	port: number;
	user: string;
	secret: string;
}

/** What the thread says to the one that started it. */
export type EngineMessage =
	{ kind: "listening"; port: number } | { kind: "failed"; message: string } | { kind: "closed" };

const options = workerData as EngineOptions;
const port = parentPort!;
const clients = new Set<Client>();
let total = 0;

function say(message: EngineMessage): void {
	port.postMessage(message);
}

function listen(): Promise<Server> {
	const server = createServer(socket => {
		const client = new Client(++total, socket, (request, one) => engine.run(request, one));
		clients.add(client);
		socket.on("close", () => clients.delete(client));
	});
	return new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(options.port, options.host, () => resolve(server));
	});
}

let engine: Engine;

async function start(): Promise<void> {
	const server = await listen();
	const { port: listening } = server.address() as AddressInfo;
	const address = `${options.host}:${listening}`;
	const credentials = makeCredentials(options.user, options.secret);
	engine = new Engine(
		options.dataDir,
		{ address, credentials, electionId: new ObjectId() },
		new ReaderPool(options.dataDir)
	);
	engine.clientCount = () => clients.size;
	engine.clientTotal = () => total;
	const stopTimers = startTimers(engine);
	port.once("message", () => void close(server, stopTimers));
	say({ kind: "listening", port: listening });
	// Every kernel asks for it as it starts; until then nobody waits for this thread.
	setImmediate(loadPipelines);
}

async function close(server: Server, stopTimers: () => void): Promise<void> {
	stopTimers();
	server.close();
	await engine.close();
	for (const client of clients) client.close();
	say({ kind: "closed" });
	port.close();
}

start().catch((error: Error) => {
	say({ kind: "failed", message: error.message });
	port.close();
});
