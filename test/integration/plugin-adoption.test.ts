/** Nodes that start at the same moment find the same newer files of a bundled plugin. */
import { expect } from "chai";
import { appendFile } from "node:fs/promises";
import path from "node:path";
import type { Operations } from "../../services/plugin-manager/operations.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";

const NODES = 4;

interface Desired {
	_id: string;
	revision: number;
	integrity: string;
}

describe("newer files of a bundled plugin", () => {
	let api: TestKernel;

	before(async () => {
		api = await startTestKernel({ plugins: ["projects"] });
	});
	after(() => api?.stop());

	it("are taken over once, and no node fails that was not the first", async () => {
		const desired = api.kernel.runtime.connection.collection<Desired>("plugins");
		const before = await desired.findOne({ _id: "projects" });
		await appendFile(
			path.join(api.pluginsDir, "projects/projects.service.ts"),
			"\n// Newer.\n"
		);
		const service = api.kernel.broker.getLocalService("plugins") as unknown as {
			parts: { operations: Operations };
		};
		const { operations } = service.parts;
		await Promise.all(Array.from({ length: NODES }, () => operations.adoptBundled()));
		const now = await desired.findOne({ _id: "projects" });
		expect(now!.revision).to.equal(before!.revision + 1);
		expect(now!.integrity).to.not.equal(before!.integrity);
	});
});
