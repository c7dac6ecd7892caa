/**
 * `npm run bench:cluster`: rollouts of a plugin over two nodes that run it and two gateways that do not, one after the
 * other, while requests come to both gateways; every fifth one to a version that does not start. Needs
 * nats-server. Arguments: requests a second in all, rollouts.
 */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { startCluster, type ClusterNode } from "../support/cluster.ts";
import { uploadForm } from "../support/plugin-package.ts";
import { startChild, type Child } from "./support/child.ts";
import { broken, exercises, pack, type Package } from "./support/exercises-versions.ts";
import { sendUntil, type SteadyResult } from "./support/load-generator.ts";
import { atMost, exactly, percentile, printTable, round, type Line } from "./support/table.ts";

const RATE = Number(process.argv[2] ?? 1000);
const ROLLOUTS = Number(process.argv[3] ?? 20);
const STEADY_MS = 10_000;
const BAD_EVERY = 5;
const PAGES = 20;
const BUNDLED = path.resolve(import.meta.dirname, "../../plugins/exercises");

const pluginsDir = await mkdtemp(path.join(tmpdir(), "lyceum-bench-plugins-"));
await cp(BUNDLED, path.join(pluginsDir, "exercises"), { recursive: true });
const source = await exercises();
const packages = await Promise.all(
	Array.from({ length: ROLLOUTS + 1 }, (_, index) =>
		pack(isBad(index) ? broken(source) : source, index + 1)
	)
);
const cluster = await startCluster({ pluginsDir, environment: { UPGRADE_WATCH_SECONDS: "0" } });
const generators: Child[] = [];
try {
	const gateways = await startNodes();
	for (const { url } of gateways)
		generators.push(
			await startChild(path.join(import.meta.dirname, "support/load-generator.ts"), [url])
		);
	const lines = await rollOutUnderLoad(gateways);
	console.log(`load of the machine: ${loadavg().map(round).join(", ")}`);
	process.exitCode = printTable(lines) ? 0 : 1;
} finally {
	await Promise.all(generators.map(generator => generator.stop()));
	await cluster.close();
	await rm(pluginsDir, { recursive: true, force: true });
}

async function startNodes(): Promise<ClusterNode[]> {
	await cluster.startNode("plugins-1");
	const [one, two] = await Promise.all([
		cluster.startNode("gateway-1", { RUN_PLUGINS: "off" }),
		cluster.startNode("gateway-2", { RUN_PLUGINS: "off" }),
		cluster.startNode("plugins-2")
	]);
	return [one, two];
}

async function rollOutUnderLoad(gateways: ClusterNode[]): Promise<Line[]> {
	// The first one is no rollout among many: code is compiled, and connections are opened.
	await install(gateways[0]!, packages[0]!);
	await measure(gateways, setTimeout(STEADY_MS));
	const steady = await measure(gateways, setTimeout(STEADY_MS));
	const rollouts = installAll(gateways[0]!, packages.slice(1));
	const rolling = await measure(gateways, rollouts);
	const statuses = await rollouts;
	const bad = packages.slice(1).filter((_, index) => isBad(index + 1)).length;
	const [before, during] = [steady, rolling].map(({ times }) => percentile(times, 0.99));
	return [
		exactly("rollouts that took over", count(statuses, 200), ROLLOUTS - bad),
		exactly("bad versions that were refused", count(statuses, 422), bad),
		atMost(
			`requests that failed, of ${rolling.times.length} at ${RATE}/s`,
			rolling.failed,
			0,
			""
		),
		{ what: "p99 steady", figure: `${round(before!)} ms` },
		{ what: "p99 while rolling out", figure: `${round(during!)} ms` }
	];
}

interface Phase {
	times: number[];
	failed: number;
}

async function measure(gateways: ClusterNode[], over: Promise<unknown>): Promise<Phase> {
	const results = await Promise.all(
		generators.map((generator, index) => sendUntil(generator, loadOf(gateways[index]!), over))
	);
	return {
		times: results.flatMap(({ times }) => times),
		failed: results.reduce((sum, result) => sum + failuresIn(result), 0)
	};
}

function loadOf({ admin }: ClusterNode) {
	const headers = { authorization: `Bearer ${admin.token}` };
	const requests = Array.from({ length: PAGES }, (_, page) => ({
		path: `/api/v1/exercises?pageSize=1&page=${page + 1}`,
		headers
	}));
	return { rate: RATE / generators.length, requests };
}

function failuresIn({ statuses }: SteadyResult) {
	const failed = Object.entries(statuses).filter(([status]) => status !== "200");
	if (failed.length > 0) console.log("failed by status:", Object.fromEntries(failed));
	return failed.reduce((sum, [, number]) => sum + number, 0);
}

async function installAll(node: ClusterNode, all: Package[]): Promise<number[]> {
	const statuses: number[] = [];
	for (const bytes of all) statuses.push(await install(node, bytes));
	return statuses;
}

async function install({ admin }: ClusterNode, bytes: Package): Promise<number> {
	const { status, text } = await admin.post(
		"/plugins?acceptBreaking=true",
		await uploadForm(bytes)
	);
	if (![200, 201, 422].includes(status)) throw new Error(`${status}: ${text}`);
	return status;
}

function isBad(index: number) {
	return index > 0 && index % BAD_EVERY === 0;
}

function count(statuses: number[], wanted: number) {
	return statuses.filter(status => status === wanted).length;
}
