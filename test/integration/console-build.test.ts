/** The console's build, as the kernel that makes it is concerned. */
import { expect } from "chai";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";

describe("the console's build", () => {
	let api: TestKernel;
	before(async () => {
		api = await startTestKernel({ environment: { CONSOLE_BUILD: "request" } });
	});
	after(() => api?.stop());

	it("is begun by a call that does not wait for it, however long it takes", async () => {
		const { broker } = api.kernel;
		await broker.call("console.prepare", {}, { timeout: 1 });
		expect((await fetch(`${api.url}/health/live`)).status).to.equal(200);
	});
});
