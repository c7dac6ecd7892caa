/** What is left of an import that is cancelled in the midst of it: nothing, and it may be made after all. */
import { expect } from "chai";
import type { Client } from "../../../test/support/client.ts";
import { waitUntil } from "../../../test/support/wait-until.ts";
import { startStage, type Stage } from "./people.ts";
import { zipOf } from "./support/files.ts";

interface Imported {
	id: string;
	state: string;
	taskId: string;
	preview: { id: string }[];
}

/** Enough for several transactions. */
const ITEMS = 450;

function manyItems() {
	const items = Array.from({ length: ITEMS }, (_none, number) => [
		`lesson/number-${number}.md`,
		`---\nkind: lesson\ntitle: Number ${number}\ntopics: [taken-back]\n---\n\nText\n`
	]);
	return zipOf(Object.fromEntries(items) as Record<string, string>);
}

const read = async (client: Client, id: string) =>
	(await client.get<Imported>(`/content/imports/${id}`)).body;

/** How many of the items are there. */
async function made(client: Client): Promise<number> {
	const { body } = await client.get<{ total: number }>(
		"/content/count?filter[topics]=taken-back"
	);
	return body.total;
}

/** Reads the file and begins to make what is in it; resolves when some of it is there, and not all. */
async function beginImport(client: Client): Promise<Imported> {
	const form = new FormData();
	form.append("file", new Blob([manyItems() as never]), "many.zip");
	const { body: file } = await client.post<{ id: string }>("/files", form);
	const { body: begun } = await client.post<Imported>("/content/imports", { fileId: file.id });
	await waitUntil("it is read", async () => (await read(client, begun.id)).state === "ready");
	const { status, text } = await client.post(`/content/imports/${begun.id}/apply`);
	expect(status, text).to.equal(202);
	await waitUntil("some of it is made", async () => (await made(client)) > 0);
	const found = await read(client, begun.id);
	expect(found.state).to.equal("applying");
	expect(await made(client)).to.be.below(ITEMS);
	return found;
}

describe("an import that is cancelled", function () {
	this.timeout(120_000);
	let stage: Stage;

	before(async () => {
		stage = await startStage();
	});
	after(() => stage?.api.stop());

	it("leaves nothing of what it has made, and can be made after all", async () => {
		const { author, admin } = stage;
		const { id, taskId, preview } = await beginImport(author);
		const cancelled = await author.post(`/tasks/${taskId}/cancel`);
		expect(cancelled.status, cancelled.text).to.equal(200);
		await waitUntil(
			"it can be made again",
			async () => (await read(author, id)).state === "ready"
		);
		expect(await made(author)).to.equal(0);
		const library = await admin.get<{ total: number }>("/content/library?topic=taken-back");
		expect(library.body.total).to.equal(0);
		expect((await author.get(`/content/${preview[0]!.id}`)).status).to.equal(404);

		await author.post(`/content/imports/${id}/apply`);
		await waitUntil("it is made", async () => (await read(author, id)).state === "done");
		expect(await made(author)).to.equal(ITEMS);
	});
});
