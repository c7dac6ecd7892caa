/** No acknowledged write without its message, and no message without its write. */
import { expect } from "chai";
import { natsMissing, startNats } from "../support/nats.ts";
import { killWriters } from "./streams.ts";

/** `KILLS=50` for the long form. */
const ROUNDS = Number(process.env.KILLS ?? 4);

describe("a node that is killed while it writes and publishes", function () {
	this.timeout(60_000 * Math.max(ROUNDS, 2));

	it("has each write on the stream once and in order, in the store", async () => {
		const { acknowledged, problems } = await killWriters(ROUNDS, null);
		expect(problems).to.deep.equal([]);
		expect(acknowledged).to.be.at.least(ROUNDS * 20);
	});

	it("has each write on the stream once and in order, on JetStream", async function () {
		if (natsMissing() !== null) return this.skip();
		const nats = await startNats();
		try {
			const { acknowledged, problems } = await killWriters(ROUNDS, nats.url);
			expect(problems).to.deep.equal([]);
			expect(acknowledged).to.be.at.least(ROUNDS * 20);
		} finally {
			await nats.close();
		}
	});
});
