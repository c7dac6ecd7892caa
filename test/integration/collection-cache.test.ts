import { expect } from "chai";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";

interface Note {
	id: string;
	title: string;
	tags: string[];
	rev: number;
}

describe("a document that was read before", () => {
	let api: TestKernel;
	let ann: Client;
	let bob: Client;
	let id: string;
	before(async () => {
		api = await startTestKernel({ fixtures: ["notes"] });
		[ann, bob] = await Promise.all([api.as("ann"), api.as("bob")]);
	});
	after(() => api.stop());
	beforeEach(async () => {
		id = (await ann.post<Note>("/notes", { title: "Plan", tags: ["first"] })).body.id;
		expect((await ann.get<Note>(`/notes/${id}`)).body.title).to.equal("Plan");
	});

	const read = async (who: Client) => (await who.get<Note>(`/notes/${id}`)).body;
	const connection = () => api.kernel.runtime.connection;
	const notes = () => connection().collection<{ _id: string; title: string }>("notes");

	it("is a 404 to somebody else, who may not see it", async () => {
		expect((await bob.get(`/notes/${id}`)).status).to.equal(404);
	});

	const writes: [string, () => Promise<unknown>][] = [
		["a request", () => ann.patch(`/notes/${id}`, { title: "Changed" })],
		[
			"the driver, by its id",
			() => notes().updateOne({ _id: id }, { $set: { title: "Changed" } })
		],
		[
			"the driver, by another field",
			() => notes().updateMany({ title: "Plan" }, { $set: { title: "Changed" } })
		],
		[
			"the driver, by findOneAndUpdate",
			() => notes().findOneAndUpdate({ _id: id }, { $set: { title: "Changed" } })
		],
		[
			"a bulk write",
			() =>
				notes().bulkWrite([
					{
						updateOne: {
							filter: { title: "Plan" },
							update: { $set: { title: "Changed" } }
						}
					}
				])
		],
		[
			"a pipeline",
			() =>
				notes()
					.aggregate([
						{ $match: { _id: id } },
						{ $set: { title: "Changed" } },
						{ $merge: { into: "notes" } }
					])
					.toArray()
		],
		[
			"a transaction",
			() =>
				api.kernel.runtime.transaction(session =>
					notes().updateOne({ _id: id }, { $set: { title: "Changed" } }, { session })
				)
		]
	];
	for (const [who, write] of writes) {
		it(`is read anew when ${who} has changed it`, async () => {
			await write();
			expect((await read(ann)).title).to.equal("Changed");
		});
	}

	it("stays as it was when a transaction that changed it is taken back", async () => {
		const failure = await api.kernel.runtime
			.transaction(async session => {
				await notes().updateOne({ _id: id }, { $set: { title: "Changed" } }, { session });
				expect((await read(ann)).title).to.equal("Plan");
				throw new Error("taken back");
			})
			.catch((error: Error) => error.message);
		expect(failure).to.equal("taken back");
		expect((await read(ann)).title).to.equal("Plan");
	});

	it("is a 404 once it is removed, and there again once it is restored", async () => {
		expect((await ann.delete(`/notes/${id}`)).status).to.equal(204);
		expect((await ann.get(`/notes/${id}`)).status).to.equal(404);
		expect((await ann.post(`/notes/${id}/restore`)).status).to.equal(200);
		expect(await read(ann)).to.include({ title: "Plan", rev: 3 });
	});

	it("is a 404 once it belongs to somebody else, and is seen by its new owner", async () => {
		await notes().updateOne({ _id: id }, { $set: { ownerId: bob.id } as object });
		expect((await ann.get(`/notes/${id}`)).status).to.equal(404);
		expect((await read(bob)).title).to.equal("Plan");
	});

	it("is given to the actions of others as a copy of their own", async () => {
		const { broker } = api.kernel;
		const meta = { caller: { id: ann.id, kind: "user", roles: ["student"] } };
		const ctx = broker.ContextFactory.create(broker, null as never, {}, { meta } as never);
		const note = await ctx.call<Record<string, unknown>, object>("notes.get", { id });
		(note.tags as string[]).push("mine");
		expect((await read(ann)).tags).to.deep.equal(["first"]);
	});
});

describe("the total of a list that was read before", () => {
	let api: TestKernel;
	let ann: Client;
	let bob: Client;
	before(async () => {
		api = await startTestKernel({ fixtures: ["notes"] });
		ann = await api.as("ann");
		bob = await api.as("bob");
		for (const title of ["Plan", "Plan", "Other"]) await ann.post("/notes", { title });
	});
	after(() => api.stop());

	const totalOf = async (who: Client, query: string) =>
		(await who.get<{ total: number }>(`/notes?pageSize=1&${query}`)).body.total;

	it("is the same on each of its pages, another for another filter, and the caller's own", async () => {
		for (const page of [1, 2, 3]) expect(await totalOf(ann, `page=${page}`)).to.equal(3);
		expect(await totalOf(ann, "filter[title]=Plan")).to.equal(2);
		expect((await ann.get<{ total: number }>("/notes/count")).body.total).to.equal(3);
		expect(await totalOf(bob, "page=1")).to.equal(0);
	});

	it("is counted anew on pages that were not read, once something was written", async () => {
		const { body } = await ann.post<Note>("/notes", { title: "Fourth" });
		expect(await totalOf(ann, "page=4")).to.equal(4);
		await ann.delete(`/notes/${body.id}`);
		expect(await totalOf(ann, "page=2&sort=title")).to.equal(3);
		const notes = api.kernel.runtime.connection.collection("notes");
		await notes.updateMany({ title: "Plan" }, { $set: { title: "Plot" } });
		expect(await totalOf(ann, "page=2&filter[title]=Plan")).to.equal(0);
	});
});
