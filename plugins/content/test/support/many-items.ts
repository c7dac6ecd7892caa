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

/** The import as it is now. */
export const readImport = async (client: Client, id: string) =>
	(await client.get<Imported>(`/content/imports/${id}`)).body;

/** How many of the items are there. */
export async function made(client: Client, topic: string): Promise<number> {
	const { body } = await client.get<{ total: number }>(`/content/count?filter[topics]=${topic}`);
	return body.total;
}

/** Has a file with items of one topic read; answers the import's id. */
export async function readItems(client: Client, topic: string, items: number): Promise<string> {
	const form = new FormData();
	form.append("file", new Blob([zipWith(topic, items) as never]), "many.zip");
	const { body: file } = await client.post<{ id: string }>("/files", form);
	const { body } = await client.post<Imported>("/content/imports", { fileId: file.id });
	await waitUntil(
		"it is read",
		async () => (await readImport(client, body.id)).state === "ready"
	);
	return body.id;
}

/** Queues the task that makes what was read; answers its id. */
export async function applyImport(client: Client, id: string): Promise<string> {
	const { status, text, body } = await client.post<Imported>(`/content/imports/${id}/apply`);
	expect(status, text).to.equal(202);
	return body.taskId;
}

function zipWith(topic: string, length: number) {
	const items = Array.from({ length }, (_none, number) => [
		`lesson/${topic}-${number}.md`,
		`---\nkind: lesson\ntitle: Number ${number}\ntopics: [${topic}]\n---\n\nText\n`
	]);
	return zipOf(Object.fromEntries(items) as Record<string, string>);
}

/** Reads many items and begins to make them; resolves when some of them are there, and not all. */
export async function beginImport(client: Client, topic: string): Promise<Imported> {
	const id = await readItems(client, topic, ITEMS);
	await applyImport(client, id);
	await waitUntil("some of it is made", async () => (await made(client, topic)) > 0);
	const found = await readImport(client, id);
	expect(found.state).to.equal("applying");
	expect(await made(client, topic)).to.be.below(ITEMS);
	return found;
}
