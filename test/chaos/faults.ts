/** What goes wrong, one after the other and at times two at once: nodes, servers and versions, chosen by a seed. */
import { setTimeout } from "node:timers/promises";
import type { Client } from "../support/client.ts";
import type { Cluster, ClusterNode } from "../support/cluster.ts";
import { pingService, uploadForm } from "../support/plugin-package.ts";
import type { Random } from "./random.ts";

export interface Chaos {
	cluster: Cluster;
	random: Random;
	/** What happened, in the order in which it did. */
	tell: (line: string) => void;
	/** Answers of rollouts by status. */
	rollouts: Record<string, number>;
	/** The versions that must never stay: they fail on one node. */
	bad: Set<string>;
	/** What must never happen, in words. */
	problems: string[];
}

/** The nodes by what they do; those of the second kind answer clients alone. */
export const NODES = ["plugins-1", "plugins-2", "plugins-3", "gateway-1"] as const;
const GATEWAYS = new Set<string>(["gateway-1"]);
const BAD_ON = "plugins-3";

const START_AGAIN_MS = 1000;
const ROLLOUT_DEADLINE_MS = 90_000;

export function environmentOf(name: string): Record<string, string> {
	return GATEWAYS.has(name) ? { RUN_PLUGINS: "off" } : {};
}

/** Starts a node again; tries again while what it needs is away. */
export async function startAgain({ cluster }: Pick<Chaos, "cluster">, name: string) {
	for (;;) {
		try {
			return await cluster.startNode(name, environmentOf(name));
		} catch {
			await setTimeout(START_AGAIN_MS);
		}
	}
}

type Fault = (chaos: Chaos) => Promise<void>;

const FAULTS: Record<string, Fault> = {
	"a node is killed": killNode,
	"a node leaves and comes back": leave,
	"a node is paused": pauseNode,
	"the bus is cut": cutBus,
	"the store is killed": killStore,
	"Redis is killed and comes back empty": killRedis,
	"a version is rolled out": chaos => rollOut(chaos, false),
	"a version that is bad on one node is rolled out": chaos => rollOut(chaos, true),
	"the coordinator of a rollout is killed": killCoordinator
};

/** Lets one fault happen and heals it. */
export async function nextFault(chaos: Chaos): Promise<void> {
	const name = chaos.random.pick(Object.keys(FAULTS));
	chaos.tell(name);
	await FAULTS[name]!(chaos);
}

async function killNode(chaos: Chaos) {
	const node = anyNode(chaos);
	await node.end("SIGKILL");
	await setTimeout(chaos.random.between(0, 3000));
	await startAgain(chaos, node.name);
}

async function leave(chaos: Chaos) {
	const node = anyNode(chaos);
	const code = await node.end("SIGTERM");
	if (code !== 0) chaos.problems.push(`${node.name} left with ${code}: ${node.errors()}`);
	await startAgain(chaos, node.name);
}

async function pauseNode({ cluster, random }: Chaos) {
	const node = anyNode({ cluster, random });
	node.kill("SIGSTOP");
	await setTimeout(random.between(500, 6000));
	node.kill("SIGCONT");
}

async function cutBus({ cluster, random }: Chaos) {
	await cluster.nats.kill();
	await setTimeout(random.between(200, 5000));
	await cluster.nats.start();
}

async function killStore({ cluster, random }: Chaos) {
	await cluster.store.kill();
	await setTimeout(random.between(0, 2000));
	await cluster.store.start();
}

async function killRedis({ cluster, random }: Chaos) {
	if (!cluster.redis) return;
	await cluster.redis.stop();
	await setTimeout(random.between(0, 3000));
	await cluster.redis.start();
}

async function killCoordinator(chaos: Chaos) {
	const node = anyNode(chaos, name => !GATEWAYS.has(name));
	const rollout = rollOut(chaos, false, node);
	await setTimeout(chaos.random.between(0, 1500));
	await node.end("SIGKILL");
	await rollout;
	await startAgain(chaos, node.name);
}

let versions = 0;

/** What is answered does not matter: a version that is refused must be nowhere, one that is taken everywhere. */
async function rollOut(chaos: Chaos, isBad: boolean, at: ClusterNode = anyNode(chaos)) {
	const version = `1.${++versions}.0`;
	if (isBad) chaos.bad.add(version);
	const service = pingService("pinger", version).replace(
		"actions:",
		isBad
			? `started() { if (this.broker.nodeID === "${BAD_ON}") throw new Error("bad here"); }, actions:`
			: "actions:"
	);
	const status = await Promise.race([
		install(at.admin, version, service),
		setTimeout(ROLLOUT_DEADLINE_MS, "none", { ref: false })
	]);
	chaos.rollouts[status] = (chaos.rollouts[status] ?? 0) + 1;
	chaos.tell(`${version} at ${at.name}: ${status}`);
	// A bad version that was taken while its node was away fails there when that node comes back.
	if (status === "200" || status === "201") chaos.bad.delete(version);
}

async function install(admin: Client, version: string, service: string): Promise<string> {
	const form = await uploadForm({ name: "pinger", version, service });
	const answer = await admin.post("/plugins?acceptBreaking=true", form).catch(() => null);
	return String(answer?.status ?? "broken");
}

function anyNode(
	{ cluster, random }: Pick<Chaos, "cluster" | "random">,
	fits: (name: string) => boolean = () => true
): ClusterNode {
	const nodes = [...cluster.nodes.values()].filter(({ name }) => fits(name));
	return random.pick(nodes.sort((one, other) => (one.name < other.name ? -1 : 1)));
}
