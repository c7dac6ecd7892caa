import { expect } from "chai";
import { Counters } from "../../../../services/limits/counters.ts";
import { LocalLimiter } from "../../../../services/limits/local-counters.ts";
import { waitUntil } from "../../../support/wait-until.ts";

const MAX_KEYS = 50_000;

describe("counting in the process", () => {
	it("counts each key by itself, in windows that begin with the first request", async () => {
		const counters = new Counters(null);
		for (const expected of [1, 2, 3])
			expect((await counters.count("address:a", 60)).consumed).to.equal(expected);
		expect(await counters.count("address:b", 30)).to.deep.equal({
			consumed: 1,
			msLeft: 30_000
		});
		expect((await counters.count("address:a", 60)).msLeft).to.be.within(1, 60_000);
		expect(counters.isShared).to.equal(false);
	});

	it("begins anew after the window", async () => {
		const counters = new Counters(null);
		await counters.count("a", 1);
		expect((await counters.count("a", 1)).consumed).to.equal(2);
		await waitUntil(
			"the window is over",
			async () => (await counters.count("a", 1)).consumed === 1
		);
	});

	it("begins anew when it is told to forget", async () => {
		const counters = new Counters(null);
		await counters.count("a", 60);
		await counters.forget("a");
		expect((await counters.count("a", 60)).consumed).to.equal(1);
	});

	it("remembers a bounded number of keys through a flood, and those that are in use", async () => {
		const limiter = new LocalLimiter("test");
		for (let index = 0; index < MAX_KEYS + 1000; index++) {
			await limiter.consume(`flood${index}`, 1, { customDuration: 60 });
			if (index % 100 === 0) await limiter.consume("busy", 1, { customDuration: 60 });
		}
		expect(limiter.size).to.equal(MAX_KEYS);
		expect(limiter.dump().storage).to.have.length(MAX_KEYS);
		const busy = await limiter.consume("busy", 1, { customDuration: 60 });
		expect(busy.consumedPoints).to.equal((MAX_KEYS + 1000) / 100 + 1);
	});
});
