/** What becomes of an import whose kernel dies in the midst of it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { createClient } from "../../../test/support/client.ts";
import { endLeftovers, startKernelProcess } from "../../../test/support/kernel-process.ts";
import { waitUntil } from "../../../test/support/wait-until.ts";
import { beginImport, ITEMS, made, readImport } from "./support/many-items.ts";

const REPOSITORY = path.resolve(import.meta.dirname, "../../..");
const ACCOUNT = { username: "root@lyceum.test", password: "Correct-horse-7-battery" };

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
		await waitUntil("it is made", async () => (await readImport(client, id)).state === "done");
		expect(await made(client)).to.equal(ITEMS);
		const last = await client.get(`/content/${preview.at(-1)!.id}`);
		expect(last.status).to.equal(200);
		await kernel.end("SIGTERM");
	});
});
