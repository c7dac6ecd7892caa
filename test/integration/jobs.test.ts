/** Jobs as clients meet them, by both runners: the store's and Bull's. */
import { once } from "node:events";
import { expect } from "chai";
import { WebSocket } from "ws";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { hasRedis, startRedis, type RedisServer } from "../support/redis.ts";
import { waitUntil } from "../support/wait-until.ts";

interface TaskAnswer {
	[field: string]: unknown;
	id: string;
	state: string;
	progress: number;
	attempts: number;
	result?: unknown;
}

describeJobs("the store", false);
describeJobs("Bull", true);

function describeJobs(runner: string, isBull: boolean) {
	describe(`jobs run by ${runner}`, () => {
		let redis: RedisServer | null = null;
		let kernel: TestKernel;
		let ann: Client;
		before(async function () {
			if (isBull && !hasRedis()) return this.skip();
			if (isBull) redis = await startRedis();
			kernel = await startTestKernel({
				fixtures: ["toil"],
				environment: { ...(redis && { REDIS_URL: redis.url }) }
			});
			ann = await kernel.as("ann");
		});
		after(async () => {
			await kernel?.stop();
			await redis?.stop();
		});

		async function start(client: Client, payload: object): Promise<string> {
			const { status, body, text } = await client.post<{ taskId: string }>(
				"/toil/start",
				payload
			);
			expect(status, text).to.equal(202);
			return body.taskId;
		}

		async function reaches(client: Client, id: string, ...states: string[]) {
			let task: TaskAnswer | undefined;
			await waitUntil(`the task is ${states.join(" or ")}`, async () => {
				task = (await client.get<TaskAnswer>(`/tasks/${id}`)).body;
				return states.includes(task.state);
			});
			return task!;
		}

		const ended = (client: Client, id: string) =>
			reaches(client, id, "done", "failed", "cancelled");

		it("answers 202 with the task's address, and does the work", async () => {
			const answer = await ann.post("/toil/start", { pebbles: 3, name: "first" });
			expect(answer.status).to.equal(202);
			const { id } = answer.body as { id: string };
			expect(answer.body).to.deep.equal({ id, taskId: id, state: "queued", progress: 0 });
			expect(answer.headers.get("location")).to.equal(`/api/v1/tasks/${id}`);
			const task = await ended(ann, id);
			expect(task).to.include({ state: "done", progress: 1, attempts: 1, askedBy: ann.id });
			expect(task.result).to.deep.equal({ carried: 3, attempts: 1 });
			expect(task).not.to.have.any.keys("payload", "checkpoint", "lease", "key");
		});

		it("goes on from the checkpoint after an attempt that failed", async () => {
			const id = await start(ann, { pebbles: 4, fallsAt: 2, name: "falls" });
			const task = await ended(ann, id);
			expect(task).to.include({ state: "done", attempts: 2 });
			expect(task).not.to.have.property("error");
			const heap = await ann.get("/toil?filter[heap]=falls");
			expect(heap.body.total).to.equal(4);
		});

		it("gives up after the last attempt, without telling what only the log should", async () => {
			const id = await start(ann, { pebbles: 2, fallsAt: 1, falls: "always", name: "never" });
			const task = await ended(ann, id);
			expect(task).to.include({ state: "failed", attempts: 3 });
			expect(task.error).to.deep.equal({
				code: "JOBS_FAILED",
				message: "The work failed; the log says why"
			});
		});

		it("cancels a task that runs: 200, nothing more is done, and 409 the next time", async () => {
			const id = await start(ann, { pebbles: 1000, eachMs: 20, name: "long" });
			await reaches(ann, id, "running");
			const cancelled = await ann.post(`/tasks/${id}/cancel`);
			expect(cancelled.status, cancelled.text).to.equal(200);
			expect(cancelled.body).to.include({ id, state: "cancelled" });
			const { body: before } = await ann.get("/toil?filter[heap]=long");
			const other = await ended(ann, await start(ann, { pebbles: 5, eachMs: 20, name: "x" }));
			expect(other.state).to.equal("done");
			const { body: after } = await ann.get("/toil?filter[heap]=long");
			expect(after.total).to.equal(before.total);
			const again = await ann.post(`/tasks/${id}/cancel`);
			expect(again.status).to.equal(409);
			expect(again.body.code).to.equal("JOBS_ENDED");
			expect((await reaches(ann, id, "cancelled")).state).to.equal("cancelled");
		});

		it("shows a task to whoever asked for it, to roles that the job names, and to administrators", async () => {
			const id = await start(ann, { pebbles: 1, name: "mine" });
			await ended(ann, id);
			const [bob, teacher, admin] = [
				await kernel.as("bob"),
				await kernel.as("teacher"),
				await kernel.as("admin")
			];
			const statuses = async (path: string) =>
				Promise.all(
					[kernel.guest, bob, ann, teacher, admin].map(
						async who => (await who.get(path)).status
					)
				);
			expect(await statuses(`/tasks/${id}`)).to.deep.equal([401, 404, 200, 200, 200]);
			expect((await bob.get("/tasks")).body.total).to.equal(0);
			expect(
				(await ann.get(`/tasks?filter[state]=done&filter[job]=toil.carry`)).body.total
			).to.be.above(0);
			expect((await teacher.post(`/tasks/${id}/cancel`)).status).to.equal(404);
			expect((await bob.post(`/tasks/${id}/cancel`)).status).to.equal(404);
		});

		it("runs nothing that was queued in a transaction which failed", async () => {
			const { status } = await ann.post("/toil/regret", { pebbles: 1, name: "regretted" });
			expect(status).to.equal(500);
			await ended(ann, await start(ann, { pebbles: 1, name: "later" }));
			expect((await ann.get("/toil?filter[heap]=regretted")).body.total).to.equal(0);
		});

		it("makes one task of one key, also when two ask at once", async () => {
			const options = { key: "only-once" };
			const ids = await Promise.all(
				[1, 2, 3, 4].map(() => start(ann, { pebbles: 2, name: "keyed", options }))
			);
			expect(new Set(ids).size).to.equal(1);
			await ended(ann, ids[0]!);
			expect((await ann.get("/toil?filter[heap]=keyed")).body.total).to.equal(2);
		});

		it("waits for the time that was asked for", async () => {
			const options = { delayMs: 600 };
			const id = await start(ann, { pebbles: 1, name: "delayed", options });
			await ended(ann, await start(ann, { pebbles: 1, name: "before" }));
			expect((await ann.get(`/tasks/${id}`)).body.state).to.equal("queued");
			const { startedAt, runAt } = await ended(ann, id);
			expect(Date.parse(startedAt as string)).to.be.at.least(
				Date.parse(runAt as string) - 20
			);
		});

		it("gives a batch one progress, and ends it with its last task", async () => {
			const payloads = [1, 2, 3, 4].map(n => ({ pebbles: n, name: `batch-${n}` }));
			const { status, body } = await ann.post<{ taskId: string }>("/toil/start-many", {
				payloads: [...payloads, { pebbles: 1, fallsAt: 0, falls: "always", name: "bad" }]
			});
			expect(status).to.equal(202);
			const batch = await ended(ann, body.taskId);
			expect(batch).to.include({ state: "failed", members: 5, progress: 1 });
			expect(batch.result).to.deep.equal({ done: 4, failed: 1, cancelled: 0 });
			const members = await ann.get(`/tasks?filter[batchId]=${body.taskId}`);
			expect(members.body.total).to.equal(5);
		});

		it("cancels a batch with all that has not ended", async () => {
			const payloads = [1, 2, 3, 4].map(n => ({ pebbles: 500, eachMs: 20, name: `c-${n}` }));
			const { body } = await ann.post<{ taskId: string }>("/toil/start-many", { payloads });
			expect((await ann.post(`/tasks/${body.taskId}/cancel`)).status).to.equal(200);
			const { body: members } = await ann.get<{ data: TaskAnswer[] }>(
				`/tasks?filter[batchId]=${body.taskId}`
			);
			expect(new Set(members.data.map(({ state }) => state))).to.deep.equal(
				new Set(["cancelled"])
			);
		});

		it("begins what is more urgent first", async () => {
			const busy = await Promise.all(
				[1, 2].map(() => start(ann, { pebbles: 1000, eachMs: 20, name: "busy" }))
			);
			await Promise.all(busy.map(id => reaches(ann, id, "running")));
			const priorities = [0, 3, 9, 0, 3];
			const ids: string[] = [];
			for (const priority of priorities)
				ids.push(await start(ann, { pebbles: 0, name: "urgent", options: { priority } }));
			// One place is left, so that they go one after the other.
			await ann.post(`/tasks/${busy[0]}/cancel`);
			const tasks = await Promise.all(ids.map(id => ended(ann, id)));
			await ann.post(`/tasks/${busy[1]}/cancel`);
			const order = tasks
				.toSorted(
					(one, other) =>
						Date.parse(one.startedAt as string) - Date.parse(other.startedAt as string)
				)
				.map(({ priority }) => priority);
			expect(order).to.deep.equal([9, 3, 3, 0, 0]);
		});

		it("tells older clients over WebSocket, and nobody of other people's tasks", async () => {
			const bob = await kernel.as("bob");
			const id = await start(ann, { pebbles: 5, eachMs: 200, name: "told" });
			const listen = async (client: Client) => {
				const frames: Record<string, unknown>[] = [];
				const socket = new WebSocket(
					`${kernel.url.replace(/^http/, "ws")}/ws?token=${client.token}`
				);
				socket.on("message", data => frames.push(JSON.parse(String(data)) as never));
				await once(socket, "open");
				socket.send(JSON.stringify({ type: "subscribe", task_id: id }));
				return { frames, close: () => socket.close() };
			};
			const [own, other] = [await listen(ann), await listen(bob)];
			await waitUntil("its end is told", () =>
				own.frames.some(({ event, state }) => event === "progress" && state === "done")
			);
			own.close();
			other.close();
			const told = own.frames.filter(({ event }) => event === "progress");
			for (const frame of told) expect(frame).to.include({ task: id });
			expect(own.frames[0]).to.include({ event: "subscribed", subscription: `task ${id}` });
			expect(own.frames.some(frame => "result" in frame)).to.equal(false);
			expect(other.frames.map(({ event }) => event)).to.deep.equal(["error"]);
			expect((other.frames[0]!.error as { status: number }).status).to.equal(404);
		});

		it("streams the progress to whoever may see the task, and ends with it", async () => {
			const bob = await kernel.as("bob");
			const id = await start(ann, { pebbles: 5, eachMs: 200, name: "streamed" });
			expect((await bob.get(`/streaming/progress?task=${id}`)).status).to.equal(404);
			expect((await kernel.guest.get(`/streaming/progress?task=${id}`)).status).to.equal(401);
			const response = await fetch(`${kernel.url}/api/v1/streaming/progress?task=${id}`, {
				headers: { authorization: `Bearer ${ann.token}` }
			});
			const text = await response.text();
			const told = [...text.matchAll(/event: progress\ndata: (.*)\n/g)].map(
				([, json]) => JSON.parse(json!) as TaskAnswer
			);
			expect(told.at(-1)).to.include({ task: id, state: "done", progress: 1 });
			expect(told.some(({ progress }) => progress > 0 && progress < 1)).to.equal(true);
			expect(told.map(({ progress }) => progress)).to.deep.equal(
				told.map(({ progress }) => progress).toSorted((one, other) => one - other)
			);
		});
	});
}
