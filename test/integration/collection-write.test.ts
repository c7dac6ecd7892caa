import { expect } from "chai";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";

interface Note {
	id: string;
	rev: number;
	title: string;
	createdAt: string;
	updatedAt: string;
	[field: string]: unknown;
}
type Refusal = {
	code: string;
	detail: string;
	errors: { pointer: string; [key: string]: unknown }[];
};

describe("a collection's document", () => {
	let api: TestKernel;
	let ann: Client;
	before(async () => {
		api = await startTestKernel({ fixtures: ["notes"] });
		ann = await api.as("ann");
	});
	after(() => api.stop());
	beforeEach(() => void (api.events.length = 0));

	async function make(fields: object = {}) {
		const { status, body, text, headers } = await ann.post<Note>("/notes", {
			title: "Plan",
			...fields
		});
		expect(status, text).to.equal(201);
		return Object.assign(body, { tag: headers.get("etag")! });
	}

	async function read(id: string) {
		return (await ann.get<Note>(`/notes/${id}`)).body;
	}

	/** The document as the store holds it. */
	function stored(id: string) {
		return api.kernel.runtime.connection
			.collection<Record<string, unknown> & { _id: string }>("notes")
			.findOne({ _id: id });
	}

	describe("that is created", () => {
		it("comes back with its id, revision, times, owner and defaults, under Location and ETag", async () => {
			const { status, body, headers } = await ann.post<Note>("/notes", {
				title: "Plan",
				dueAt: "2026-03-01T10:00:00+02:00"
			});
			expect(status).to.equal(201);
			expect(body.id).to.match(/^[0-9a-f]{24}$/);
			expect(body).to.include({
				rev: 1,
				votes: 0,
				pinned: false,
				level: "low",
				ownerId: ann.id,
				dueAt: "2026-03-01T08:00:00.000Z"
			});
			expect(body.createdAt)
				.to.match(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
				.and.equal(body.updatedAt);
			expect(headers.get("location")).to.equal(`/api/v1/notes/${body.id}`);
			expect(headers.get("etag")).to.match(/^"1-[\w-]+"$/);
			expect(await read(body.id)).to.deep.equal(body);
			expect(api.events).to.include("notes.note.created");
		});

		it("keeps what is private in the store alone", async () => {
			const note = await make();
			expect(JSON.stringify(note)).to.not.include("secret");
			expect(await stored(note.id)).to.include({ secret: "only for the server" });
		});

		for (const [field, body, expected] of [
			["/title", {}, undefined],
			["/title", { title: "" }, "at least 1 characters"],
			["/title", { title: "a".repeat(81) }, "at most 80 characters"],
			["/title", { title: 7 }, "string"],
			["/title", { title: null }, "string"],
			["/slug", { title: "x", slug: "No Slug" }, "text that matches ^[a-z0-9-]+$"],
			["/score", { title: "x", score: -1 }, "at least 0"],
			["/score", { title: "x", score: 101 }, "at most 100"],
			["/score", { title: "x", score: "7" }, "number"],
			["/pinned", { title: "x", pinned: "true" }, "boolean"],
			["/dueAt", { title: "x", dueAt: "tomorrow" }, "the format date-time"],
			["/dueAt", { title: "x", dueAt: 1767225600000 }, "string"],
			["/level", { title: "x", level: "top" }, 'one of ["low","middle","high"]'],
			["/tags", { title: "x", tags: "one" }, "array"],
			["/tags", { title: "x", tags: ["1", "2", "3", "4", "5", "6"] }, "at most 5 entries"],
			["/tags/1", { title: "x", tags: ["a", 7] }, "string"],
			["/ratings/0", { title: "x", ratings: ["a"] }, "number"],
			["/author", { title: "x", author: "Ada" }, "object"],
			["/author/age", { title: "x", author: { age: 7 } }, "one of name, contact"],
			["/author/contact/city", { title: "x", author: { contact: { city: 7 } } }, "string"],
			["/members/0/userId", { title: "x", members: [{}] }, undefined],
			[
				"/members/1/role",
				{ title: "x", members: [{ userId: "a" }, { userId: "b", role: "boss" }] },
				'one of ["reader","editor"]'
			],
			["/labels/a", { title: "x", labels: { a: 7 } }, "string"],
			["/unknown", { title: "x", unknown: 1 }, "one of title, slug"],
			["/votes", { title: "x", votes: 5 }, "one of title, slug"],
			["/ownerId", { title: "x", ownerId: "bob" }, "one of title, slug"],
			["/secret", { title: "x", secret: "mine" }, "one of title, slug"],
			[
				"/author/contact/phone",
				{ title: "x", author: { contact: { phone: "1" } } },
				"one of city"
			],
			[
				"/members/0/pin",
				{ title: "x", members: [{ userId: "a", pin: "1" }] },
				"one of userId, role"
			],
			["/id", { title: "x", id: "mine" }, "one of title, slug"],
			["/_id", { title: "x", _id: "mine" }, "one of title, slug"],
			["/rev", { title: "x", rev: 7 }, "one of title, slug"],
			["/createdAt", { title: "x", createdAt: "2020-01-01T00:00:00Z" }, "one of title, slug"]
		] as [string, object, string | undefined][]) {
			it(`is refused at ${field}: ${JSON.stringify(body).slice(0, 60)}`, async () => {
				const answer = await ann.post<Refusal>("/notes", body);
				expect(answer.status, answer.text).to.equal(400);
				const problem = answer.body.errors.find(({ pointer }) => pointer === field);
				expect(problem, answer.text).to.not.equal(undefined);
				if (expected === undefined) expect(problem!.message).to.equal("is missing");
				else
					expect(String(problem!.expected)).to.satisfy((text: string) =>
						text.startsWith(expected)
					);
				expect(api.events).to.deep.equal([]);
			});
		}

		it("is refused with all that is wrong at once", async () => {
			const { body } = await ann.post<Refusal>("/notes", {
				score: "x",
				level: "y",
				other: 1
			});
			expect(body.errors.map(({ pointer }) => pointer)).to.have.members([
				"/title",
				"/score",
				"/level",
				"/other"
			]);
		});

		it("is refused when a unique index has its value, with the field's name", async () => {
			await make({ slug: "taken" });
			const { status, body } = await ann.post<Refusal>("/notes", {
				title: "x",
				slug: "taken"
			});
			expect([status, body.code]).to.deep.equal([409, "DOCUMENT_DUPLICATE"]);
			expect(body.errors[0]).to.include({ pointer: "/slug", value: "taken" });
			expect(body.detail).to.not.match(/E11000|index|collection/);
		});

		it("is made once when the same unique value comes ten times at once", async () => {
			const tries = Array.from({ length: 10 }, () =>
				ann.post("/notes", { title: "x", slug: "race" })
			);
			const statuses = (await Promise.all(tries)).map(({ status }) => status).sort();
			expect(statuses).to.deep.equal([201, ...Array<number>(9).fill(409)]);
		});
	});

	describe("that is patched", () => {
		it("merges as RFC 7396 has it: objects merge, null removes, everything else replaces", async () => {
			const { id } = await make({
				score: 5,
				tags: ["a", "b"],
				author: { name: "Ada", contact: { city: "Rome" } },
				labels: { a: "1", b: "2" },
				extra: { x: { y: 1, z: 2 }, list: [1, 2] }
			});
			const { status, body } = await ann.patch<Note>(`/notes/${id}`, {
				score: null,
				tags: ["c"],
				author: { contact: { city: "Bonn" } },
				labels: { a: null, c: "3" },
				extra: { x: { y: null }, list: [3] }
			});
			expect(status).to.equal(200);
			expect(body).to.not.have.property("score");
			expect(body.tags).to.deep.equal(["c"]);
			expect(body.author).to.deep.equal({ name: "Ada", contact: { city: "Bonn" } });
			expect(body.labels).to.deep.equal({ b: "2", c: "3" });
			expect(body.extra).to.deep.equal({ x: { z: 2 }, list: [3] });
			expect(body.rev).to.equal(2);
			expect(await read(id)).to.deep.equal(body);
			expect(await stored(id)).to.not.have.property("score");
			expect(api.events).to.include("notes.note.updated");
		});

		it("leaves private parts of nested fields as they are", async () => {
			const { id } = await make({ author: { name: "Ada", contact: { city: "Rome" } } });
			const notes = api.kernel.runtime.connection.collection<{ _id: string }>("notes");
			await notes.updateOne({ _id: id }, { $set: { "author.contact.phone": "123" } });
			await ann.patch(`/notes/${id}`, { author: { contact: { city: "Bonn" } } });
			expect((await stored(id))!.author).to.deep.equal({
				name: "Ada",
				contact: { city: "Bonn", phone: "123" }
			});
		});

		for (const [pointer, patch] of [
			["/title", { title: null }],
			["/votes", { votes: 1 }],
			["/ownerId", { ownerId: "bob" }],
			["/secret", { secret: null }],
			["/author/contact/phone", { author: { contact: { phone: null } } }],
			["/unknown", { unknown: null }],
			["/level", { level: "top" }],
			["/members/0/userId", { members: [{ role: "reader" }] }],
			["", {}]
		] as [string, object][]) {
			it(`is refused at ${pointer || "the whole"}: ${JSON.stringify(patch)}`, async () => {
				const { id } = await make();
				const answer = await ann.patch<Refusal>(`/notes/${id}`, patch);
				expect(answer.status, answer.text).to.equal(400);
				expect(answer.body.errors[0]!.pointer).to.equal(pointer);
				expect((await read(id)).rev).to.equal(1);
			});
		}

		it("is refused when the body names another document than the address", async () => {
			const [one, other] = [await make(), await make()];
			const { status, body } = await ann.patch<Refusal>(`/notes/${one.id}`, {
				id: other.id,
				title: "x"
			});
			expect(status).to.equal(400);
			expect(body.errors[0]).to.include({ pointer: "/id" });
			expect(
				(await ann.patch(`/notes/${one.id}`, { id: one.id, title: "x" })).status
			).to.equal(200);
		});

		it("loses nothing when many patch different fields at once", async () => {
			const { id } = await make();
			const patches = ["a", "b", "c", "d", "e", "f"].map(key => ({ labels: { [key]: key } }));
			const answers = await Promise.all(
				patches.map(patch => ann.patch<Note>(`/notes/${id}`, patch))
			);
			const { labels = {}, rev } = await read(id);
			const taken = answers.filter(({ status }) => status === 200);
			expect(taken.length).to.be.above(0);
			expect(rev).to.equal(1 + taken.length);
			for (const [index, { status, body }] of answers.entries()) {
				const [key] = Object.keys(patches[index]!.labels);
				if (status === 200) expect(labels).to.have.property(key!);
				else expect([status, body.code]).to.deep.equal([409, "DOCUMENT_CONTENDED"]);
			}
			const history = await ann.get<{ data: { rev: number }[] }>(`/notes/${id}/history`);
			expect(history.body.data.map(change => change.rev)).to.deep.equal(
				Array.from({ length: rev }, (_, index) => rev - index)
			);
		});
	});

	describe("that is replaced", () => {
		it("holds what was sent, the defaults, and what the server sets", async () => {
			const before = await make({ score: 5, tags: ["a"], level: "high", labels: { a: "1" } });
			const { status, body } = await ann.put<Note>(`/notes/${before.id}`, { title: "New" });
			expect(status).to.equal(200);
			expect(body).to.include({
				id: before.id,
				title: "New",
				rev: 2,
				level: "low",
				ownerId: ann.id,
				createdAt: before.createdAt
			});
			expect(body).to.not.have.any.keys("score", "labels");
			expect(await stored(before.id)).to.include({ secret: "only for the server" });
			expect(await read(before.id)).to.deep.equal(body);
		});

		it("keeps what is private inside of the fields that it replaces", async () => {
			const { id } = await make({ author: { name: "Ada", contact: { city: "Rome" } } });
			const notes = api.kernel.runtime.connection.collection<{ _id: string }>("notes");
			await notes.updateOne({ _id: id }, { $set: { "author.contact.phone": "123" } });
			await ann.put(`/notes/${id}`, { title: "New", author: { contact: { city: "Bonn" } } });
			expect((await stored(id))!.author).to.deep.equal({
				contact: { city: "Bonn", phone: "123" }
			});
		});

		it("is refused without a required field, and with one that is read-only", async () => {
			const { id } = await make();
			const without = await ann.put<Refusal>(`/notes/${id}`, { score: 1 });
			expect(without.body.errors[0]).to.include({ pointer: "/title", message: "is missing" });
			const readOnly = await ann.put<Refusal>(`/notes/${id}`, { title: "x", votes: 9 });
			expect(readOnly.body.errors[0]).to.include({
				pointer: "/votes",
				message: "is unknown or read-only"
			});
		});

		it("does not come to be by it", async () => {
			expect(
				(await ann.put("/notes/65f0c0ffee65f0c0ffee65f0", { title: "x" })).status
			).to.equal(404);
		});
	});

	describe("that is removed", () => {
		it("is gone from every list and address, and comes back by restore", async () => {
			const note = await make({ slug: "comes-back", score: 3 });
			const { status, text } = await ann.delete(`/notes/${note.id}`);
			expect([status, text]).to.deep.equal([204, ""]);
			expect((await ann.get(`/notes/${note.id}`)).status).to.equal(404);
			expect((await ann.get(`/notes?filter[id]=${note.id}`)).body.total).to.equal(0);
			expect((await ann.patch(`/notes/${note.id}`, { title: "x" })).status).to.equal(404);
			expect((await ann.delete(`/notes/${note.id}`)).status).to.equal(404);

			const restored = await ann.post<Note>(`/notes/${note.id}/restore`);
			expect(restored.status).to.equal(200);
			expect(restored.body).to.include({
				id: note.id,
				title: "Plan",
				score: 3,
				rev: 3,
				createdAt: note.createdAt
			});
			expect(await read(note.id)).to.deep.equal(restored.body);
			expect(api.events).to.include.members(["notes.note.removed", "notes.note.restored"]);
			expect((await ann.post(`/notes/${note.id}/restore`)).status).to.equal(404);
		});

		it("can be removed and restored again and again", async () => {
			const { id } = await make();
			for (const rev of [3, 5, 7]) {
				expect((await ann.delete(`/notes/${id}`)).status).to.equal(204);
				expect((await ann.post<Note>(`/notes/${id}/restore`)).body.rev).to.equal(rev);
			}
		});

		it("stays in the trash when another took its unique value meanwhile", async () => {
			const { id } = await make({ slug: "shared" });
			await ann.delete(`/notes/${id}`);
			const other = await make({ slug: "shared" });
			const { status, body } = await ann.post<Refusal>(`/notes/${id}/restore`);
			expect([status, body.errors[0]!.pointer]).to.deep.equal([409, "/slug"]);
			await ann.delete(`/notes/${other.id}`);
			expect((await ann.post(`/notes/${id}/restore`)).status).to.equal(200);
		});
	});

	describe("that has a history", () => {
		it("tells each change, newest first, with who made it and what it changed", async () => {
			const { id } = await make();
			await ann.patch(`/notes/${id}`, { title: "Second" });
			await ann.delete(`/notes/${id}`);
			await ann.post(`/notes/${id}/restore`);
			const { body, headers } = await ann.get<{
				total: number;
				data: Record<string, unknown>[];
			}>(`/notes/${id}/history`);
			expect(body.total).to.equal(4);
			expect(headers.get("x-total-count")).to.equal("4");
			expect(body.data.map(({ rev, type }) => [rev, type])).to.deep.equal([
				[4, "restored"],
				[3, "removed"],
				[2, "updated"],
				[1, "created"]
			]);
			const [, , second] = body.data;
			expect(second!.actor).to.deep.equal({ id: ann.id, kind: "user" });
			expect(second!.changed).to.deep.equal(["title"]);
			expect(second!.before).to.include({ title: "Plan", rev: 1 });
			expect(second!.after).to.include({ title: "Second", rev: 2 });
			expect(JSON.stringify(body)).to.not.include("secret");
		});

		it("comes in pages", async () => {
			const { id } = await make();
			for (const title of ["a", "b", "c"]) await ann.patch(`/notes/${id}`, { title });
			const { body } = await ann.get<{ data: { rev: number }[] }>(
				`/notes/${id}/history?page=2&pageSize=3`
			);
			expect(body).to.include({ page: 2, pageSize: 3, total: 4 });
			expect(body.data.map(({ rev }) => rev)).to.deep.equal([1]);
		});
	});

	describe("with If-Match", () => {
		for (const method of ["PUT", "PATCH", "DELETE"]) {
			describe(`on ${method}`, () => {
				const send = (id: string, match: string) =>
					ann.send<Refusal>(
						method,
						`/notes/${id}`,
						method === "DELETE" ? undefined : { title: "New" },
						{ "if-match": match }
					);

				it("goes through with the tag of the revision that is there", async () => {
					const { id, tag } = await make();
					expect((await send(id, tag)).status).to.equal(method === "DELETE" ? 204 : 200);
				});

				it("goes through with *, and with a list of tags of its revision", async () => {
					for (const match of ["*", 'W/"9-x", "1-x", "1-y"', '"1"']) {
						const { id } = await make();
						expect((await send(id, match)).status, match).to.equal(
							method === "DELETE" ? 204 : 200
						);
					}
				});

				for (const match of [
					'"2-abc"',
					"garbage",
					'"abc"',
					'W/"1-abc"',
					"1",
					'""',
					'"1-abc',
					'"2-a", "2-b"'
				]) {
					it(`is a 412 with ${match}, and changes nothing`, async () => {
						const { id } = await make();
						const { status, body } = await send(id, match);
						expect([status, body.code]).to.satisfy(
							([status, code]: [number, string]) =>
								status === 412 && /STALE|PRECONDITION/.test(code)
						);
						expect(await read(id)).to.include({ title: "Plan", rev: 1 });
					});
				}
			});
		}

		it("is refused with tags of several revisions, because a write is based on one", async () => {
			const { id } = await make();
			const match = '"1-a", "2-b"';
			const { status, body } = await ann.patch<Refusal>(
				`/notes/${id}`,
				{ title: "x" },
				{ "if-match": match }
			);
			expect([status, body.code]).to.deep.equal([400, "GATEWAY_BAD_HEADER"]);
			expect(body.detail).to.equal(
				`If-Match is "${match}", expected entity tags of one revision`
			);
		});

		it("lets one of two who read the same revision through", async () => {
			const { id, tag } = await make();
			const tries = ["a", "b"].map(title =>
				ann.patch(`/notes/${id}`, { title }, { "if-match": tag })
			);
			const statuses = (await Promise.all(tries)).map(({ status }) => status).sort();
			expect(statuses).to.deep.equal([200, 412]);
		});

		it("is heeded as rev in the body too", async () => {
			const { id } = await make();
			expect((await ann.patch(`/notes/${id}`, { title: "x", rev: 7 })).status).to.equal(412);
			expect((await ann.patch(`/notes/${id}`, { title: "x", rev: 1 })).status).to.equal(200);
		});
	});

	describe("with If-None-Match", () => {
		it("is a 304 without a body while it is the same, and a 200 after a change", async () => {
			const { id } = await make();
			const tag = (await ann.get(`/notes/${id}`)).headers.get("etag")!;
			for (const known of [tag, `W/${tag}`, `"other", ${tag}`, "*"]) {
				const { status, text, headers } = await ann.get(`/notes/${id}`, {
					"if-none-match": known
				});
				expect([status, text, headers.get("etag")], known).to.deep.equal([304, "", tag]);
			}
			expect((await ann.get(`/notes/${id}`, { "if-none-match": '"other"' })).status).to.equal(
				200
			);
			await ann.patch(`/notes/${id}`, { title: "New" });
			expect((await ann.get(`/notes/${id}`, { "if-none-match": tag })).status).to.equal(200);
		});

		it("has another tag for other fields and for another caller's view", async () => {
			const { id } = await make({ visibility: "public", salary: 5 });
			const bob = await api.as("bob");
			const tags = [
				await ann.get(`/notes/${id}`),
				await ann.get(`/notes/${id}?fields=title`),
				await bob.get(`/notes/${id}`)
			].map(({ headers }) => headers.get("etag"));
			expect(new Set(tags).size).to.equal(3);
		});

		it("works for a list", async () => {
			const { headers } = await ann.get("/notes");
			const tag = headers.get("etag")!;
			expect((await ann.get("/notes", { "if-none-match": tag })).status).to.equal(304);
			await make();
			expect((await ann.get("/notes", { "if-none-match": tag })).status).to.equal(200);
		});
	});
});
