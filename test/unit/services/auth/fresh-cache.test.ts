import { expect } from "chai";
import { FreshCache } from "../../../../services/auth/fresh-cache.ts";

/** A store whose reads end when the test says so. */
function slowStore() {
	const reads: { key: string; finish: (value: string) => void; fail: (error: Error) => void }[] =
		[];
	const read = (key: string) =>
		new Promise<string>((finish, fail) => {
			reads.push({ key, finish, fail });
		});
	return { reads, read };
}

describe("fresh cache", () => {
	let now = 0;
	beforeEach(() => {
		now = 0;
	});

	it("answers at once, without a promise, what it read less than a second ago", async () => {
		let reads = 0;
		const cache = new FreshCache(
			async key => `${key}${++reads}`,
			() => now
		);
		expect(await cache.get("a")).to.equal("a1");
		now = 999;
		expect(cache.get("a")).to.equal("a1");
		now = 1000;
		expect(await cache.get("a")).to.equal("a2");
	});

	it("keeps null as an answer", async () => {
		let reads = 0;
		const cache = new FreshCache(
			async () => (reads++, null),
			() => now
		);
		await cache.get("a");
		expect(cache.get("a")).to.equal(null);
		expect(reads).to.equal(1);
	});

	it("reads once for all who ask meanwhile", async () => {
		const { reads, read } = slowStore();
		const cache = new FreshCache(read, () => now);
		const answers = Promise.all([cache.get("a"), cache.get("a"), cache.get("a")]);
		expect(reads).to.have.length(1);
		reads[0]!.finish("value");
		expect(await answers).to.deep.equal(["value", "value", "value"]);
	});

	it("counts the second from the beginning of the read", async () => {
		const { reads, read } = slowStore();
		const cache = new FreshCache(read, () => now);
		const first = cache.get("a");
		now = 600;
		reads[0]!.finish("old");
		await first;
		now = 1001;
		void cache.get("a");
		expect(reads).to.have.length(2);
	});

	it("does not take up what was read before it was told to forget", async () => {
		const { reads, read } = slowStore();
		const cache = new FreshCache(read, () => now);
		const early = cache.get("a");
		cache.forget("a");
		const late = cache.get("a");
		reads[1]!.finish("new");
		reads[0]!.finish("old");
		expect(await Promise.all([early, late])).to.deep.equal(["old", "new"]);
		expect(cache.get("a")).to.equal("new");
	});

	it("tries again after a read that failed", async () => {
		const { reads, read } = slowStore();
		const cache = new FreshCache(read, () => now);
		const failing = Promise.resolve(cache.get("a")).catch((error: Error) => error.message);
		reads[0]!.fail(new Error("store away"));
		expect(await failing).to.equal("store away");
		const next = cache.get("a");
		reads[1]!.finish("back");
		expect(await next).to.equal("back");
	});
});
