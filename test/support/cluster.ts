/** A cluster for tests: a bus, a store, and nodes as processes of their own, any of which can be killed. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import { tmpdir } from "node:os";
import path from "node:path";
import { createClient, type Client } from "./client.ts";
import { startNats, type NatsServer } from "./nats.ts";
import { startRedis, type RedisServer } from "./redis.ts";
import { waitUntil } from "./wait-until.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const ADMINISTRATOR = { email: "root@lyceum.test", password: "Correct-horse-7-battery" };

type Environment = Record<string, string>;

export interface ServerProcess {
	url: string;
	pid: number;
	isRunning(): boolean;
	/** Everything that it wrote to standard error. */
	errors(): string;
	kill(signal: NodeJS.Signals): void;
	/** Resolves with the exit code. */
	end(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface ClusterNode extends ServerProcess {
	name: string;
	/** Signed in as the administrator. */
	admin: Client;
}

export interface Cluster {
	nats: NatsServer;
	/** Absent unless it was asked for. */
	redis: RedisServer | undefined;
	store: ServerProcess;
	nodes: Map<string, ClusterNode>;
	startNode(name: string, environment?: Environment): Promise<ClusterNode>;
	/** Ends the store as a crash does and starts it again on the same port. */
	killStore(): Promise<void>;
	startStore(): Promise<void>;
	close(): Promise<void>;
}

export interface ClusterOptions {
	/** The folder of bundled plugins. */
	pluginsDir: string;
	/** Whether the nodes share a Redis. */
	withRedis?: boolean;
	environment?: Environment;
}

export async function startCluster({
	pluginsDir,
	withRedis = false,
	environment = {}
}: ClusterOptions): Promise<Cluster> {
	const folder = await mkdtemp(path.join(tmpdir(), "lyceum-cluster-"));
	const nats = await startNats();
	const redis = withRedis ? await startRedis() : undefined;
	const storeAt = (port: number) =>
		startServer(
			"store",
			"services/store/main.ts",
			["--data-dir", path.join(folder, "store"), "--port", String(port)],
			{},
			/^(mongodb:\/\/\S+)/
		);
	const nodes = new Map<string, ClusterNode>();
	const cluster: Cluster = {
		nats,
		redis,
		store: await storeAt(0),
		nodes,
		async startNode(name, own = {}) {
			const server = await startServer(
				name,
				"services/main.ts",
				[],
				{
					NODE_ID: name,
					PORT: "0",
					DATA_DIR: path.join(folder, name),
					PLUGINS_DIR: pluginsDir,
					NATS_URL: nats.url,
					MONGO_URL: cluster.store.url,
					...(redis && { REDIS_URL: redis.url }),
					ADMIN_EMAIL: ADMINISTRATOR.email,
					ADMIN_PASSWORD: ADMINISTRATOR.password,
					RATE_LIMITS: "off",
					LOG_LEVEL: process.env.LOG_LEVEL ?? "error",
					...environment,
					...own
				},
				/answers at (\S+)/
			);
			const admin = await signIn(createClient(server.url));
			const node = { ...server, name, admin };
			nodes.set(name, node);
			return node;
		},
		async killStore() {
			await cluster.store.end("SIGKILL");
		},
		async startStore() {
			cluster.store = await storeAt(Number(new URL(cluster.store.url).port));
		},
		async close() {
			await Promise.all([...nodes.values()].map(node => node.end("SIGKILL")));
			await cluster.store.end("SIGKILL");
			await redis?.stop();
			await nats.close();
			await rm(folder, { recursive: true, force: true });
		}
	};
	return cluster;
}

async function signIn(guest: Client): Promise<Client> {
	const { body, status, text } = await guest.post("/auth/login", ADMINISTRATOR);
	if (status !== 200) throw new Error(`The administrator could not sign in: ${text}`);
	const { access_token: token, user } = body as { access_token: string; user: { id: string } };
	return createClient(guest.url, token, user.id);
}

async function startServer(
	name: string,
	file: string,
	args: string[],
	environment: Environment,
	told: RegExp
): Promise<ServerProcess> {
	const { PATH = "", HOME = tmpdir() } = process.env;
	const child = spawn(process.execPath, [path.join(ROOT, file), ...args], {
		cwd: tmpdir(),
		env: { PATH, HOME, ...environment },
		stdio: ["ignore", "pipe", "pipe"]
	});
	const errors: string[] = [];
	child.stderr.on("data", chunk => errors.push(String(chunk)));
	const url = await addressIn(child, told).catch(async () => {
		throw new Error(`${name} did not start: ${errors.join("")}`);
	});
	return {
		url,
		pid: child.pid!,
		isRunning: () => child.exitCode === null && child.signalCode === null,
		errors: () => errors.join(""),
		kill: signal => void child.kill(signal),
		async end(signal = "SIGTERM") {
			if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
			const gone = once(child, "exit");
			child.kill(signal);
			await gone;
			return child.exitCode;
		}
	};
}

async function addressIn(child: ChildProcess, told: RegExp): Promise<string> {
	let url: string | undefined;
	for await (const line of createInterface({ input: child.stdout! })) {
		url = told.exec(line)?.[1];
		if (url !== undefined) break;
	}
	if (url === undefined) throw new Error("it ended before it told its address");
	// What it goes on to say must not fill the pipe.
	child.stdout!.resume();
	return url;
}

/** Waits until a condition holds on every node that is given. */
export async function onAll(
	what: string,
	nodes: Iterable<ClusterNode>,
	holds: (node: ClusterNode) => Promise<boolean>
): Promise<void> {
	for (const node of nodes) await waitUntil(`${what} on ${node.name}`, () => holds(node));
}
