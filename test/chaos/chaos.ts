/**
 * Chaos: four nodes serve writers and subscribers while nodes, the bus and the store are killed at random. In the
 * end nothing that was acknowledged may be missing, and everybody must know the same.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { startCluster, type Cluster, type ClusterNode } from "../support/cluster.ts";
import { hasRedis } from "../support/redis.ts";
import { waitUntil } from "../support/wait-until.ts";
import { environmentOf, nextFault, NODES, type Chaos } from "./faults.ts";
import { writeCounters } from "./plugin.ts";
import { randomFrom } from "./random.ts";
import { Subscriber } from "./subscriber.ts";
import { toil } from "./toilers.ts";
import { insist, newLedger, write, type Ledger } from "./writers.ts";

const WRITERS = 4;
const SUBSCRIBERS = 3;
const TOILERS = 3;
const PAGE = 100;

export interface Outcome {
	seed: number;
	faults: number;
	documents: number;
	changes: number;
	tasks: number;
	statuses: Ledger["statuses"];
	rollouts: Chaos["rollouts"];
	reconnections: number;
	/** What is not as it must be, in words; empty when all is well. */
	problems: string[];
}

/** Lets things go wrong for a while, heals everything, and compares. */
export async function unleash(
	seconds: number,
	seed: number,
	tell: (line: string) => void = () => undefined
): Promise<Outcome> {
	const folder = await mkdtemp(path.join(tmpdir(), "lyceum-chaos-"));
	await writeCounters(folder);
	const cluster = await startCluster({
		pluginsDir: folder,
		withRedis: hasRedis(),
		environment: { UPGRADE_WATCH_SECONDS: "0" }
	});
	try {
		await cluster.startNode(NODES[0]);
		await Promise.all(NODES.slice(1).map(name => cluster.startNode(name, environmentOf(name))));
		await everywhere(
			cluster,
			"counters answers",
			async ({ admin }) => (await admin.get("/counters")).status === 200
		);
		return await run(cluster, seconds, seed, tell);
	} catch (error) {
		for (const node of cluster.nodes.values())
			tell(`${node.name} had said at the end: ${node.errors().slice(-2000)}`);
		throw error;
	} finally {
		await cluster.close();
		await rm(folder, { recursive: true, force: true });
	}
}

async function run(
	cluster: Cluster,
	seconds: number,
	seed: number,
	tell: (line: string) => void
): Promise<Outcome> {
	const random = randomFrom(seed);
	const chaos: Chaos = { cluster, random, tell, rollouts: {}, bad: new Set(), problems: [] };
	const ledger = newLedger();
	let isOver = false;
	const anyGateway = () => {
		const nodes = [...cluster.nodes.values()];
		return nodes[Math.floor(Math.random() * nodes.length)]!.admin;
	};
	const subscribers = Array.from({ length: SUBSCRIBERS }, () => new Subscriber(anyGateway));
	const subscribed = subscribers.map(subscriber => subscriber.run());
	await waitUntil("all are subscribed", () =>
		subscribers.every(({ position }) => position !== undefined)
	);
	const written = Promise.all(
		Array.from({ length: WRITERS }, () => write(anyGateway, ledger, () => isOver))
	);
	const toiled = Promise.all(
		Array.from({ length: TOILERS }, () => toil(anyGateway, ledger, () => isOver))
	);
	const end = performance.now() + seconds * 1000;
	let faults = 0;
	while (performance.now() < end) {
		await Promise.race([nextFault(chaos), written, toiled]);
		faults++;
		await setTimeout(random.between(200, 2000));
	}
	isOver = true;
	tell("everything is healed");
	await written;
	const problems = [...chaos.problems, ...(await toiled).flat()];
	problems.push(...(await compare(chaos, ledger, subscribers)));
	for (const subscriber of subscribers) subscriber.stop();
	await Promise.all(subscribed);
	return {
		seed,
		faults,
		documents: ledger.acknowledged.size,
		changes: [...ledger.acknowledged.values()].reduce((sum, n) => sum + n + 1, 0),
		tasks: ledger.tasks,
		statuses: ledger.statuses,
		rollouts: chaos.rollouts,
		reconnections: subscribers.reduce((sum, subscriber) => sum + subscriber.reconnections, 0),
		problems
	};
}

async function compare({ cluster, bad }: Chaos, ledger: Ledger, subscribers: Subscriber[]) {
	const problems: string[] = [];
	const note = async (
		what: string,
		holds: () => Promise<boolean>,
		found?: () => Promise<string>
	) =>
		waitUntil(what, holds).catch(async () =>
			problems.push(found ? `${what}, but ${await found()}` : what)
		);
	await note("all nodes are ready", () =>
		every(cluster, async ({ admin }) => (await admin.get("//health/ready")).status === 200)
	);
	const fallen = [...cluster.nodes.values()].filter(node => !node.isRunning());
	if (fallen.length > 0)
		return fallen.map(node => `${node.name} ended by itself: ${node.errors().slice(-2000)}`);
	const documents = await read([...cluster.nodes.values()][0]!, ledger);
	for (const [id, n] of ledger.acknowledged)
		if (documents.get(id)?.n !== n)
			problems.push(`${id} was acknowledged with ${n} and has ${documents.get(id)?.n}`);
	for (const id of documents.keys())
		if (!ledger.acknowledged.has(id)) problems.push(`${id} was made twice or by nobody`);
	for (const [index, subscriber] of subscribers.entries()) {
		await note(`subscriber ${index} knows what a fresh reading tells`, () =>
			Promise.resolve(isSame(subscriber.list, documents))
		);
		problems.push(...subscriber.faults.map(fault => `subscriber ${index}: ${fault}`));
	}
	await note(
		"one version of the plugin runs everywhere",
		() =>
			every(cluster, async ({ admin }) =>
				isOneVersion(await admin.get("/plugins/pinger"), bad)
			),
		() => told(cluster, "/plugins/pinger")
	);
	return problems;
}

async function read({ admin }: ClusterNode, ledger: Ledger) {
	const documents = new Map<string, { n: number; rev: number }>();
	for (let page = 1; ; page++) {
		const { body } = await insist(
			() => admin,
			ledger,
			200,
			client => client.get(`/counters?pageSize=${PAGE}&page=${page}&sort=createdAt`)
		);
		const found = body.data as { id: string; n: number; rev: number }[];
		for (const { id, n, rev } of found) documents.set(id, { n, rev });
		if (found.length < PAGE) return documents;
	}
}

type Documents = Map<string, { n: number; rev: number }>;

function isSame(one: Documents, other: Documents) {
	return (
		one.size === other.size &&
		[...one].every(([id, { n, rev }]) => other.get(id)?.n === n && other.get(id)?.rev === rev)
	);
}

/** A plugin that nobody could install is nowhere, which is the same everywhere. */
function isOneVersion({ status, body }: { status: number; body: object }, bad: Set<string>) {
	if (status === 404) return true;
	const { version, state, actual } = body as {
		version: string;
		state: string;
		actual: { version: string }[];
	};
	return (
		state === "started" && !bad.has(version) && actual.every(node => node.version === version)
	);
}

/** What each node answers, for whoever looks for the fault. */
async function told({ nodes }: Cluster, url: string) {
	const answers = [...nodes.values()].map(async ({ name, admin }) => {
		const answer = await admin.get(url).catch(error => ({ status: String(error), text: "" }));
		return `${name}: ${answer.status} ${answer.text}`;
	});
	return (await Promise.all(answers)).join("; ");
}

async function every(cluster: Cluster, holds: (node: ClusterNode) => Promise<boolean>) {
	const held = await Promise.all(
		[...cluster.nodes.values()].map(node => holds(node).catch(() => false))
	);
	return held.every(Boolean);
}

async function everywhere(
	cluster: Cluster,
	what: string,
	holds: (node: ClusterNode) => Promise<boolean>
) {
	await waitUntil(what, () => every(cluster, holds));
}
