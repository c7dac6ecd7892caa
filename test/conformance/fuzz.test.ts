/**
 * Requests made from the OpenAPI document, as every kind of caller: no answer of the 5xx family, no word of
 * what works inside, none that takes too long, none that the document does not describe. `npm run fuzz` sends others,
 * and ten times as many.
 */
import { expect } from "chai";
import { fuzz } from "../support/fuzz/fuzz.ts";

const RUNS = 2000;

/** One for all runs, so that what fails is a change's fault. */
const SEED = 20_261;

/** Below it the requests were refused at the door, and what is behind was not looked at. */
const MIN_CARRIED_OUT = 50;

describe("requests made from the OpenAPI document", function () {
	this.timeout(600_000);

	it("are all answered, as the document says", async () => {
		const { faults, succeeded } = await fuzz({ runs: RUNS, seed: SEED });
		const again = `again with: npm run fuzz -- --runs ${RUNS} --seed ${SEED}`;
		expect(faults.join("\n\n"), again).to.equal("");
		expect(succeeded.size, again).to.be.at.least(MIN_CARRIED_OUT);
	});
});
