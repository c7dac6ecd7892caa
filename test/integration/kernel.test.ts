import { expect } from "chai";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";

describe("a kernel", () => {
	let api: TestKernel;
	before(async () => {
		api = await startTestKernel({ plugins: ["projects"] });
	});
	after(() => api.stop());

	it("answers with a started plugin", async () => {
		const admin = await api.as("admin");
		const { status, body } = await admin.get<{ state: string }>("/plugins/projects");
		expect(status).to.equal(200);
		expect(body.state).to.equal("started");
	});
});
