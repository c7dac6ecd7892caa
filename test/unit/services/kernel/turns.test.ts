import { expect } from "chai";
import { Turns } from "../../../../services/kernel/turns.ts";

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

	it("are given up by who has waited too long, whose work is not done; the others keep their order", async () => {
		const turns = new Turns(1);
		const done: string[] = [];
		let end = () => {};
		const first = turns.take(() => new Promise<void>(resolve => (end = resolve)));
		const patience = { ms: 1, refusal: () => new Error("too long") };
		const hasty = turns.take(async () => void done.push("hasty"), patience);
		const patient = turns.take(async () => void done.push("patient"));
		expect(await hasty.catch((error: Error) => error.message)).to.equal("too long");
		expect(turns.waiting).to.equal(1);
		end();
		await Promise.all([first, patient]);
		expect(done).to.deep.equal(["patient"]);
		expect(turns.isFull).to.equal(false);
		await turns.take(async () => void done.push("hasty"), patience);
		expect(done).to.deep.equal(["patient", "hasty"]);
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
