/** A write that was acknowledged has its notification, once, however its kernel ended. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { createClient, type Client } from "../support/client.ts";
import { endLeftovers, startKernelProcess } from "../support/kernel-process.ts";
import { waitUntil } from "../support/wait-until.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const ADMINISTRATOR = { email: "root@lyceum.test", password: "Correct-horse-7-battery" };
const MEMBER = { email: "ben@lyceum.test", password: "Another-staple-8-lamp" };
const WRITERS = 8;
const ENOUGH = 40;

interface Told {
	about: { id: string };
}

describe("notifications of a kernel that is killed", function () {
	this.timeout(120_000);
	let dataDir: string;

	before(async () => {
		dataDir = await mkdtemp(path.join(tmpdir(), "lyceum-notifications-"));
	});
	after(async () => {
		await endLeftovers();
		await rm(dataDir, { recursive: true, force: true });
	});

	function start() {
		return startKernelProcess(ROOT, {
			DATA_DIR: dataDir,
			ADMIN_EMAIL: ADMINISTRATOR.email,
			ADMIN_PASSWORD: ADMINISTRATOR.password,
			RATE_LIMITS: "off"
		});
	}

	async function signIn(url: string, account: typeof MEMBER): Promise<Client> {
		const { body, text } = await createClient(url).post<{ access_token: string }>(
			"/auth/login",
			account
		);
		expect(body.access_token, text).to.be.a("string");
		return createClient(url, body.access_token);
	}

	/** Writes until the kernel is gone; what it has acknowledged is kept. */
	async function write(client: Client, userId: string, acknowledged: string[]) {
		for (;;) {
			const project = { name: "Bridge", members: [{ userId }] };
			const answer = await client.post("/projects", project).catch(() => null);
			if (answer === null) return;
			expect(answer.status, answer.text).to.equal(201);
			acknowledged.push(answer.body.id as string);
		}
	}

	async function all(client: Client): Promise<Told[]> {
		const found: Told[] = [];
		for (let page = 1; ; page++) {
			const { body } = await client.get<{ data: Told[] }>(
				`/notifications?pageSize=100&page=${page}`
			);
			found.push(...body.data);
			if (body.data.length < 100) return found;
		}
	}

	it("are there after the next start, each once", async () => {
		const first = await start();
		const admin = await signIn(first.url, ADMINISTRATOR);
		const { body: member } = await admin.post<{ id: string }>("/users", MEMBER);
		const acknowledged: string[] = [];
		const writers = Array.from({ length: WRITERS }, () =>
			write(admin, member.id, acknowledged)
		);
		await waitUntil("enough writes", () => acknowledged.length >= ENOUGH);
		await first.end("SIGKILL");
		await Promise.all(writers);

		const second = await start();
		const ben = await signIn(second.url, MEMBER);
		const idsOf = async () => (await all(ben)).map(({ about }) => about.id);
		await waitUntil("all notifications", async () => {
			const told = new Set(await idsOf());
			return acknowledged.every(id => told.has(id));
		});
		const told = await idsOf();
		expect(told).to.have.length(new Set(told).size);
		await second.end();
	});
});
