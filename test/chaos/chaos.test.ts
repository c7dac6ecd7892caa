/** The short form of `npm run chaos`. */
import { randomInt } from "node:crypto";
import { expect } from "chai";
import { natsMissing } from "../support/nats.ts";
import { unleash } from "./chaos.ts";

const SECONDS = 15;

describe("chaos", function () {
	this.timeout(300_000);

	it("loses nothing that was acknowledged, and everybody knows the same in the end", async function () {
		if (natsMissing() !== null) return this.skip();
		const happened: string[] = [];
		const seed = randomInt(2 ** 31);
		const { problems, documents } = await unleash(SECONDS, seed, line =>
			happened.push(line)
		).catch(error => {
			throw new Error(`seed ${seed}: ${happened.join("; ")}: ${error}`, { cause: error });
		});
		expect(problems, `seed ${seed}: ${happened.join("; ")}`).to.deep.equal([]);
		expect(documents).to.be.greaterThan(0);
	});
});
