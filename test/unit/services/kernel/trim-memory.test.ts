import { expect } from "chai";
import { trimMemory } from "../../../../services/kernel/trim-memory.ts";

const MEGABYTE = 2 ** 20;

describe("trimming memory", () => {
	it("gives back the heap that garbage has taken", async () => {
		await trimMemory();
		const before = process.memoryUsage().heapTotal;
		takeHeap();
		const taken = process.memoryUsage().heapTotal;
		await trimMemory();
		const after = process.memoryUsage().heapTotal;
		expect(taken - before).to.be.greaterThan(30 * MEGABYTE);
		expect(after - before).to.be.lessThan(5 * MEGABYTE);
	});
});

/** Holds 64 MB of small objects at once, and forgets them. */
function takeHeap() {
	const rows = Array.from({ length: 1_000_000 }, (_, number) => ({ number, half: number / 2 }));
	if (rows.length === 0) throw new Error("There are a million");
}
