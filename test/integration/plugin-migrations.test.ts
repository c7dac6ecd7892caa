/** Migrations as an administrator meets them: with an upgrade, after it, and on the way back. */
import { expect } from "chai";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { peoplePlugin, SPLIT } from "../support/people-plugin.ts";
import { uploadForm, type PluginSource } from "../support/plugin-package.ts";
import { waitUntil } from "../support/wait-until.ts";

interface Step {
	state: string;
	by: string | null;
	seen: number;
	changed: number;
	reason: string | null;
	progress: number;
}
interface Shown {
	file: string;
	checksum: string;
	expand: Step;
	contract: Step | null;
}
interface Answer {
	version: string;
	code: string;
	detail: string;
	rehearsals: {
		documents: number;
		changed: number;
		errors: { collection: string; id: string; message: string }[];
	}[];
}

const FILE = "001-split-names.ts".replace(".ts", ".js");

describe("migrations of a plugin's documents", () => {
	let api: TestKernel;
	let admin: Client;

	beforeEach(async () => {
		api = await startTestKernel();
		admin = await api.as("admin");
	});
	afterEach(() => api?.stop());

	const install = async (source: PluginSource, query = "") =>
		admin.post<Answer>(`/plugins?acceptBreaking=true${query}`, await uploadForm(source));
	const people = () => api.kernel.runtime.connection.collection("people");
	const shown = async () =>
		(await admin.get<{ data: Shown[] }>("/plugins/people/migrations")).body.data;

	async function installWithPeople(count: number) {
		expect((await install(peoplePlugin("1.0.0"))).status).to.equal(201);
		for (let n = 0; n < count; n++) {
			const answer = await admin.post("/people", { name: `Ann${n} Lee` });
			expect(answer.status, answer.text).to.equal(201);
		}
	}

	it("expands before the new version runs, and says who did what", async () => {
		await installWithPeople(25);
		const { status, body } = await install(peoplePlugin("2.0.0", { [FILE]: SPLIT }));
		expect(status, JSON.stringify(body)).to.equal(200);
		expect(await people().countDocuments({ first: /^Ann/, last: "Lee", rev: 2 })).to.equal(25);
		expect(await people().countDocuments({ name: { $exists: true } })).to.equal(25);
		const [migration] = await shown();
		expect(migration!.expand).to.include({ state: "done", seen: 25, changed: 25, progress: 1 });
		expect(migration!.expand.by).to.equal(admin.id);
		expect(migration!.contract).to.include({ state: "open", seen: 0 });
		expect(migration!.checksum).to.match(/^[0-9a-f]{64}$/);
	});

	it("runs none for a plugin without documents, and counts them as done", async () => {
		expect((await install(peoplePlugin("2.0.0", { [FILE]: SPLIT }))).status).to.equal(201);
		const [migration] = await shown();
		expect(migration!.expand).to.include({ state: "recorded", seen: 0 });
		expect(migration!.contract).to.include({ state: "recorded" });
		await admin.post("/people", { name: "Eve Stone" });
		expect((await install(peoplePlugin("2.1.0", { [FILE]: SPLIT }))).body.version).to.equal(
			"2.1.0"
		);
		expect(await people().countDocuments({ first: { $exists: true } })).to.equal(0);
	});

	it("refuses an upgrade whose expand fails, changes nothing else, and goes on where it stopped", async () => {
		await installWithPeople(25);
		const ids = await people()
			.find({}, { projection: { _id: 1 } })
			.sort({ _id: 1 })
			.toArray();
		const bad = String(ids[17]!._id);
		await people().updateOne({ _id: bad as never }, { $unset: { name: 1 } });
		const refused = await install(peoplePlugin("2.0.0", { [FILE]: SPLIT }));
		expect(refused.status).to.equal(422);
		expect(refused.body.code).to.equal("PLUGINS_MIGRATION_FAILED");
		expect(refused.body.detail).to.contain(FILE).and.contain(bad);
		expect((await admin.get<Answer>("/plugins/people")).body.version).to.equal("1.0.0");
		expect((await admin.post("/people", { name: "Still Here" })).status).to.equal(201);
		const [failed] = await shown();
		expect(failed!.expand).to.include({ state: "failed", seen: 10 });
		await people().updateOne({ _id: bad as never }, { $set: { name: "Bo Ray" } });
		expect((await install(peoplePlugin("2.0.1", { [FILE]: SPLIT }))).status).to.equal(200);
		expect((await shown())[0]!.expand).to.include({ state: "done", seen: 26, changed: 26 });
		expect(await people().countDocuments({ first: { $exists: false } })).to.equal(0);
		expect(await people().countDocuments({ rev: 2 })).to.equal(26);
	});

	it("refuses a migration that was changed after it ran, one that comes late, and one with a bad name", async () => {
		await installWithPeople(1);
		expect((await install(peoplePlugin("2.0.0", { "005-split.js": SPLIT }))).status).to.equal(
			200
		);
		const changed = await install(peoplePlugin("2.1.0", { "005-split.js": `${SPLIT}// more` }));
		expect([changed.status, changed.body.code]).to.deep.equal([
			409,
			"PLUGINS_MIGRATION_CHANGED"
		]);
		const late = await install(
			peoplePlugin("2.1.0", { "004-late.js": SPLIT, "005-split.js": SPLIT })
		);
		expect([late.status, late.body.code]).to.deep.equal([409, "PLUGINS_MIGRATION_LATE"]);
		const bad = await install(peoplePlugin("2.1.0", { "split.js": SPLIT }));
		expect([bad.status, bad.body.code]).to.deep.equal([422, "PLUGINS_BAD_MIGRATION"]);
		expect(bad.body.detail).to.contain("001-split-names.ts");
		const empty = await install(
			peoplePlugin("2.1.0", { "005-split.js": SPLIT, "006-none.js": "export default 5;" })
		);
		expect(empty.body.detail).to.contain("defineMigration");
		expect((await admin.get<Answer>("/plugins/people")).body.version).to.equal("2.0.0");
	});

	it("goes back with the expanded form, undoes it, and expands again at the next upgrade", async () => {
		await installWithPeople(3);
		await install(peoplePlugin("2.0.0", { [FILE]: SPLIT }));
		const back = await admin.post<Answer>("/plugins/people/rollback");
		expect([back.status, back.body.version]).to.deep.equal([200, "1.0.0"]);
		expect(await people().countDocuments({ first: { $exists: true } })).to.equal(0);
		expect((await admin.post("/people", { name: "New Here" })).status).to.equal(201);
		const again = await admin.post<Answer>("/plugins/people/rollback");
		expect([again.status, again.body.version]).to.deep.equal([200, "2.0.0"]);
		expect(await people().countDocuments({ first: { $exists: true } })).to.equal(4);
	});

	it("contracts on demand, with what was written past the expand, and then refuses to go back", async () => {
		await installWithPeople(3);
		await install(peoplePlugin("2.0.0", { [FILE]: SPLIT }));
		// What the old version wrote between the expand and the swap.
		await people().insertOne({ _id: "f".repeat(24), rev: 1, name: "Late Comer" } as never);
		const { status } = await admin.post("/plugins/people/contract");
		expect(status).to.equal(200);
		expect(await people().countDocuments({ name: { $exists: true } })).to.equal(0);
		expect(await people().countDocuments({ first: "Late", last: "Comer" })).to.equal(1);
		expect((await shown())[0]!.contract).to.include({ state: "done", by: admin.id });
		const back = await admin.post<Answer>("/plugins/people/rollback");
		expect([back.status, back.body.code]).to.deep.equal([409, "PLUGINS_CONTRACTED"]);
		expect(back.body.detail).to.contain(FILE).and.contain("1.0.0");
		expect((await admin.get<Answer>("/plugins/people")).body.version).to.equal("2.0.0");
	});

	it("contracts by itself once the roll-back window has closed, and not before", async () => {
		await installWithPeople(2);
		await install(peoplePlugin("2.0.0", { [FILE]: SPLIT }));
		const service = api.kernel.broker.getLocalService("plugins") as unknown as {
			contractDue(): Promise<void>;
		};
		await service.contractDue();
		expect(await people().countDocuments({ name: { $exists: true } })).to.equal(2);
		const records = api.kernel.runtime.connection.collection("pluginMigrations");
		const dayAgo = new Date(Date.now() - 25 * 3_600_000);
		await records.updateMany({}, { $set: { "expand.endedAt": dayAgo } });
		await service.contractDue();
		expect(await people().countDocuments({ name: { $exists: true } })).to.equal(0);
		expect((await shown())[0]!.contract).to.include({ state: "done", by: null });
	});

	it("keeps a document that somebody writes in the middle of a batch", async () => {
		await installWithPeople(3);
		const slow = SPLIT.replace(
			"({ name }) => {",
			`async ({ name }) => {
				globalThis.migrationIsAt = name;
				while (!globalThis.migrationMayGoOn) await new Promise(done => setTimeout(done, 20));`
		);
		const seen = globalThis as { migrationIsAt?: string; migrationMayGoOn?: boolean };
		const upgrade = install(peoplePlugin("2.0.0", { [FILE]: slow }));
		await waitUntil("the batch was read", () =>
			Promise.resolve(seen.migrationIsAt !== undefined)
		);
		await people().updateOne(
			{ name: "Ann1 Lee" },
			{ $set: { name: "Bea Lee" }, $inc: { rev: 1 } }
		);
		seen.migrationMayGoOn = true;
		expect((await upgrade).status).to.equal(200);
		delete seen.migrationMayGoOn;
		delete seen.migrationIsAt;
		expect(await people().countDocuments({ first: "Bea", last: "Lee", rev: 3 })).to.equal(1);
		expect(await people().countDocuments({ first: "Ann1" })).to.equal(0);
	});

	it("rehearses on a copy, names the documents that fail, and leaves nothing behind", async () => {
		await installWithPeople(5);
		const one = await people().findOne({ name: "Ann2 Lee" });
		await people().updateOne({ _id: one!._id }, { $unset: { name: 1 } });
		const { status, body } = await install(
			peoplePlugin("2.0.0", { [FILE]: SPLIT }),
			"&dryRun=true"
		);
		expect(status).to.equal(200);
		expect(body.rehearsals).to.have.length(1);
		expect(body.rehearsals[0]).to.deep.include({ documents: 5, changed: 4, sampled: [] });
		expect(body.rehearsals[0]!.errors).to.have.length(1);
		expect(body.rehearsals[0]!.errors[0]).to.include({
			collection: "people",
			id: String(one!._id)
		});
		expect(await people().countDocuments({ first: { $exists: true } })).to.equal(0);
		expect(await shown()).to.deep.equal([]);
		const db = api.kernel.runtime.connection.db!;
		const names = (await db.listCollections().toArray()).map(({ name }) => name);
		expect(names.filter(name => name.startsWith("rehearsal"))).to.deep.equal([]);
	});

	it("answers writes with 503 while a migration has paused them, and reads as ever", async () => {
		await installWithPeople(2);
		const slow = SPLIT.replace("summary", "pauseWrites: true, summary").replace(
			"({ name }) => {",
			`async ({ name }) => {
				while (!globalThis.migrationMayGoOn) await new Promise(done => setTimeout(done, 20));`
		);
		const upgrade = install(peoplePlugin("2.0.0", { [FILE]: slow }));
		const write = () => admin.post<Answer>("/people", { name: "Too Soon" });
		try {
			await waitUntil("writes are paused", async () => (await write()).status === 503);
			const refused = await write();
			expect(refused.body.code).to.equal("PLUGINS_WRITES_PAUSED");
			expect(Number(refused.headers.get("retry-after"))).to.be.greaterThan(0);
			expect((await admin.get("/people")).status).to.equal(200);
			const byModel = await admin.post<Answer>("/people/mark");
			expect([byModel.status, byModel.body.code]).to.deep.equal([
				503,
				"PLUGINS_WRITES_PAUSED"
			]);
		} finally {
			Object.assign(globalThis, { migrationMayGoOn: true });
		}
		expect((await upgrade).status).to.equal(200);
		Object.assign(globalThis, { migrationMayGoOn: undefined });
		expect((await write()).status).to.equal(201);
		expect((await admin.post("/people/mark")).status).to.equal(200);
	});

	for (const who of ["guest", "teacher"]) {
		it(`refuses ${who}`, async () => {
			await installWithPeople(0);
			const caller = who === "guest" ? api.guest : await api.as(who);
			const expected = who === "guest" ? 401 : 403;
			expect((await caller.get("/plugins/people/migrations")).status).to.equal(expected);
			expect((await caller.post("/plugins/people/contract")).status).to.equal(expected);
		});
	}
});
