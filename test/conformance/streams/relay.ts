/** From the outbox to the stream, by one node at a time. */
import { expect } from "chai";
import { Lease } from "../../../services/streams/lease.ts";
import type { StreamNode } from "../../support/stream-node.ts";
import { waitUntil } from "../../support/wait-until.ts";
import { numberOf, page, type Stage } from "./stage.ts";

export function describeRelay(stage: Stage) {
	it("takes an entry that it has already no second time", async () => {
		const node = await stage.open();
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
		const [one, other] = [await stage.open(), await stage.open()];
		const received: number[] = [];
		other.consume(message => received.push(numberOf(message)));
		for (let n = 0; n < 20; n++) await (n % 2 === 0 ? one : other).count("ann", n);
		await waitUntil("all are received", async () => received.length >= 20);
		await stage.closeFirst();
		await other.count("ann", 20);
		await waitUntil("the last is received", async () => received.length >= 21);
		expect(received).to.deep.equal(Array.from({ length: 21 }, (_, n) => n));
	});

	it("lets a relay that was taken over write nothing any more", async () => {
		const { runtime } = await stage.open();
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
}

/** What a relay leaves that has published an entry and died before it noted so. */
async function putBack({ runtime, streams }: StreamNode, entry: object) {
	await runtime.connection.collection("streamOutbox").insertOne({ ...entry, place: 0 });
	streams.moveWaiting();
}
