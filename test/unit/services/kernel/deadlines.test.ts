import { expect } from "chai";
import { mock } from "node:test";
import { setImmediate } from "node:timers/promises";
import { Deadlines } from "../../../../services/kernel/deadlines.ts";

const tooLong = () => new Error("too long");

describe("deadlines", () => {
	let deadlines: Deadlines;
	let now = 0;

	beforeEach(() => {
		deadlines = new Deadlines();
		now = 0;
		mock.timers.enable({ apis: ["setTimeout"] });
		mock.method(performance, "now", () => now);
	});

	afterEach(() => {
		mock.timers.reset();
		mock.restoreAll();
	});

	function pass(milliseconds: number) {
		now += milliseconds;
		mock.timers.tick(milliseconds);
		return setImmediate();
	}

	/** Work that ends when it is told to, and how it went. */
	function start(milliseconds: number) {
		const { promise, resolve, reject } = Promise.withResolvers<string>();
		const state = { outcome: "running", resolve, reject };
		deadlines.limit(promise, milliseconds, tooLong).then(
			result => (state.outcome = result),
			error => (state.outcome = (error as Error).message)
		);
		return state;
	}

	it("passes results and errors on", async () => {
		const [good, bad] = [start(100), start(100)];
		good.resolve("done");
		bad.reject(new Error("broken"));
		await pass(0);
		expect([good.outcome, bad.outcome]).to.deep.equal(["done", "broken"]);
		await pass(200);
		expect([good.outcome, bad.outcome]).to.deep.equal(["done", "broken"]);
	});

	it("gives up on each in its own time, not before", async () => {
		const first = start(100);
		await pass(60);
		const second = start(100);
		await pass(39);
		expect([first.outcome, second.outcome]).to.deep.equal(["running", "running"]);
		await pass(1);
		expect([first.outcome, second.outcome]).to.deep.equal(["too long", "running"]);
		await pass(59);
		expect(second.outcome).to.equal("running");
		await pass(1);
		expect(second.outcome).to.equal("too long");
	});

	it("keeps a short limit apart from a long one that began earlier", async () => {
		const long = start(1000);
		const short = start(10);
		await pass(10);
		expect([long.outcome, short.outcome]).to.deep.equal(["running", "too long"]);
		await pass(990);
		expect(long.outcome).to.equal("too long");
	});

	it("goes on after all that ran has ended", async () => {
		start(100).resolve("done");
		await pass(100);
		const next = start(100);
		await pass(99);
		expect(next.outcome).to.equal("running");
		await pass(1);
		expect(next.outcome).to.equal("too long");
	});

	it("does not wait for what ended when it waits for what began after it", async () => {
		const first = start(100);
		await pass(50);
		const second = start(100);
		first.resolve("done");
		await pass(0);
		await pass(100);
		expect([first.outcome, second.outcome]).to.deep.equal(["done", "too long"]);
	});
});
