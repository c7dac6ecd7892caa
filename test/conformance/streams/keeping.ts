/** What is kept, for how long, and how it is listed. */
import { expect } from "chai";
import { waitUntil } from "../../support/wait-until.ts";
import { page, type Stage } from "./stage.ts";

export function describeKeeping(stage: Stage) {
	it("pages the newest first, by key and type", async () => {
		const node = await stage.open();
		for (let n = 0; n < 12; n++) await node.count(n % 3 === 0 ? "ann" : "bob", n);
		await waitUntil("all are published", () => node.streams.outbox.isEmpty());
		const numbersOf = async (query: object) => {
			const found = await page(node, query);
			return [found.total, found.entries.map(({ payload }) => (payload as { n: number }).n)];
		};
		expect(await numbersOf({ pageSize: 3 })).to.deep.equal([12, [11, 10, 9]]);
		expect(await numbersOf({ page: 4, pageSize: 3 })).to.deep.equal([12, [2, 1, 0]]);
		expect(await numbersOf({ page: 5, pageSize: 3 })).to.deep.equal([12, []]);
		expect(await numbersOf({ key: "ann" })).to.deep.equal([4, [9, 6, 3, 0]]);
		expect(await numbersOf({ key: "ann", type: "counted" })).to.deep.equal([4, [9, 6, 3, 0]]);
		expect(await numbersOf({ type: "other" })).to.deep.equal([0, []]);
	});

	it("says how many messages there are and how far each group has come", async () => {
		const node = await stage.open();
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
		const node = await stage.open({ retention: { maxAgeMs: 86_400_000, maxBytes } });
		for (let n = 0; n < 20; n++) await node.count("ann", n, "x".repeat(5000));
		await waitUntil("all are published", () => node.streams.outbox.isEmpty());
		await node.streams.trim();
		const numbers = (await page(node)).entries.map(
			({ payload }) => (payload as { n: number }).n
		);
		expect(numbers.length).to.be.within(5, 8);
		expect(numbers).to.deep.equal([19, 18, 17, 16, 15, 14, 13, 12].slice(0, numbers.length));
	});

	it("keeps messages no longer than it is told", async () => {
		const node = await stage.open({ retention: { maxAgeMs: 1000, maxBytes: 1_000_000 } });
		await node.count("ann", 1);
		await waitUntil("it is published", () => node.streams.outbox.isEmpty());
		await waitUntil("it is gone", async () => {
			await node.streams.trim();
			return (await page(node)).total === 0;
		});
		await node.count("ann", 2);
		await waitUntil("the next is there", async () => (await page(node)).total === 1);
	});
}
