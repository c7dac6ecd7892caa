/** Transactions of a kernel whose store is served by another process, as the nodes of a cluster have it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { openEmbedded, type EmbeddedStore } from "../support/embedded.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";

interface Tally {
	_id: string;
	n: number;
}

const TRANSACTIONS = 120;

describe("many transactions at once", () => {
	let folder: string;
	let store: EmbeddedStore;
	let api: TestKernel;
	before(async () => {
		folder = await mkdtemp(path.join(tmpdir(), "lyceum-transactions-"));
		store = await openEmbedded(folder);
		api = await startTestKernel({ environment: { MONGO_URL: store.url } });
	});
	after(async () => {
		await api?.stop();
		await store?.close();
		await rm(folder, { recursive: true, force: true });
	});

	it("wait for each other without holding all connections, and each takes effect once", async () => {
		const { runtime } = api.kernel;
		const tallies = runtime.connection.collection<Tally>("tallies");
		await tallies.insertOne({ _id: "all", n: 0 });
		let attempts = 0;
		await Promise.all(
			Array.from({ length: TRANSACTIONS }, () =>
				runtime.transaction(async session => {
					attempts++;
					await tallies.updateOne({ _id: "all" }, { $inc: { n: 1 } }, { session });
					await tallies.findOne({ _id: "all" }, { session });
				})
			)
		);
		expect(await tallies.findOne({ _id: "all" })).to.deep.equal({
			_id: "all",
			n: TRANSACTIONS
		});
		// Who loses its turn because no connection is left has to begin anew.
		expect(attempts).to.equal(TRANSACTIONS);
	});
});
