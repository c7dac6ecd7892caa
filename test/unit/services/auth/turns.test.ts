import { expect } from "chai";
import { Turns } from "../../../../services/auth/turns.ts";

describe("turns", () => {
	it("run no more at once than the limit, in the order in which they came", async () => {
		const turns = new Turns(2);
		const begun: number[] = [];
		const ends: (() => void)[] = [];
		const work = (index: number) =>
			turns.take(() => {
				begun.push(index);
				return new Promise<void>(resolve => ends.push(resolve));
			});
		const all = [0, 1, 2, 3, 4].map(work);
		expect(begun).to.deep.equal([0, 1]);
		expect(turns.waiting).to.equal(3);
		for (const [index, pending] of all.entries()) {
			ends[index]!();
			await pending;
			expect(begun).to.deep.equal([0, 1, 2, 3, 4].slice(0, index + 3));
		}
		expect(turns.isFull).to.equal(false);
	});

	it("go on after work that failed", async () => {
		const turns = new Turns(1);
		const failing = turns.take(() => Promise.reject(new Error("no")));
		const next = turns.take(async () => "done");
		expect(await failing.catch((error: Error) => error.message)).to.equal("no");
		expect(await next).to.equal("done");
		expect(turns.isFull).to.equal(false);
	});
});
