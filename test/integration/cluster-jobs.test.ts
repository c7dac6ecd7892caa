/** Work in the background of a cluster: asked for at one node, done at another, watched and cancelled at a third. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { writeCounters } from "../chaos/plugin.ts";
import { onAll, startCluster, type Cluster, type ClusterNode } from "../support/cluster.ts";
import { natsMissing } from "../support/nats.ts";
import { openSocket } from "../support/socket-client.ts";
import { waitUntil } from "../support/wait-until.ts";

/** More than are laid down before the test is over. */
const MANY = 3000;

interface TaskAnswer {
	state: string;
	progress: number;
	nodeId: string;
	taskId: string;
	code: string;
}

describe("jobs in a cluster", function () {
	this.timeout(120_000);
	let folder: string;
	let cluster: Cluster;
	let worker: ClusterNode;
	let one: ClusterNode;
	let two: ClusterNode;

	before(async function () {
		if (natsMissing() !== null) return this.skip();
		folder = await mkdtemp(path.join(tmpdir(), "lyceum-cluster-jobs-"));
		await writeCounters(folder);
		cluster = await startCluster({ pluginsDir: folder });
		worker = await cluster.startNode("worker");
		[one, two] = await Promise.all([
			cluster.startNode("one", { RUN_PLUGINS: "off" }),
			cluster.startNode("two", { RUN_PLUGINS: "off" })
		]);
		await onAll(
			"counters answers",
			[worker, one, two],
			async ({ admin }) => (await admin.get("/counters")).status === 200
		);
	});
	after(async () => {
		await cluster?.close();
		if (folder) await rm(folder, { recursive: true, force: true });
	});

	const carry = (node: ClusterNode, name: string, pebbles: number) =>
		node.admin.post<TaskAnswer>("/counters/carry", { name, pebbles });

	async function laid(name: string): Promise<number> {
		const { body } = await worker.admin.get<{ numbers: number[] }>(
			`/counters/heap?name=${name}`
		);
		return body.numbers.length;
	}

	it("tells a socket at another node how far the work is, and cancels it from there", async () => {
		const { status, body, text } = await carry(one, "watched", MANY);
		expect(status, text).to.equal(202);
		const socket = await openSocket(two.url, { token: two.admin.token });
		const subscribed = await socket.subscribe({ task: body.taskId });
		expect(subscribed.error).to.equal(undefined);
		await waitUntil("pebbles are laid", async () => (await laid("watched")) > 2);
		const task = (await two.admin.get<TaskAnswer>(`/tasks/${body.taskId}`)).body;
		expect([task.state, task.nodeId]).to.deep.equal(["running", "worker"]);

		const cancelled = await two.admin.post<TaskAnswer>(`/tasks/${body.taskId}/cancel`);
		expect(cancelled.status, cancelled.text).to.equal(200);
		await waitUntil("the socket hears of it", () =>
			socket.told.some(
				({ event, payload }) => event === "progress" && payload.state === "cancelled"
			)
		);
		socket.close();
		const after = (await one.admin.get<TaskAnswer>(`/tasks/${body.taskId}`)).body;
		expect(after.state).to.equal("cancelled");
		await carried("next");
		const before = await laid("watched");
		await carried("last");
		expect(await laid("watched"), "nothing more is laid").to.equal(before);
	});

	/** Work that takes longer than one pebble of another. */
	async function carried(name: string) {
		const { body } = await carry(one, name, 3);
		await waitUntil(`${name} is done`, async () => {
			const task = await one.admin.get<TaskAnswer>(`/tasks/${body.taskId}`);
			return task.body.state === "done";
		});
		expect(await laid(name)).to.equal(3);
	}

	it("takes no work while the store is away, with a 503, and does what is asked again once", async () => {
		const key = { "idempotency-key": "while-the-store-is-away" };
		const ask = () =>
			one.admin.post<TaskAnswer>("/counters/carry", { name: "away", pebbles: 3 }, key);
		await cluster.store.kill();
		await waitUntil("it is missed", async () => (await ask()).status === 503);
		await cluster.store.start();
		let taskId = "";
		await waitUntil("it is taken", async () => {
			const { status, body } = await ask();
			taskId = body.taskId;
			return status === 202;
		});
		await waitUntil("it is done", async () => {
			const task = await two.admin.get<TaskAnswer>(`/tasks/${taskId}`);
			return task.body.state === "done";
		});
		expect(await laid("away"), "one of all the tries was carried out").to.equal(3);
		const { body } = await two.admin.get<{ total: number }>("/tasks?pageSize=1");
		expect(body.total, "watched, next, last and away").to.equal(4);
	});
});
