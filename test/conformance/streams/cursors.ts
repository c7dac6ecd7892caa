/** What the store adds: cursors that members lease. */
import { expect } from "chai";
import { CURSORS } from "../../../services/streams/store/cursors.ts";
import { LEASES } from "../../../services/streams/lease.ts";
import { waitUntil } from "../../support/wait-until.ts";
import { numberOf, type Stage } from "./stage.ts";

const HOUR_MS = 3_600_000;

export function describeCursors(stage: Stage) {
	it("refuses a member whose cursor was taken over", async () => {
		const node = await stage.open();
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

	it("takes at once what a killed kernel held, where nobody else can be at work", async () => {
		const killed = await stage.open();
		const done: number[] = [];
		const leave = killed.consume(message => done.push(numberOf(message)));
		await killed.count("ann", 1);
		await waitUntil("the first is done", async () => done.length === 1);
		await leave();
		const later = Date.now() + HOUR_MS;
		const { connection } = killed.runtime;
		const held = { $inc: { number: 1 } };
		await connection
			.collection(CURSORS)
			.updateMany({}, { ...held, $set: { leasedUntil: later } });
		await connection.collection(LEASES).updateMany({}, { ...held, $set: { until: later } });
		const next = await stage.open({ isAlone: true });
		const received: number[] = [];
		next.consume(message => received.push(numberOf(message)));
		await next.count("ann", 2);
		await waitUntil("the next is received", async () => received.length > 0);
		expect(received).to.deep.equal([2]);
	});
}
