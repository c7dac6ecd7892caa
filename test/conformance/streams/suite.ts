/** What holds of streams whatever keeps them. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { expect } from "chai";
import { newId } from "../../../mixins/index.ts";
import { Lease } from "../../../services/streams/lease.ts";
import { CURSORS } from "../../../services/streams/store/cursors.ts";
import { PARTITIONS, partitionOf } from "../../../services/streams/entry.ts";
import { natsMissing, startNats, type NatsServer } from "../../support/nats.ts";
import { openStoreUnderTest } from "../../support/store.ts";
import {
	openStreamNode,
	type Counted,
	type StreamNode,
	type StreamNodeOptions
} from "../../support/stream-node.ts";
import { waitUntil } from "../../support/wait-until.ts";

const MEMBER = path.resolve(import.meta.dirname, "../../support/stream-member.ts");
const QUICK = { delaysMs: [20, 40] };

/** Runs the suite against one driver; what cannot run is named by the skipped suite. */
export function describeDriver(name: string, isJetStream: boolean) {
	describe(`streams kept by ${name}`, function () {
		this.timeout(90_000);
		let store: Awaited<ReturnType<typeof openStoreUnderTest>>;
		let nats: NatsServer | null = null;
		let mongoUrl: string;
		const nodes: StreamNode[] = [];
		const children: ChildProcess[] = [];

		before(function () {
			if (isJetStream && natsMissing() !== null) this.skip();
		});
		beforeEach(async () => {
			store = await openStoreUnderTest();
			mongoUrl = ownDatabase(store.url);
			if (isJetStream) nats = await startNats();
		});
		afterEach(async () => {
			for (const child of children.splice(0)) child.kill("SIGKILL");
			await Promise.all(nodes.splice(0).map(node => node.close()));
			await nats?.close();
			nats = null;
			await store?.close();
		});

		async function open(options: Partial<StreamNodeOptions> = {}) {
			const natsUrl = nats?.url ?? null;
			const nodeId = `node-${nodes.length + 1}`;
			const node = await openStreamNode({ mongoUrl, natsUrl, nodeId, ...options });
			nodes.push(node);
			return node;
		}

		/** A member in a process of its own; resolves once it consumes. */
		async function startMember() {
			const child = spawn(process.execPath, [MEMBER, mongoUrl, nats?.url ?? "-"], {
				stdio: ["ignore", "pipe", "inherit"]
			});
			children.push(child);
			const lines: string[] = [];
			createInterface({ input: child.stdout }).on("line", line => lines.push(line));
			await waitUntil("the member is ready", async () => lines.includes("ready"));
			return { child, lines };
		}

		it("delivers each key's messages in their order, however many are published at once", async () => {
			const node = await open();
			const received: Counted[] = [];
			node.consume(message => received.push(message));
			const keys = ["ann", "bob", "cid", "dan", "eve"];
			const publishing = keys.map(async key => {
				for (let n = 0; n < 30; n++) await node.count(key, n);
			});
			await Promise.all(publishing);
			await waitUntil("all are received", async () => received.length >= 150);
			for (const key of keys) {
				const numbers = received.filter(each => each.key === key).map(numberOf);
				expect(numbers, key).to.deep.equal(Array.from({ length: 30 }, (_, n) => n));
			}
			expect(new Set(received.map(({ id }) => id)).size).to.equal(150);
		});

		it("puts what one transaction publishes in the order in which it does", async () => {
			const node = await open();
			const received: Counted[] = [];
			node.consume(message => received.push(message));
			await node.runtime.transaction(async () => {
				for (let n = 0; n < 10; n++) await node.count("ann", n);
			});
			await waitUntil("all are received", async () => received.length >= 10);
			expect(received.map(numberOf)).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
		});

		it("leaves nothing of a transaction that is rolled back", async () => {
			const node = await open();
			const received: Counted[] = [];
			node.consume(message => received.push(message));
			const work = node.runtime.transaction(async () => {
				await node.count("ann", 1);
				throw new Error("changed my mind");
			});
			expect(
				await work.then(
					() => null,
					(error: Error) => error.message
				)
			).to.equal("changed my mind");
			await node.count("ann", 2);
			await waitUntil("the second is received", async () => received.length > 0);
			expect(received.map(numberOf)).to.deep.equal([2]);
			expect((await page(node)).total).to.equal(1);
		});

		it("tells who published what, when and in which request", async () => {
			const node = await open();
			const received: Counted[] = [];
			node.consume(message => received.push(message));
			const id = await node.streams.publish({
				stream: "counts",
				type: "counted",
				key: "ann",
				payload: { n: 7 },
				actorId: "actor",
				requestId: "request"
			});
			await waitUntil("it is received", async () => received.length === 1);
			const [{ at, ...message }] = received as [Counted];
			expect(message).to.deep.equal({
				id,
				stream: "counts",
				key: "ann",
				type: "counted",
				payload: { n: 7 },
				actorId: "actor",
				requestId: "request"
			});
			expect(at).to.be.instanceOf(Date);
		});

		it("brings a message to one member of each group, also to groups that come later", async () => {
			const [one, other] = [await open(), await open()];
			const received: Record<string, number[]> = { reports: [], mails: [], late: [] };
			const take = (group: string) => (message: Counted) =>
				received[group]!.push(numberOf(message));
			for (const node of [one, other])
				for (const group of ["reports", "mails"]) node.consume(take(group), { group });
			for (let n = 0; n < 20; n++) await one.count(`key ${n}`, n);
			const hasAll = (group: string) => async () => received[group]!.length >= 20;
			await waitUntil("the reports have all", hasAll("reports"));
			await waitUntil("the mails have all", hasAll("mails"));
			other.consume(take("late"), { group: "late" });
			await waitUntil("the late ones have all", hasAll("late"));
			for (const group of Object.keys(received))
				expect(
					received[group]!.toSorted((a, b) => a - b),
					group
				).to.deep.equal(Array.from({ length: 20 }, (_, n) => n));
		});

		it("works on different keys at once while each key waits for its own", async () => {
			const node = await open();
			const [slow, quick] = keysApart();
			let release = () => {};
			const held = new Promise<void>(resolve => (release = resolve));
			const received: string[] = [];
			node.consume(async message => {
				if (message.key === slow && numberOf(message) === 0) await held;
				received.push(`${message.key} ${numberOf(message)}`);
			});
			for (const n of [0, 1]) for (const key of [slow, quick]) await node.count(key, n);
			await waitUntil("the quick key is done", async () => received.length === 2);
			expect(received).to.deep.equal([`${quick} 0`, `${quick} 1`]);
			release();
			await waitUntil("the slow key is done", async () => received.length === 4);
			expect(received.slice(2)).to.deep.equal([`${slow} 0`, `${slow} 1`]);
		});

		it("delivers again after a failure, before the next of the key", async () => {
			const node = await open();
			const tried: number[] = [];
			const failures: number[] = [];
			node.consume(
				message => {
					tried.push(numberOf(message));
					failures.push(performance.now());
					if (tried.length <= 2) throw new Error("not yet");
				},
				{ retry: QUICK }
			);
			await node.count("ann", 1);
			await node.count("ann", 2);
			await waitUntil("both are done", async () => tried.length >= 4);
			expect(tried).to.deep.equal([1, 1, 1, 2]);
			expect(failures[1]! - failures[0]!).to.be.at.least(QUICK.delaysMs[0]! - 1);
			expect(failures[2]! - failures[1]!).to.be.at.least(QUICK.delaysMs[1]! - 1);
		});

		it("makes a dead letter of what keeps failing, goes on with the key, and replays it behind", async () => {
			const node = await open();
			let isBroken = true;
			const done: string[] = [];
			const others: number[] = [];
			node.consume(message => others.push(numberOf(message)), { group: "others" });
			node.consume(
				message => {
					if (isBroken && numberOf(message) === 1) throw new TypeError("no such thing");
					done.push(`${message.id} ${numberOf(message)}`);
				},
				{ retry: QUICK }
			);
			const id = await node.count("ann", 1);
			const next = await node.count("ann", 2);
			await waitUntil("the next is done", async () => done.length === 1);
			expect(done).to.deep.equal([`${next} 2`]);
			const letters = await lettersOf(node);
			expect(letters).to.have.length(1);
			expect(letters[0]).to.deep.include({
				stream: "counts",
				group: "counter",
				messageId: id,
				key: "ann",
				type: "counted",
				payload: { n: 1 },
				attempts: 3,
				error: "TypeError: no such thing"
			});
			isBroken = false;
			expect(await node.streams.deadLetters.replay({})).to.equal(1);
			node.streams.moveWaiting();
			await waitUntil("it is done", async () => done.length === 2);
			expect(done[1]).to.equal(`${id} 1`);
			expect(await lettersOf(node)).to.deep.equal([]);
			expect(others, "a replay is for the group that failed").to.deep.equal([1, 2]);
			expect((await page(node)).total, "a replay is no message of its own").to.equal(2);
		});

		it("counts a handler that takes too long as failed", async () => {
			const node = await open();
			node.consume(() => new Promise(() => undefined), {
				retry: { delaysMs: [] },
				timeoutMs: 50
			});
			await node.count("ann", 1);
			await waitUntil(
				"it is a dead letter",
				async () => (await lettersOf(node)).length === 1
			);
			expect((await lettersOf(node))[0]!.error).to.match(/took longer than 0.05 s/);
		});

		it("gives a message of a member that was killed to another, after its time", async () => {
			const { child, lines } = await startMember();
			const node = await open();
			await node.count("ann", -1);
			await waitUntil("it has begun", async () => lines.includes("began -1"));
			child.kill("SIGKILL");
			await once(child, "exit");
			const received: number[] = [];
			node.consume(message => received.push(numberOf(message)));
			await waitUntil("another has it", async () => received.length > 0);
			await node.count("ann", 2);
			await waitUntil("the next follows", async () => received.length > 1);
			expect(received).to.deep.equal([-1, 2]);
		});

		it("hands over from one member to another while messages flow: nothing lost, nothing twice", async () => {
			const node = await open();
			const received: number[] = [];
			const handler = async (message: Counted) => {
				await new Promise(resolve => setImmediate(resolve));
				received.push(numberOf(message));
			};
			let leave = node.consume(handler);
			const publishing = (async () => {
				for (let n = 0; n < 200; n++) await node.count(`key ${n % 10}`, n);
			})();
			for (let swap = 0; swap < 8; swap++) {
				const before = leave;
				leave = node.consume(handler);
				await before();
			}
			await publishing;
			await waitUntil("all are received", async () => received.length >= 200);
			expect(received.toSorted((a, b) => a - b)).to.deep.equal(
				Array.from({ length: 200 }, (_, n) => n)
			);
		});

		it("waits for the messages in flight when a member leaves", async () => {
			const node = await open();
			let release = () => {};
			const held = new Promise<void>(resolve => (release = resolve));
			let began = false;
			let ended = false;
			const leave = node.consume(async () => {
				began = true;
				await held;
				ended = true;
			});
			await node.count("ann", 1);
			await waitUntil("it has begun", async () => began);
			const leaving = leave().then(() => ended);
			release();
			expect(await leaving).to.equal(true);
			const again: number[] = [];
			node.consume(message => again.push(numberOf(message)));
			await node.count("ann", 2);
			await waitUntil("the next is received", async () => again.length > 0);
			expect(again).to.deep.equal([2]);
		});

		it("takes an entry that it has already no second time", async () => {
			const node = await open();
			await node.count("ann", 1);
			await waitUntil("it is published", () => node.streams.outbox.isEmpty());
			const { entries } = await page(node);
			await putBack(node, entries[0]!);
			await node.count("ann", 2);
			await waitUntil("all are published", () => node.streams.outbox.isEmpty());
			const numbers = (await page(node)).entries.map(({ payload }) => payload);
			expect(numbers).to.deep.equal([{ n: 2 }, { n: 1 }]);
		});

		it("publishes with one node at a time, and goes on with another when it ends", async () => {
			const [one, other] = [await open(), await open()];
			const received: number[] = [];
			other.consume(message => received.push(numberOf(message)));
			for (let n = 0; n < 20; n++) await (n % 2 === 0 ? one : other).count("ann", n);
			await waitUntil("all are received", async () => received.length >= 20);
			await nodes.shift()!.close();
			await other.count("ann", 20);
			await waitUntil("the last is received", async () => received.length >= 21);
			expect(received).to.deep.equal(Array.from({ length: 21 }, (_, n) => n));
		});

		it("lets a relay that was taken over write nothing any more", async () => {
			const { runtime } = await open();
			const lease = (owner: string, durationMs: number) =>
				new Lease(runtime.connection, "tried", owner, durationMs);
			const [stale, next] = [lease("stale", 1), lease("next", 60_000)];
			expect(await stale.take()).to.equal("taken");
			await waitUntil("the lease is over", async () => (await next.take()) !== null);
			expect(await stale.take()).to.equal(null);
			const writes = runtime.connection.collection<{ _id: string }>("tried");
			const write = (by: Lease, _id: string) =>
				runtime.transaction(async session => {
					await writes.insertOne({ _id }, { session });
					await by.hold(session);
				});
			const refused = await write(stale, "stale").then(
				() => null,
				(error: Error) => error.name
			);
			expect(refused).to.equal("LeaseLost");
			await write(next, "next");
			expect(await writes.distinct("_id")).to.deep.equal(["next"]);
			await next.release();
			expect(await stale.take()).to.equal("taken");
		});

		it("pages the newest first, by key and type", async () => {
			const node = await open();
			for (let n = 0; n < 12; n++) await node.count(n % 3 === 0 ? "ann" : "bob", n);
			await waitUntil("all are published", () => node.streams.outbox.isEmpty());
			const numbersOf = async (query: object) => {
				const found = await page(node, query);
				return [
					found.total,
					found.entries.map(({ payload }) => (payload as { n: number }).n)
				];
			};
			expect(await numbersOf({ pageSize: 3 })).to.deep.equal([12, [11, 10, 9]]);
			expect(await numbersOf({ page: 4, pageSize: 3 })).to.deep.equal([12, [2, 1, 0]]);
			expect(await numbersOf({ page: 5, pageSize: 3 })).to.deep.equal([12, []]);
			expect(await numbersOf({ key: "ann" })).to.deep.equal([4, [9, 6, 3, 0]]);
			expect(await numbersOf({ key: "ann", type: "counted" })).to.deep.equal([
				4,
				[9, 6, 3, 0]
			]);
			expect(await numbersOf({ type: "other" })).to.deep.equal([0, []]);
		});

		it("says how many messages there are and how far each group has come", async () => {
			const node = await open();
			let release = () => {};
			const held = new Promise<void>(resolve => (release = resolve));
			node.consume(() => held);
			for (let n = 0; n < 5; n++) await node.count("ann", n);
			await waitUntil("all are published", () => node.streams.outbox.isEmpty());
			const before = await node.streams.driver.status("counts");
			expect(before).to.deep.include({
				messages: 5,
				groups: [{ group: "counter", lag: 5 }]
			});
			expect(before.newestAt!.getTime()).to.be.at.least(before.oldestAt!.getTime());
			release();
			await waitUntil("the group is at the end", async () => {
				const { groups } = await node.streams.driver.status("counts");
				return groups[0]!.lag === 0;
			});
		});

		it("keeps the newest of a stream that has become too large", async () => {
			const maxBytes = 40_000;
			const node = await open({ retention: { maxAgeMs: 86_400_000, maxBytes } });
			for (let n = 0; n < 20; n++) await node.count("ann", n, "x".repeat(5000));
			await waitUntil("all are published", () => node.streams.outbox.isEmpty());
			await node.streams.trim();
			const numbers = (await page(node)).entries.map(
				({ payload }) => (payload as { n: number }).n
			);
			expect(numbers.length).to.be.within(5, 8);
			expect(numbers).to.deep.equal(
				[19, 18, 17, 16, 15, 14, 13, 12].slice(0, numbers.length)
			);
		});

		it("keeps messages no longer than it is told", async () => {
			const node = await open({ retention: { maxAgeMs: 1000, maxBytes: 1_000_000 } });
			await node.count("ann", 1);
			await waitUntil("it is published", () => node.streams.outbox.isEmpty());
			await waitUntil("it is gone", async () => {
				await node.streams.trim();
				return (await page(node)).total === 0;
			});
			await node.count("ann", 2);
			await waitUntil("the next is there", async () => (await page(node)).total === 1);
		});

		if (isJetStream)
			it("commits while NATS is away, and goes on by itself when it is back", async () => {
				const node = await open();
				const received: number[] = [];
				node.consume(message => received.push(numberOf(message)));
				await node.count("ann", 0);
				await waitUntil("the first is received", async () => received.length === 1);
				await nats!.kill();
				for (let n = 1; n < 10; n++) await node.count("ann", n);
				expect(await node.streams.outbox.isEmpty()).to.equal(false);
				const check = node.streams.driver.check();
				expect(
					await check.then(
						() => "there",
						() => "away"
					)
				).to.equal("away");
				await nats!.start();
				await waitUntil("all are received", async () => received.includes(9));
				// What was acknowledged in the moment of the crash may come once more.
				const once = [...new Set(received)];
				expect(once).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
				await node.streams.driver.check();
			});
		else
			it("refuses a member whose cursor was taken over", async () => {
				const node = await open();
				let release = () => {};
				const held = new Promise<void>(resolve => (release = resolve));
				const received: number[] = [];
				const leave = node.consume(async message => {
					received.push(numberOf(message));
					if (received.length === 1) await held;
				});
				await node.count("ann", 1);
				await waitUntil("it has begun", async () => received.length === 1);
				const cursors = node.runtime.connection.collection(CURSORS);
				await cursors.updateMany({}, { $inc: { number: 1 }, $set: { leasedUntil: 0 } });
				release();
				await leave();
				node.consume(message => received.push(numberOf(message)));
				await waitUntil("it is delivered again", async () => received.length === 2);
				expect(received).to.deep.equal([1, 1]);
			});
	});
}

function numberOf({ payload }: Counted) {
	return payload.n;
}

/** Two keys of different partitions. */
function keysApart(): [string, string] {
	const others = Array.from({ length: PARTITIONS * 4 }, (_, n) => `key ${n}`);
	return ["ann", others.find(key => partitionOf(key) !== partitionOf("ann"))!];
}

function page(node: StreamNode, query: object = {}) {
	return node.streams.driver.messages("counts", { page: 1, pageSize: 100, ...query });
}

function lettersOf({ runtime }: StreamNode) {
	return runtime.connection.collection("deadLetters").find({}).toArray();
}

/** What a relay leaves that has published an entry and died before it noted so. */
async function putBack({ runtime, streams }: StreamNode, entry: object) {
	await runtime.connection.collection("streamOutbox").insertOne({ ...entry, place: 0 });
	streams.moveWaiting();
}

/** Each test has a database of its own on the store under test. */
function ownDatabase(url: string) {
	const own = new URL(url.replace(/^mongodb:/, "http:"));
	own.pathname = `/streams${newId()}`;
	if (!own.searchParams.has("authSource") && own.username !== "")
		own.searchParams.set("authSource", "admin");
	return own.href.replace(/^http:/, "mongodb:");
}
