/** What is older than AUDIT_RETENTION_DAYS leaves the audit trail; what is left still shows tampering. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { newId } from "../../mixins/index.ts";
import { link, ROOT_HASH } from "../../services/audit/chain.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { waitUntil } from "../support/wait-until.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

interface Verification {
	valid: boolean;
	checked: number;
	head: { seq: number; hash: string };
	keptFrom: number;
	brokenAt: number | null;
}

describe("the retention of the audit trail", function () {
	this.timeout(60_000);
	let dataDir: string;
	let lyceum: TestKernel;
	let whole: Verification;

	const start = (days?: string) =>
		startTestKernel({
			dataDir,
			environment: days === undefined ? {} : { AUDIT_RETENTION_DAYS: days }
		});
	const restart = async (days?: string) => {
		await lyceum.kernel.stop();
		lyceum = await start(days);
	};

	async function verify(query = "") {
		const admin = await lyceum.as("admin");
		return admin.get<Verification & { errors: { pointer: string }[] }>(`/audit/verify${query}`);
	}

	const stored = () =>
		lyceum.kernel.runtime.connection.collection<Record<string, unknown>>("auditEntries");

	/** Makes a trail whose first entries are 40 days old, five of them, and five more 3 days. */
	async function makeOldTrail() {
		const { connection } = lyceum.kernel.runtime;
		const actor = { id: "somebody", kind: "user", viewedBy: null };
		const noted = Array.from({ length: 12 }, () => ({
			_id: newId(),
			at: new Date(),
			action: "projects.create",
			actor,
			code: null,
			params: {},
			requestId: null,
			address: null,
			auditPending: true
		}));
		await connection.collection("auditQueue").insertMany(noted as never[]);
		await verify();
		const entries = await stored().find().sort({ seq: 1 }).toArray();
		const ageOf = (index: number) => (index < 5 ? 40 : index < 10 ? 3 : 0) * DAY_MS;
		const aged = entries.map((entry, index) => ({
			...entry,
			at: new Date(Number(entry.at) - ageOf(index))
		}));
		await stored().deleteMany({});
		await stored().insertMany(link(aged as never[], { seq: 0, hash: ROOT_HASH }) as never[]);
	}

	before(async function () {
		if (process.env.MONGO_URL) this.skip();
		dataDir = await mkdtemp(path.join(tmpdir(), "lyceum-retention-"));
		lyceum = await start();
		await makeOldTrail();
		({ body: whole } = await verify());
		expect(whole.valid).to.equal(true);
	});
	after(async () => {
		await lyceum?.stop();
		if (dataDir) await rm(dataDir, { recursive: true, force: true });
	});

	it("keeps everything without the setting", async () => {
		await restart();
		const { body } = await verify();
		expect(body).to.include({ valid: true, keptFrom: 1 });
		expect(await stored().countDocuments({ seq: 1 })).to.equal(1);
	});

	it("removes what is older, says so in the trail, and leaves a chain that is whole", async () => {
		const old = await stored().countDocuments({
			at: { $lt: new Date(Date.now() - 30 * DAY_MS) }
		});
		expect(old).to.equal(5);
		const last = await stored().findOne(
			{ at: { $lt: new Date(Date.now() - 30 * DAY_MS) } },
			{
				sort: { seq: -1 }
			}
		);
		await restart("30");
		await waitUntil(
			"the old entries are gone",
			async () => (await stored().countDocuments({ seq: last!.seq })) === 0
		);
		const { body } = await verify();
		expect(body).to.include({ valid: true, brokenAt: null, keptFrom: Number(last!.seq) + 1 });
		expect(body.head.seq).to.be.greaterThan(whole.head.seq);
		expect(await stored().countDocuments({ seq: { $lte: last!.seq } })).to.equal(0);
		const admin = await lyceum.as("admin");
		const told = await admin.get<{ data: { actorKind: string; details: object }[] }>(
			"/audit?filter[eventType]=audit.trimmed"
		);
		expect(told.body.data).to.have.length(1);
		expect(told.body.data[0]).to.deep.include({
			actorKind: "system",
			details: { params: { through: last!.seq, hash: last!.hash } }
		});
	});

	it("still finds a head that was kept elsewhere, and says when it is too old to be found", async () => {
		const { seq, hash } = whole.head;
		expect((await verify(`?seq=${seq}&hash=${hash}`)).body.valid).to.equal(true);
		const { body } = await verify();
		const gone = body.keptFrom - 1;
		const forged = await verify(`?seq=${gone}&hash=${"0".repeat(64)}`);
		expect(forged.body).to.include({ valid: false, brokenAt: gone });
		const older = await verify(`?seq=${gone - 1}&hash=${"0".repeat(64)}`);
		expect(older.status).to.equal(400);
		expect(older.body.errors[0]!.pointer).to.equal("seq");
	});

	const tampering: [what: string, change: (keptFrom: number) => Promise<unknown>][] = [
		["one more was cut off", from => stored().deleteOne({ seq: from })],
		[
			"the entry that tells of the cut was changed",
			() => stored().updateOne({ eventType: "audit.trimmed" }, { $set: { details: "{}" } })
		],
		[
			"the entry that tells of the cut was taken away",
			() => stored().deleteOne({ eventType: "audit.trimmed" })
		],
		[
			"the first that is left was changed",
			from => stored().updateOne({ seq: from }, { $set: { actorId: "x" } })
		]
	];
	for (const [what, change] of tampering) {
		it(`shows that ${what}`, async () => {
			const { keptFrom } = (await verify()).body;
			const before = await stored().find().toArray();
			await change(keptFrom);
			expect((await verify()).body.valid).to.equal(false);
			await stored().deleteMany({});
			await stored().insertMany(before);
			expect((await verify()).body.valid).to.equal(true);
		});
	}

	it("removes nothing while the trail shows tampering", async () => {
		const { keptFrom } = (await verify()).body;
		const before = await stored().find().toArray();
		await stored().updateOne({ seq: keptFrom }, { $set: { actorId: "x" } });
		await restart("1");
		await lyceum.kernel.stop();
		lyceum = await start();
		expect(await stored().countDocuments({ seq: keptFrom })).to.equal(1);
		expect((await verify()).body).to.include({ valid: false, brokenAt: keptFrom });
		await stored().updateOne(
			{ seq: keptFrom },
			{ $set: { actorId: before.find(({ seq }) => seq === keptFrom)!.actorId } }
		);
		expect((await verify()).body.valid).to.equal(true);
	});

	it("goes on from one cut to the next, and ends what was left half done", async () => {
		const first = (await verify()).body.keptFrom;
		await restart("1");
		await waitUntil("the trail is cut", async () => (await verify()).body.keptFrom > first);
		const { body } = await verify();
		expect(body.valid).to.equal(true);
		const left = { ...(await stored().findOne({ seq: body.keptFrom }))! };
		await stored().insertOne({ ...left, _id: "left", seq: 1, sourceId: "left" } as never);
		expect((await verify()).body.valid).to.equal(true);
		await restart("1");
		await waitUntil(
			"what was left is gone",
			async () => (await stored().countDocuments({ seq: 1 })) === 0
		);
		expect((await verify()).body).to.include({ valid: true, keptFrom: body.keptFrom });
	});
});
