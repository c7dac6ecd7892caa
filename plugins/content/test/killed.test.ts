/** What becomes of an import whose kernel dies in the midst of it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { createClient, type Client } from "../../../test/support/client.ts";
import { endLeftovers, startKernelProcess } from "../../../test/support/kernel-process.ts";
import { waitUntil } from "../../../test/support/wait-until.ts";
import { zipOf } from "./support/files.ts";

interface Imported {
	id: string;
	state: string;
	taskId: string;
	preview: { id: string }[];
}

const REPOSITORY = path.resolve(import.meta.dirname, "../../..");
const ACCOUNT = { username: "root@lyceum.test", password: "Correct-horse-7-battery" };

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

describe("an import whose kernel is killed", function () {
	this.timeout(180_000);
	let folder: string;

	before(async () => {
		folder = await mkdtemp(path.join(tmpdir(), "lyceum-import-"));
	});
	after(async () => {
		await endLeftovers();
		await rm(folder, { recursive: true, force: true });
	});

	const start = async () => {
		const kernel = await startKernelProcess(REPOSITORY, {
			DATA_DIR: folder,
			ADMIN_EMAIL: ACCOUNT.username,
			ADMIN_PASSWORD: ACCOUNT.password,
			TASK_LEASE_SECONDS: "2",
			RATE_LIMITS: "off"
		});
		const { body } = await createClient(kernel.url).post<{ access_token: string }>(
			"/auth/login",
			ACCOUNT
		);
		return { kernel, client: createClient(kernel.url, body.access_token) };
	};

	it("is made whole once the kernel is back, each item once", async () => {
		const before = await start();
		const { id, preview } = await beginImport(before.client);
		await before.kernel.end("SIGKILL");
		const { kernel, client } = await start();
		await waitUntil("it is made", async () => (await read(client, id)).state === "done");
		expect(await made(client)).to.equal(ITEMS);
		const last = await client.get(`/content/${preview.at(-1)!.id}`);
		expect(last.status).to.equal(200);
		await kernel.end("SIGTERM");
	});
});
