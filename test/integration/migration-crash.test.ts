/** A kernel that is killed in the middle of a migration goes on with it at its next start. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { createClient, type Client } from "../support/client.ts";
import { endLeftovers, startKernelProcess, type KernelProcess } from "../support/kernel-process.ts";
import { gatedSplit, peoplePlugin } from "../support/people-plugin.ts";
import { uploadForm } from "../support/plugin-package.ts";
import { waitUntil } from "../support/wait-until.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const ADMINISTRATOR = { email: "root@lyceum.test", password: "Correct-horse-7-battery" };
const PEOPLE = 40;

interface Migrations {
	data: { expand: { state: string; seen: number; changed: number } }[];
}

describe("a kernel that is killed in the middle of a migration", function () {
	this.timeout(120_000);
	let folder: string;

	before(async function () {
		if (process.env.MONGO_URL) return this.skip();
		folder = await mkdtemp(path.join(tmpdir(), "lyceum-crash-"));
		await mkdir(path.join(folder, "plugins"));
	});
	after(async () => {
		await endLeftovers();
		if (folder) await rm(folder, { recursive: true, force: true });
	});

	async function start(): Promise<{ kernel: KernelProcess; admin: Client }> {
		const kernel = await startKernelProcess(ROOT, {
			DATA_DIR: path.join(folder, "data"),
			PLUGINS_DIR: path.join(folder, "plugins"),
			ADMIN_EMAIL: ADMINISTRATOR.email,
			ADMIN_PASSWORD: ADMINISTRATOR.password,
			RATE_LIMITS: "off"
		});
		const { body } = await createClient(kernel.url).post<{ access_token: string }>(
			"/auth/login",
			ADMINISTRATOR
		);
		return { kernel, admin: createClient(kernel.url, body.access_token) };
	}

	it("goes on behind the last batch, and runs the new version then", async () => {
		const first = await start();
		const gate = path.join(folder, "gate");
		const upload = async (version: string, migrations = {}) =>
			first.admin.post(
				"/plugins?acceptBreaking=true",
				await uploadForm(peoplePlugin(version, migrations))
			);
		expect((await upload("1.0.0")).status).to.equal(201);
		for (let n = 0; n < PEOPLE; n++) await first.admin.post("/people", { name: `Ann${n} Lee` });
		const lost = upload("2.0.0", { "001-split.js": gatedSplit(PEOPLE / 2, gate) }).catch(
			() => null
		);
		await waitUntil("half of the people are split", async () => {
			const { body } = await first.admin.get<Migrations>("/plugins/people/migrations");
			return body.data[0]?.expand.seen === PEOPLE / 2;
		});
		await first.kernel.end("SIGKILL");
		await lost;

		await writeFile(gate, "");
		const { kernel, admin } = await start();
		const { body: plugin } = await admin.get<{ version: string; state: string }>(
			"/plugins/people"
		);
		expect(plugin).to.include({ version: "2.0.0", state: "started" });
		const { body } = await admin.get<Migrations>("/plugins/people/migrations");
		expect(body.data[0]!.expand).to.include({ state: "done", seen: PEOPLE, changed: PEOPLE });
		const people = await admin.get<{ total: number; data: { rev: number; last: string }[] }>(
			`/people?pageSize=${PEOPLE}`
		);
		expect(people.body.data).to.have.length(PEOPLE);
		for (const person of people.body.data) expect(person).to.include({ rev: 2, last: "Lee" });
		await kernel.end();
	});
});
