/** What becomes of an import whose kernel dies in the midst of it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { createClient } from "../../../test/support/client.ts";
import { endLeftovers, startKernelProcess } from "../../../test/support/kernel-process.ts";
import { startTestKernel } from "../../../test/support/kernel.ts";
import { waitUntil } from "../../../test/support/wait-until.ts";
import { beginImport, ITEMS, made, readImport } from "./support/many-items.ts";

const REPOSITORY = path.resolve(import.meta.dirname, "../../..");
const ACCOUNT = { username: "root@lyceum.test", password: "Correct-horse-7-battery" };

describe("an import whose kernel is killed", function () {
	this.timeout(180_000);
	let folder: string;

	beforeEach(async () => {
		folder = await mkdtemp(path.join(tmpdir(), "lyceum-import-"));
	});
	afterEach(async () => {
		await endLeftovers();
		await rm(folder, { recursive: true, force: true });
	});

	const start = async (leaseSeconds: number) => {
		const kernel = await startKernelProcess(REPOSITORY, {
			DATA_DIR: folder,
			ADMIN_EMAIL: ACCOUNT.username,
			ADMIN_PASSWORD: ACCOUNT.password,
			TASK_LEASE_SECONDS: String(leaseSeconds),
			RATE_LIMITS: "off"
		});
		const { body } = await createClient(kernel.url).post<{ access_token: string }>(
			"/auth/login",
			ACCOUNT
		);
		return { kernel, client: createClient(kernel.url, body.access_token) };
	};

	it("is made whole once the kernel is back, each item once", async () => {
		const before = await start(2);
		const { id, preview } = await beginImport(before.client, "killed");
		await before.kernel.end("SIGKILL");
		const { kernel, client } = await start(2);
		await waitUntil("it is made", async () => (await readImport(client, id)).state === "done");
		expect(await made(client, "killed")).to.equal(ITEMS);
		const last = await client.get(`/content/${preview.at(-1)!.id}`);
		expect(last.status).to.equal(200);
		await kernel.end("SIGTERM");
	});

	it("is taken back when it was cancelled before anybody went on with it", async () => {
		const before = await start(600);
		const { id, taskId } = await beginImport(before.client, "left");
		await before.kernel.end("SIGKILL");
		const api = await startTestKernel({ plugins: ["content"], dataDir: folder });
		try {
			const client = await api.as("admin");
			const left = await made(client, "left");
			expect((await client.post(`/tasks/${taskId}/cancel`)).status).to.equal(200);
			const settle = (now: Date) => api.kernel.broker.call("contentImports.settle", { now });
			// Whoever worked on it may still be at it.
			expect(await settle(new Date())).to.deep.equal({ settled: 0 });
			expect(await made(client, "left")).to.equal(left);
			expect(await settle(new Date(Date.now() + 11 * 60_000))).to.deep.equal({ settled: 1 });
			expect((await readImport(client, id)).state).to.equal("ready");
			expect(await made(client, "left")).to.equal(0);
		} finally {
			await api.stop();
		}
	});
});
