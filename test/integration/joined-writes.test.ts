/** Writes that come at the same moment and share a commit: each is still all or nothing by itself. */
import { expect } from "chai";
import type { CommandStartedEvent } from "mongodb";
import type { DocumentWrite } from "../../mixins/index.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";

interface Note {
	_id: string;
	rev: number;
	text?: unknown;
}

/** They are joined for the embedded store alone, which takes them in one message. */
(process.env.MONGO_URL ? describe.skip : describe)("writes of one moment", () => {
	let api: TestKernel;
	before(async () => {
		api = await startTestKernel();
	});
	after(() => api?.stop());
	beforeEach(() => notes().deleteMany({}));

	const notes = () => api.kernel.runtime.connection.collection<Note>("notes");
	const note = (_id: string, rev: number, text?: unknown): Note => ({
		_id,
		rev,
		...(text !== undefined && { text })
	});
	const insert = (_id: string, text?: unknown): DocumentWrite => ({
		collection: "notes",
		kind: "insert",
		document: note(_id, 1, text)
	});
	const replace = (_id: string, rev: number): DocumentWrite => ({
		collection: "notes",
		kind: "replace",
		filter: { _id, rev },
		document: note(_id, rev + 1)
	});

	/** Writes each list as a caller of its own; tells what became of each, and how many messages it took. */
	async function write(callers: DocumentWrite[][]) {
		const { runtime } = api.kernel;
		const client = runtime.connection.getClient();
		let messages = 0;
		const count = ({ commandName, command }: CommandStartedEvent) => {
			const [{ ns = "" } = {}] = commandName === "bulkWrite" ? command.nsInfo : [];
			if (ns.endsWith(".notes")) messages++;
		};
		client.on("commandStarted", count);
		const settled = await Promise.allSettled(
			callers.map(writes => runtime.writeTogether(writes))
		);
		client.off("commandStarted", count);
		const outcomes = settled.map(one =>
			one.status === "fulfilled" ? one.value : (one.reason as { code?: number }).code
		);
		return { outcomes, messages };
	}

	async function stored() {
		return (
			await notes()
				.find({}, { sort: { _id: 1 } })
				.toArray()
		).map(({ _id }) => _id);
	}

	it("go to the store in one message", async () => {
		const { outcomes, messages } = await write([
			[insert("a"), insert("b")],
			[insert("c")],
			[insert("d")]
		]);
		expect(outcomes).to.deep.equal([true, true, true]);
		expect(await stored()).to.deep.equal(["a", "b", "c", "d"]);
		expect(messages).to.equal(1);
	});

	it("fail alone: what is refused, or finds nothing, harms nobody else", async () => {
		await notes().insertOne({ _id: "taken", rev: 1 });
		const circular: Record<string, unknown> = {};
		circular.self = circular;
		const { outcomes } = await write([
			[insert("a")],
			[insert("b"), insert("taken")],
			[insert("c"), replace("missing", 1)],
			[insert("d", { toBSON: () => "whatever it says" })],
			[insert("e"), insert("f")],
			[insert("g", circular)],
			[insert("h"), replace("taken", 1)]
		]);
		expect(outcomes).to.deep.equal([true, 11000, false, true, true, undefined, true]);
		expect(await stored()).to.deep.equal(["a", "d", "e", "f", "h", "taken"]);
		expect(await notes().findOne({ _id: "taken" })).to.include({ rev: 2 });
	});

	it("of one document take effect one after the other: one wins", async () => {
		await notes().insertOne({ _id: "a", rev: 1 });
		const { outcomes } = await write(Array.from({ length: 8 }, () => [replace("a", 1)]));
		expect(outcomes.filter(Boolean)).to.have.length(1);
		expect(await notes().findOne({ _id: "a" })).to.deep.equal({ _id: "a", rev: 2 });
	});

	it("are cut into messages that the store takes", async () => {
		const text = "ü".repeat(3_000_000);
		const { outcomes, messages } = await write([
			[insert("a", text)],
			[insert("b", text)],
			[insert("c", text)],
			[insert("d")]
		]);
		expect(outcomes).to.deep.equal([true, true, true, true]);
		expect(messages).to.equal(3);
		expect(await stored()).to.deep.equal(["a", "b", "c", "d"]);
	});
});
