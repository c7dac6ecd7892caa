/** A cluster for tests: a bus, a store, and nodes as processes of their own, any of which can be killed. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createClient, type Client } from "./client.ts";
import { openClusterStore, type ClusterStore } from "./cluster-store.ts";
import { startNats, type NatsServer } from "./nats.ts";
import { startRedis, type RedisServer } from "./redis.ts";
import { startServer, type ServerProcess } from "./server-process.ts";
import { waitUntil } from "./wait-until.ts";

const ADMINISTRATOR = { email: "root@lyceum.test", password: "Correct-horse-7-battery" };

type Environment = Record<string, string>;

export interface ClusterNode extends ServerProcess {
	name: string;
	/** Signed in as the administrator. */
	admin: Client;
}

export interface Cluster {
	nats: NatsServer;
	/** Absent unless it was asked for. */
	redis: RedisServer | undefined;
	store: ClusterStore;
	nodes: Map<string, ClusterNode>;
	startNode(name: string, environment?: Environment): Promise<ClusterNode>;
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
	const store = await openClusterStore(path.join(folder, "store"));
	const nodes = new Map<string, ClusterNode>();
	const cluster: Cluster = {
		nats,
		redis,
		store,
		nodes,
		async startNode(name, own = {}) {
			const server = await startServer({
				name,
				file: "services/main.ts",
				environment: {
					NODE_ID: name,
					PORT: "0",
					DATA_DIR: path.join(folder, name),
					PLUGINS_DIR: pluginsDir,
					NATS_URL: nats.url,
					MONGO_URL: store.url,
					...(redis && { REDIS_URL: redis.url }),
					ADMIN_EMAIL: ADMINISTRATOR.email,
					ADMIN_PASSWORD: ADMINISTRATOR.password,
					RATE_LIMITS: "off",
					CONSOLE_BUILD: "off",
					LOG_LEVEL: process.env.LOG_LEVEL ?? "error",
					...environment,
					...own
				},
				told: /answers at (\S+)/
			});
			const admin = await signIn(createClient(server.url)).catch(async error => {
				const exit = server.isRunning() ? "runs" : `ended with ${await server.end()}`;
				await server.end("SIGKILL");
				throw new Error(`${name} could not be asked; it ${exit}: ${server.errors()}`, {
					cause: error
				});
			});
			const node = { ...server, name, admin };
			nodes.set(name, node);
			return node;
		},
		async close() {
			await Promise.all([...nodes.values()].map(node => node.end("SIGKILL")));
			await store.close();
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

/** Waits until a condition holds on every node that is given. */
export async function onAll(
	what: string,
	nodes: Iterable<ClusterNode>,
	holds: (node: ClusterNode) => Promise<boolean>
): Promise<void> {
	for (const node of nodes) await waitUntil(`${what} on ${node.name}`, () => holds(node));
}
