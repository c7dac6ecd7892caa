/** What holds of tasks whatever moves them. */
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "chai";
import { SCHEDULES } from "../../../services/jobs/scheduler.ts";
import { hasRedis, startRedis, type RedisServer } from "../../support/redis.ts";
import { openJobsNode, type JobsNode, type JobsNodeOptions } from "../../support/jobs-node.ts";
import { databaseUrl } from "../../support/store-url.ts";
import { openStoreUnderTest } from "../../support/store.ts";
import { waitUntil } from "../../support/wait-until.ts";

export function describeRunner(name: string, isBull: boolean) {
	describe(`tasks moved by ${name}`, () => {
		let store: Awaited<ReturnType<typeof openStoreUnderTest>>;
		let redis: RedisServer | null = null;
		let mongoUrl: string;
		const nodes: JobsNode[] = [];
		let databases = 0;

		before(async function () {
			if (isBull && !hasRedis()) return this.skip();
			store = await openStoreUnderTest();
			if (isBull) redis = await startRedis();
		});
		beforeEach(() => {
			const database = `jobs${process.pid}x${isBull ? "b" : "s"}${databases++}`;
			mongoUrl = databaseUrl(store.url, database);
		});
		afterEach(async () => {
			await Promise.all(nodes.splice(0).map(node => node.close()));
		});
		after(async () => {
			await redis?.stop();
			await store?.close();
		});

		async function open(options: Omit<JobsNodeOptions, "mongoUrl">) {
			const redisUrl = redis?.url ?? null;
			const node = await openJobsNode({ mongoUrl, redisUrl, ...options });
			nodes.push(node);
			return node;
		}

		async function reaches(node: JobsNode, id: string, state: string) {
			await waitUntil(
				`the task is ${state}`,
				async () => (await node.find(id)).state === state
			);
			return node.find(id);
		}

		it("does each of many once, on two nodes", async () => {
			const done: number[] = [];
			const work = ({ params }: { params: { number: number } }) => done.push(params.number);
			const options = { work, job: { concurrency: 4 } };
			const [one] = [await open(options), await open({ ...options, nodeId: "other" })];
			const numbers = Array.from({ length: 60 }, (_none, number) => number);
			await Promise.all(numbers.map(number => one.enqueue(number)));
			await waitUntil("all are done", () => done.length >= 60);
			await waitUntil("that is noted", async () => {
				const count = await one.jobs.tasks.documents.countDocuments({ state: "done" });
				return count === 60;
			});
			expect(done.toSorted((a, b) => a - b)).to.deep.equal(numbers);
		});

		it("takes nothing from an attempt that another one has replaced", async () => {
			const late = Promise.withResolvers<unknown>();
			const begun = Promise.withResolvers<void>();
			const answers: unknown[] = [];
			let attempts = 0;
			const node = await open({
				job: { concurrency: 2 },
				async work({ checkpoint, progress }) {
					if (++attempts > 1) return "the second";
					begun.resolve();
					await late.promise;
					progress(0.9, "too late");
					await checkpoint("too late").catch((error: { type: string }) =>
						answers.push(error.type)
					);
					answers.push("ended");
					return "the first";
				}
			});
			const id = await node.enqueue(1);
			await begun.promise;
			// As if the node had given no sign of life for long.
			await node.jobs.tasks.documents.updateOne(
				{ _id: id },
				{ $set: { leaseUntil: new Date(0) } }
			);
			const task = await reaches(node, id, "done");
			expect(task).to.include({ result: "the second", attempts: 2 });
			late.resolve(null);
			await waitUntil("the first has ended", () => answers.includes("ended"));
			expect(answers).to.deep.equal(["JOBS_LOST", "ended"]);
			const after = await node.find(id);
			expect(after).to.include({ result: "the second", state: "done", progress: 1 });
			expect(after).not.to.have.property("checkpoint");
			expect(after.message).not.to.equal("too late");
		});

		it("ends what takes too long, and tells the handler", async () => {
			let reason: unknown;
			const node = await open({
				job: { timeoutMs: 50, retry: { delaysMs: [] } },
				work: ({ signal }) =>
					new Promise((_resolve, reject) => {
						signal.addEventListener("abort", () => {
							reason = signal.reason;
							reject(signal.reason as Error);
						});
					})
			});
			const task = await reaches(node, await node.enqueue(1), "failed");
			expect(task.error).to.include({ code: "JOBS_TIMEOUT" });
			expect((reason as Error).name).to.equal("AbortError");
		});

		it("gives up what kills its node each time", async () => {
			const node = await open({
				job: { retry: { delaysMs: [] } },
				work: ({ signal }) =>
					new Promise(resolve => signal.addEventListener("abort", () => resolve(null)))
			});
			const id = await node.enqueue(1);
			await reaches(node, id, "running");
			await node.jobs.tasks.documents.updateOne(
				{ _id: id },
				{ $set: { leaseUntil: new Date(0) } }
			);
			const task = await reaches(node, id, "failed");
			expect(task.error).to.include({ code: "JOBS_NODE_LOST" });
		});

		it("fails a task whose result is too large to be kept", async () => {
			const node = await open({ work: () => "x".repeat(300 * 1024) });
			const task = await reaches(node, await node.enqueue(1), "failed");
			expect(task).to.include({ attempts: 1 });
			expect(task.error).to.include({ code: "JOBS_TOO_LARGE" });
		});

		it("refuses what does not fit, and keeps none of it", async () => {
			const node = await open({ work: () => null });
			const refusal = async (work: Promise<unknown>) =>
				work.then(
					() => "none",
					(error: { type: string }) => error.type
				);
			const common = { askedBy: null, requestId: null };
			const { runtime } = node;
			expect(
				await refusal(runtime.enqueue({ ...common, job: "idle.other", payload: {} }))
			).to.equal("JOBS_UNDECLARED");
			expect(await refusal(node.enqueue("five" as never))).to.equal("JOBS_BAD_PAYLOAD");
			expect(await refusal(node.enqueue(1, { priority: 10 }))).to.equal("JOBS_BAD_OPTIONS");
			expect(await refusal(node.enqueue(1, { key: "" }))).to.equal("JOBS_BAD_OPTIONS");
			expect(await node.jobs.tasks.documents.countDocuments()).to.equal(0);
		});

		it("queues what a schedule says once in the cluster, however many nodes know it", async () => {
			const schedules = [{ name: "idle.often", cron: "* * * * * *", payload: { number: 1 } }];
			const work = () => null;
			const one = await open({ work, schedules });
			await open({ work, schedules, nodeId: "other" });
			await open({ work, schedules, nodeId: "third" });
			const { documents } = one.jobs.tasks;
			await waitUntil("it was due three times", async () => {
				return (await documents.countDocuments({ state: "done" })) >= 3;
			});
			const keys = (await documents.find().toArray()).map(({ key }) => key!);
			expect(new Set(keys).size).to.equal(keys.length);
			const times = keys.map(key => Date.parse(key.split("@")[1]!)).toSorted((a, b) => a - b);
			for (const [index, time] of times.slice(1).entries())
				expect(time - times[index]!).to.be.at.least(1000);
		});

		it("makes up for the last of the times that were missed, or for none where the schedule says so", async () => {
			const cron = "0 0 1 1 *";
			const names = ["idle.made-up", "idle.skipped"];
			const schedules = [
				{ name: names[0]!, cron },
				{ name: names[1]!, cron, missed: "skip" as const }
			];
			const first = await open({ work: () => null, schedules });
			const last = first.runtime.connection.collection<{ _id: string; lastAt: Date }>(
				SCHEDULES
			);
			await waitUntil("both are known", async () => (await last.countDocuments()) === 2);
			expect(await first.jobs.tasks.documents.countDocuments()).to.equal(0);
			await last.updateMany({}, { $set: { lastAt: new Date("2001-02-03") } });
			await first.close();
			nodes.length = 0;
			const again = await open({ work: () => null, schedules });
			const moved = again.runtime.connection.collection<{ lastAt: Date }>(SCHEDULES);
			await waitUntil("both were looked after", async () => {
				return (
					(await moved.countDocuments({ lastAt: { $gt: new Date("2002-01-01") } })) === 2
				);
			});
			const tasks = await again.jobs.tasks.documents.find().toArray();
			const year = new Date().getUTCFullYear();
			expect(tasks.map(({ key }) => key)).to.deep.equal([
				`idle.work idle.made-up@${year}-01-01T00:00:00.000Z`
			]);
		});

		it("removes tasks when their time has passed", async () => {
			const node = await open({ work: () => null, job: { keepMs: 86_400_000 } });
			const task = await reaches(node, await node.enqueue(1), "done");
			const kept = task.expiresAt!.getTime() - task.finishedAt!.getTime();
			expect(kept).to.equal(86_400_000);
			const indexes = await node.jobs.tasks.documents.indexes();
			expect(indexes.some(({ expireAfterSeconds }) => expireAfterSeconds === 0)).to.equal(
				true
			);
		});

		it("hands over what a node works on when it stops, without counting the attempt", async () => {
			let isFirst = true;
			const work = async ({
				signal,
				checkpoint,
				task
			}: Parameters<JobsNodeOptions["work"]>[0]) => {
				if (!isFirst) return task.checkpoint;
				isFirst = false;
				await checkpoint("half way");
				await pause(60_000, null, { signal });
				return null;
			};
			const first = await open({ work });
			const id = await first.enqueue(1);
			await waitUntil("it has begun", async () => {
				return (await first.find(id)).checkpoint === "half way";
			});
			const second = await open({ work, nodeId: "second" });
			nodes.splice(nodes.indexOf(first), 1);
			await first.close();
			expect(await reaches(second, id, "done")).to.include({
				attempts: 1,
				result: "half way",
				nodeId: "second"
			});
		});
	});
}
