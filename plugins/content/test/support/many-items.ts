/** An import that takes several transactions, begun and caught in the midst. */
import { expect } from "chai";
import type { Client } from "../../../../test/support/client.ts";
import { waitUntil } from "../../../../test/support/wait-until.ts";
import { zipOf } from "./files.ts";

export interface Imported {
	id: string;
	state: string;
	taskId: string;
	preview: { id: string }[];
}

/** Enough for several transactions. */
export const ITEMS = 450;

function manyItems() {
	const items = Array.from({ length: ITEMS }, (_none, number) => [
		`lesson/number-${number}.md`,
		`---\nkind: lesson\ntitle: Number ${number}\ntopics: [taken-back]\n---\n\nText\n`
	]);
	return zipOf(Object.fromEntries(items) as Record<string, string>);
}

/** The import as it is now. */
export const readImport = async (client: Client, id: string) =>
	(await client.get<Imported>(`/content/imports/${id}`)).body;

/** How many of the items are there. */
export async function made(client: Client): Promise<number> {
	const { body } = await client.get<{ total: number }>(
		"/content/count?filter[topics]=taken-back"
	);
	return body.total;
}

/** Reads the file and begins to make what is in it; resolves when some of it is there, and not all. */
export async function beginImport(client: Client): Promise<Imported> {
	const form = new FormData();
	form.append("file", new Blob([manyItems() as never]), "many.zip");
	const { body: file } = await client.post<{ id: string }>("/files", form);
	const { body: begun } = await client.post<Imported>("/content/imports", { fileId: file.id });
	await waitUntil(
		"it is read",
		async () => (await readImport(client, begun.id)).state === "ready"
	);
	const { status, text } = await client.post(`/content/imports/${begun.id}/apply`);
	expect(status, text).to.equal(202);
	await waitUntil("some of it is made", async () => (await made(client)) > 0);
	const found = await readImport(client, begun.id);
	expect(found.state).to.equal("applying");
	expect(await made(client)).to.be.below(ITEMS);
	return found;
}
