/** What JetStream adds: a server of its own, which may be away. */
import { expect } from "chai";
import { waitUntil } from "../../support/wait-until.ts";
import { numberOf, type Stage } from "./stage.ts";

export function describeNatsAway(stage: Stage) {
	it("commits while NATS is away, and goes on by itself when it is back", async () => {
		const node = await stage.open();
		const received: number[] = [];
		node.consume(message => received.push(numberOf(message)));
		await node.count("ann", 0);
		await waitUntil("the first is received", async () => received.length === 1);
		await stage.nats().kill();
		for (let n = 1; n < 10; n++) await node.count("ann", n);
		expect(await node.streams.outbox.isEmpty()).to.equal(false);
		const check = node.streams.driver.check();
		expect(
			await check.then(
				() => "there",
				() => "away"
			)
		).to.equal("away");
		await stage.nats().start();
		await waitUntil("all are received", async () => received.includes(9));
		// What was acknowledged in the moment of the crash may come once more.
		const once = [...new Set(received)];
		expect(once).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
		await node.streams.driver.check();
	});
}
