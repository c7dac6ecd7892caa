/** No acknowledged write without its event, for those who listen to a kernel that is killed. */
import { randomInt } from "node:crypto";
import { expect } from "chai";
import { endLeftovers } from "../support/kernel-process.ts";
import { natsMissing, startNats } from "../support/nats.ts";
import { killKernels } from "./kernel-rounds.ts";

/** The long form is `npm run test:kernel-kills`. */
const ROUNDS = 3;

describe("a kernel that is killed while clients write and listen", function () {
	this.timeout(180_000);
	after(endLeftovers);

	async function check(natsUrl: string | null) {
		const seed = randomInt(2 ** 31);
		const { problems, writes, parcels } = await killKernels({ rounds: ROUNDS, seed, natsUrl });
		expect(problems, `seed ${seed}`).to.deep.equal([]);
		expect(writes.length).to.be.at.least(ROUNDS * 5);
		expect(parcels.length).to.be.greaterThan(0);
	}

	it("has told each write once and in order, with streams in the store", () => check(null));

	it("has told each write once and in order, with streams on JetStream", async function () {
		if (natsMissing() !== null) return this.skip();
		const nats = await startNats();
		try {
			await check(nats.url);
		} finally {
			await nats.close();
		}
	});
});
