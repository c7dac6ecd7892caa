/** What is left of an import that is cancelled in the midst of it: nothing, and it may be made after all. */
import { expect } from "chai";
import { waitUntil } from "../../../test/support/wait-until.ts";
import { startStage, type Stage } from "./people.ts";
import {
	applyImport,
	beginImport,
	ITEMS,
	made,
	readImport,
	readItems
} from "./support/many-items.ts";

describe("an import that is cancelled", function () {
	this.timeout(120_000);
	let stage: Stage;

	before(async () => {
		stage = await startStage();
	});
	after(() => stage?.api.stop());

	it("leaves nothing of what it has made, and can be made after all", async () => {
		const { author, admin } = stage;
		const { id, taskId, preview } = await beginImport(author, "taken-back");
		const cancelled = await author.post(`/tasks/${taskId}/cancel`);
		expect(cancelled.status, cancelled.text).to.equal(200);
		await waitUntil(
			"it can be made again",
			async () => (await readImport(author, id)).state === "ready"
		);
		expect(await made(author, "taken-back")).to.equal(0);
		const library = await admin.get<{ total: number }>("/content/library?topic=taken-back");
		expect(library.body.total).to.equal(0);
		expect((await author.get(`/content/${preview[0]!.id}`)).status).to.equal(404);

		await author.post(`/content/imports/${id}/apply`);
		await waitUntil("it is made", async () => (await readImport(author, id)).state === "done");
		expect(await made(author, "taken-back")).to.equal(ITEMS);
	});

	it("can be made after all when it was cancelled before its turn came", async () => {
		const { author, api } = stage;
		const settle = (now: Date) => api.kernel.broker.call("contentImports.settle", { now });
		const id = await readItems(author, "waiting", 1);
		const first = await readItems(author, "before", ITEMS);
		await applyImport(author, first);
		const taskId = await applyImport(author, id);
		const cancelled = await author.post(`/tasks/${taskId}/cancel`);
		expect(cancelled.status, cancelled.text).to.equal(200);
		const [waiting, working] = [await readImport(author, id), await readImport(author, first)];
		expect([waiting.state, working.state]).to.deep.equal(["applying", "applying"]);
		expect(await settle(new Date())).to.deep.equal({ settled: 1 });
		expect((await readImport(author, id)).state).to.equal("ready");
		await waitUntil(
			"the other is made",
			async () => (await readImport(author, first)).state === "done"
		);
		await author.post(`/content/imports/${id}/apply`);
		await waitUntil("it is made", async () => (await readImport(author, id)).state === "done");
		expect(await made(author, "waiting")).to.equal(1);
	});
});
