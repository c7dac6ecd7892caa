import { expect } from "chai";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { lockFolder } from "../../services/store/embedded/index.ts";
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

describe("a kernel for a test that cannot be signed in to", () => {
	let dataDir: string;
	before(async () => {
		dataDir = await mkdtemp(path.join(tmpdir(), "lyceum-test-data-"));
	});
	after(() => rm(dataDir, { recursive: true, force: true }));

	it("is stopped, and lets go of its data", async () => {
		const environment = { ADMIN_EMAIL: "somebody-else@lyceum.test" };
		const error = await startTestKernel({ dataDir, environment }).then(
			() => null,
			(thrown: Error) => thrown
		);
		expect(error?.message).to.match(/^root@lyceum\.test could not sign in: /);
		lockFolder(path.join(dataDir, "store"))();
	});
});
