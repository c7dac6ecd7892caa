/** What becomes of tasks when something dies, is replaced or is away. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { expect } from "chai";
import { createClient, type Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { startStore, type StoreChild } from "../support/store-child.ts";
import { hasRedis, startRedis, type RedisServer } from "../support/redis.ts";
import { waitUntil } from "../support/wait-until.ts";

interface TaskAnswer {
	id: string;
	state: string;
	attempts: number;
	nodeId?: string;
	[field: string]: unknown;
}

async function start(client: Client, payload: object): Promise<string> {
	const { status, body, text } = await client.post<{ taskId: string }>("/toil/start", payload);
	expect(status, text).to.equal(202);
	return body.taskId;
}

async function reaches(client: Client, id: string, ...states: string[]): Promise<TaskAnswer> {
	let task: TaskAnswer | undefined;
	await waitUntil(`the task is ${states.join(" or ")}`, async () => {
		task = (await client.get<TaskAnswer>(`/tasks/${id}`)).body;
		return states.includes(task.state);
	});
	return task!;
}

/** Each pebble lies on the heap once, whatever happened on the way. */
async function expectHeap(client: Client, name: string, pebbles: number) {
	const { body } = await client.get<{ data: { number: number }[]; total: number }>(
		`/toil?filter[heap]=${name}&pageSize=100&sort=number`
	);
	expect(body.data.map(({ number }) => number)).to.deep.equal(
		Array.from({ length: pebbles }, (_none, number) => number)
	);
}

describe("a task whose plugin is replaced", () => {
	let kernel: TestKernel;
	let admin: Client;
	before(async () => {
		kernel = await startTestKernel({
			fixtures: ["toil"],
			environment: { TASK_HANDOVER_SECONDS: "1" }
		});
		admin = await kernel.as("admin");
	});
	after(() => kernel.stop());

	const services = () =>
		kernel.kernel.broker.services.filter(({ name }) => name.startsWith("toil~"));

	it("ends in its generation when it does so in time; the reload does not wait for it", async () => {
		const id = await start(admin, { pebbles: 10, eachMs: 50, name: "short" });
		await reaches(admin, id, "running");
		expect((await admin.post("/plugins/toil/reload")).status).to.equal(200);
		expect((await reaches(admin, id, "running", "done")).state).to.equal("running");
		const task = await reaches(admin, id, "done", "failed");
		expect(task).to.include({ state: "done", attempts: 1 });
		await waitUntil("the generation before is gone", () => services().length === 1);
		await expectHeap(admin, "short", 10);
	});

	it("is handed over when it takes longer, goes on from its checkpoint, and the attempt does not count", async () => {
		const id = await start(admin, { pebbles: 40, eachMs: 50, name: "handed" });
		await reaches(admin, id, "running");
		expect((await admin.post("/plugins/toil/reload")).status).to.equal(200);
		const task = await reaches(admin, id, "done", "failed");
		expect(task).to.include({ state: "done", attempts: 1 });
		await waitUntil("the generation before is gone", () => services().length === 1);
		await expectHeap(admin, "handed", 40);
	});

	it("waits while the plugin is disabled, and goes on when it is enabled again", async () => {
		const id = await start(admin, { pebbles: 30, eachMs: 50, name: "disabled" });
		await reaches(admin, id, "running");
		expect((await admin.post("/plugins/toil/disable")).status).to.equal(200);
		expect(await reaches(admin, id, "queued")).to.include({ attempts: 0 });
		expect(services()).to.have.length(0);
		expect((await admin.post("/plugins/toil/enable")).status).to.equal(200);
		await reaches(admin, id, "done");
		await expectHeap(admin, "disabled", 30);
	});
});

const NODE = path.resolve(import.meta.dirname, "../support/kernel-node.ts");

describe("a task whose node is killed", function () {
	this.timeout(90_000);
	for (const runner of ["the store", "Bull"])
		describe(`run by ${runner}`, () => {
			let folder: string;
			let store: StoreChild;
			let redis: RedisServer | null = null;
			const children: ChildProcess[] = [];
			before(async function () {
				if (runner === "Bull" && !hasRedis()) return this.skip();
				if (runner === "Bull") redis = await startRedis();
				folder = await mkdtemp(path.join(tmpdir(), "lyceum-jobs-"));
				store = await startStore(path.join(folder, "store"));
			});
			after(async () => {
				for (const child of children) child.kill("SIGKILL");
				await store?.kill();
				await redis?.stop();
				if (folder) await rm(folder, { recursive: true, force: true });
			});

			async function startNode(name: string) {
				const child = spawn(process.execPath, [NODE], {
					stdio: ["ignore", "pipe", "inherit"],
					env: {
						...process.env,
						NODE_ID: name,
						MONGO_URL: store.url,
						DATA_DIR: path.join(folder, name),
						TASK_LEASE_SECONDS: "2",
						...(redis && { REDIS_URL: redis.url })
					}
				});
				children.push(child);
				const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [
					string
				];
				const { url, token } = JSON.parse(line) as { url: string; token: string };
				return { child, client: createClient(url, token) };
			}

			it("is taken up by another node from its checkpoint, once by effect; the attempt counts", async () => {
				const one = await startNode("one");
				const id = await start(one.client, { pebbles: 40, eachMs: 100, name: "killed" });
				await waitUntil("it has come some way", async () => {
					const { body } = await one.client.get(`/tasks/${id}`);
					return Number(body.progress) > 0.1;
				});
				one.child.kill("SIGKILL");
				const two = await startNode("two");
				const task = await reaches(two.client, id, "done", "failed");
				expect(task).to.include({ state: "done", attempts: 2, nodeId: "two" });
				await expectHeap(two.client, "killed", 40);
			});
		});
});

describe("tasks while Redis is away", () => {
	let redis: RedisServer;
	let kernel: TestKernel;
	let ann: Client;
	before(async function () {
		if (!hasRedis()) return this.skip();
		redis = await startRedis();
		kernel = await startTestKernel({
			fixtures: ["toil"],
			environment: { REDIS_URL: redis.url, TASK_LEASE_SECONDS: "3" }
		});
		ann = await kernel.as("ann");
	});
	after(async () => {
		redis?.thaw();
		await kernel?.stop();
		await redis?.stop();
	});

	const queueHealth = async () => {
		const { body } = await kernel.guest.get<{ checks: Record<string, { status: string }> }>(
			"//health/detailed"
		);
		return body.checks.queue!.status;
	};

	it("are taken while it is stopped, and run when it is back with nothing in it", async () => {
		expect(await queueHealth()).to.equal("ok");
		const begun = await start(ann, { pebbles: 20, eachMs: 100, name: "begun" });
		const waiting = await start(ann, {
			pebbles: 2,
			name: "delayed",
			options: { delayMs: 1500 }
		});
		await reaches(ann, begun, "running");
		await redis.stop();
		await waitUntil("it is missed", async () => (await queueHealth()) === "down");
		const meanwhile = await start(ann, { pebbles: 3, name: "meanwhile" });
		await reaches(ann, begun, "done");
		expect((await ann.get(`/tasks/${meanwhile}`)).body.state).to.equal("queued");
		await redis.start();
		for (const id of [waiting, meanwhile])
			expect(await reaches(ann, id, "done", "failed")).to.include({
				state: "done",
				attempts: 1
			});
		expect(await queueHealth()).to.equal("ok");
		await expectHeap(ann, "meanwhile", 3);
	});

	it("are taken while it hangs, and run when it answers again", async () => {
		redis.freeze();
		const id = await start(ann, { pebbles: 3, name: "frozen" });
		await waitUntil("it is missed", async () => (await queueHealth()) === "down");
		redis.thaw();
		expect(await reaches(ann, id, "done", "failed")).to.include({ state: "done" });
		await expectHeap(ann, "frozen", 3);
	});
});
