/** The short form of `npm run chaos`, which draws other faults each time. */
import { expect } from "chai";
import { natsMissing } from "../support/nats.ts";
import { unleash } from "./chaos.ts";

const SECONDS = 15;

/** A bad version, the bus cut, a node and the store killed, a coordinator killed at its rollout, a version rolled out. */
const SEED = 163_959;

describe("chaos", function () {
	this.timeout(300_000);

	it("loses nothing that was acknowledged, and everybody knows the same in the end", async function () {
		if (natsMissing() !== null) return this.skip();
		const happened: string[] = [];
		const { problems, documents } = await unleash(SECONDS, SEED, line =>
			happened.push(line)
		).catch(error => {
			throw new Error(`seed ${SEED}: ${happened.join("; ")}: ${error}`, { cause: error });
		});
		expect(problems, `seed ${SEED}: ${happened.join("; ")}`).to.deep.equal([]);
		expect(documents).to.be.greaterThan(0);
	});
});
