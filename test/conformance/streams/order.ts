/** What arrives, in which order, and what it says. */
import { expect } from "chai";
import { PARTITIONS, partitionOf } from "../../../services/streams/entry.ts";
import type { Counted } from "../../support/stream-node.ts";
import { waitUntil } from "../../support/wait-until.ts";
import { numberOf, page, type Stage } from "./stage.ts";

export function describeOrder(stage: Stage) {
	it("delivers each key's messages in their order, however many are published at once", async () => {
		const node = await stage.open();
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
		const node = await stage.open();
		const received: Counted[] = [];
		node.consume(message => received.push(message));
		await node.runtime.transaction(async () => {
			for (let n = 0; n < 10; n++) await node.count("ann", n);
		});
		await waitUntil("all are received", async () => received.length >= 10);
		expect(received.map(numberOf)).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
	});

	it("leaves nothing of a transaction that is rolled back", async () => {
		const node = await stage.open();
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
		const node = await stage.open();
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

	it("works on different keys at once while each key waits for its own", async () => {
		const node = await stage.open();
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
}

/** Two keys of different partitions. */
function keysApart(): [string, string] {
	const others = Array.from({ length: PARTITIONS * 4 }, (_, n) => `key ${n}`);
	return ["ann", others.find(key => partitionOf(key) !== partitionOf("ann"))!];
}
