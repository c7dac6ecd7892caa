/** A real nats-server with JetStream for tests: on a free loopback port, with a store folder of its own. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { requireSystemPackages } from "./system-packages.ts";
import { waitUntil } from "./wait-until.ts";

export interface NatsServer {
	url: string;
	/** Ends it as a crash would, and keeps what it has stored. */
	kill(): Promise<void>;
	/** Starts it again on the same port with what it has stored. */
	start(): Promise<void>;
	close(): Promise<void>;
}

const CREDENTIALS = { user: "lyceum", pass: "a word of its own" };

/** Why there is no server here; null when it can be started. */
export function natsMissing(): string | null {
	const [missing] = requireSystemPackages(["nats-server"]).missing;
	return missing?.reason ?? null;
}

/** Starts a server that asks for a password, as one in production does. */
export async function startNats(): Promise<NatsServer> {
	const folder = await mkdtemp(path.join(tmpdir(), "lyceum-nats-"));
	const port = await freePort();
	let server: ChildProcess | null = null;
	const start = async () => {
		server = spawn(
			"nats-server",
			[
				"-a",
				"127.0.0.1",
				"-p",
				String(port),
				"-js",
				"-sd",
				folder,
				"--user",
				CREDENTIALS.user,
				"--pass",
				CREDENTIALS.pass
			],
			{ stdio: "ignore" }
		);
		await waitUntil("nats-server listens", () => isListening(port));
	};
	const kill = async () => {
		if (!server) return;
		const gone = once(server, "exit");
		server.kill("SIGKILL");
		server = null;
		await gone;
	};
	await start();
	return {
		url: `nats://${CREDENTIALS.user}:${encodeURIComponent(CREDENTIALS.pass)}@127.0.0.1:${port}`,
		kill,
		start,
		close: async () => {
			await kill();
			await rm(folder, { recursive: true, force: true });
		}
	};
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, "close");
	return port;
}

function isListening(port: number): Promise<boolean> {
	return new Promise(resolve => {
		const socket = connect(port, "127.0.0.1");
		socket.once("connect", () => {
			socket.destroy();
			resolve(true);
		});
		socket.once("error", () => resolve(false));
	});
}
