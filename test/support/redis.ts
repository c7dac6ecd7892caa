/** A real redis-server for a test, which can be stopped, frozen and started again at the same port. */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { createInterface } from "node:readline";

export interface RedisServer {
	url: string;
	start(): Promise<void>;
	stop(): Promise<void>;
	/** Lets it take connections and answer nothing. */
	freeze(): void;
	thaw(): void;
}

/** Tells whether there is a redis-server; `npm test` names it at the end when there is none. */
export function hasRedis(): boolean {
	return spawnSync("sh", ["-c", "command -v redis-server"]).status === 0;
}

export async function startRedis(): Promise<RedisServer> {
	const port = await freePort();
	let child: ChildProcess | undefined;
	const server: RedisServer = {
		url: `redis://127.0.0.1:${port}`,
		async start() {
			child = await startServer(port);
		},
		async stop() {
			const running = child;
			child = undefined;
			if (running?.exitCode !== null) return;
			const ended = once(running, "exit");
			running.kill("SIGKILL");
			await ended;
		},
		freeze: () => void child?.kill("SIGSTOP"),
		thaw: () => void child?.kill("SIGCONT")
	};
	await server.start();
	return server;
}

async function startServer(port: number): Promise<ChildProcess> {
	const options = ["--port", String(port), "--bind", "127.0.0.1", "--save", ""];
	const child = spawn("redis-server", options, { stdio: ["ignore", "pipe", "inherit"] });
	for await (const line of createInterface({ input: child.stdout }))
		if (line.includes("Ready to accept connections")) break;
	child.stdout.resume();
	if (child.exitCode !== null)
		throw new Error(`redis-server ended with ${child.exitCode} at port ${port}`);
	return child;
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, "close");
	return port;
}
