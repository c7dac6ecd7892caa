import { expect } from "chai";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { waitUntil } from "../support/raw-http.ts";

type Note = { id: string; title: string; [field: string]: unknown };
type Page = { data: Note[]; total: number; errors: { pointer: string; message: string }[] };

/** See the rules in the fixture: guests read public notes' titles, students what is theirs or shared. */
describe("a caller's abilities", () => {
	let api: TestKernel;
	let ann: Client, bob: Client, teacher: Client, admin: Client, guest: Client;
	let notes: Record<"own" | "open" | "shared" | "edited" | "pinned" | "high", string>;

	before(async () => {
		api = await startTestKernel({ fixtures: ["notes"] });
		[ann, bob, teacher, admin] = [
			await api.as("ann"),
			await api.as("bob"),
			await api.as("teacher"),
			await api.as("admin")
		];
		guest = api.guest;
		const make = async (title: string, fields: object = {}) => {
			const { status, body, text } = await ann.post<Note>("/notes", {
				title,
				salary: 100,
				text: `text of ${title}`,
				...fields
			});
			expect(status, text).to.equal(201);
			return body.id;
		};
		notes = {
			own: await make("own"),
			open: await make("open", { visibility: "public", salary: 200 }),
			shared: await make("shared", { members: [{ userId: bob.id, role: "reader" }] }),
			edited: await make("edited", { members: [{ userId: bob.id, role: "editor" }] }),
			pinned: await make("pinned", {
				pinned: true,
				members: [{ userId: bob.id, role: "editor" }]
			}),
			high: await make("high", { level: "high" })
		};
	});
	after(() => api.stop());

	/** A note of Ann's that everybody may improve and nobody else may read. */
	async function makePopular() {
		const { body } = await ann.post<Note>("/notes", {
			title: "popular",
			salary: 100,
			text: "words"
		});
		const collection = api.kernel.runtime.connection.collection<{ _id: string }>("notes");
		await collection.updateOne({ _id: body.id }, { $set: { votes: 7 } });
		return body.id;
	}

	async function titlesFor(client: Client, query = "") {
		const { status, body, text } = await client.get<Page>(
			`/notes?pageSize=100&sort=title${query}`
		);
		expect(status, text).to.equal(200);
		expect(body.total).to.equal(body.data.length);
		return body.data.map(({ title }) => title);
	}

	it("are the filter of every list, count and total", async () => {
		expect(await titlesFor(ann)).to.deep.equal([
			"edited",
			"high",
			"open",
			"own",
			"pinned",
			"shared"
		]);
		expect(await titlesFor(bob)).to.deep.equal(["edited", "open", "pinned", "shared"]);
		expect(await titlesFor(guest)).to.deep.equal(["open"]);
		expect(await titlesFor(teacher)).to.deep.equal([
			"edited",
			"open",
			"own",
			"pinned",
			"shared"
		]);
		expect(await titlesFor(admin)).to.have.length(6);
		expect((await bob.get("/notes/count")).body).to.deep.equal({ total: 4 });
		expect((await bob.get(`/notes?filter[id]=${notes.own}`)).body.total).to.equal(0);
	});

	const documents: [keyof typeof notes, string, string, number][] = [
		["own", "guest", "GET", 404],
		["own", "bob", "GET", 404],
		["own", "ann", "GET", 200],
		["own", "teacher", "GET", 200],
		["own", "admin", "GET", 200],
		["open", "guest", "GET", 200],
		["open", "bob", "GET", 200],
		["shared", "bob", "GET", 200],
		["high", "teacher", "GET", 404],
		["own", "guest", "PATCH", 401],
		["own", "bob", "PATCH", 404],
		["open", "bob", "PATCH", 403],
		["shared", "bob", "PATCH", 403],
		["edited", "bob", "PATCH", 200],
		["pinned", "bob", "PATCH", 403],
		["pinned", "ann", "PATCH", 403],
		["own", "ann", "PATCH", 200],
		["high", "teacher", "PATCH", 404],
		["own", "guest", "DELETE", 401],
		["own", "bob", "DELETE", 404],
		["open", "bob", "DELETE", 403],
		["pinned", "ann", "DELETE", 403],
		["own", "teacher", "DELETE", 403],
		["open", "teacher", "DELETE", 403]
	];
	for (const [name, who, method, status] of documents) {
		it(`answer ${method} of the ${name} note by ${who} with ${status}`, async () => {
			const clients: Record<string, Client> = { guest, ann, bob, teacher, admin };
			const body = method === "PATCH" ? { text: "changed" } : undefined;
			const answer = await clients[who]!.send<{ detail: string }>(
				method,
				`/notes/${notes[name]}`,
				body
			);
			expect(answer.status, answer.text).to.equal(status);
			if (status === 404) expect(answer.text).to.not.include(name);
		});
	}

	it("hide the history and the trash of what they hide", async () => {
		expect((await bob.get(`/notes/${notes.own}/history`)).status).to.equal(404);
		const { body } = await ann.post<Note>("/notes", { title: "to go" });
		await ann.delete(`/notes/${body.id}`);
		expect((await bob.post(`/notes/${body.id}/restore`)).status).to.equal(404);
		expect((await guest.post(`/notes/${body.id}/restore`)).status).to.equal(401);
		expect((await ann.post(`/notes/${body.id}/restore`)).status).to.equal(200);
	});

	describe("for fields", () => {
		it("leave out of an answer what may not be read, document by document", async () => {
			const { body } = await bob.get<Note>(`/notes/${notes.open}`);
			expect(body).to.include({ title: "open" }).and.not.have.property("salary");
			const mine = await bob.post<Note>("/notes", {
				title: "bob's",
				salary: 7,
				visibility: "private"
			});
			expect(mine.body.salary).to.equal(7);
			const { body: page } = await bob.get<Page>("/notes?sort=title&pageSize=100");
			const shown = page.data.filter(note => "salary" in note).map(({ title }) => title);
			expect(shown).to.deep.equal(["bob's"]);
			await bob.delete(`/notes/${mine.body.id}`);
		});

		it("leave a guest the fields that the rule names", async () => {
			const { body } = await guest.get<Note>(`/notes/${notes.open}`);
			expect(Object.keys(body).sort()).to.deep.equal([
				"createdAt",
				"id",
				"rev",
				"tags",
				"title",
				"updatedAt",
				"visibility"
			]);
			const asked = await guest.get<Note>(`/notes/${notes.open}?fields=title,text,salary`);
			expect(asked.body).to.deep.equal({ id: notes.open, title: "open" });
		});

		it("leave them out of the history too", async () => {
			const { body, text } = await bob.get<{ data: { changed: string[] }[] }>(
				`/notes/${notes.open}/history`
			);
			expect(text).to.not.include("salary");
			expect(body.data[0]!.changed).to.include("title");
		});

		it("refuse a filter, an order and a search by a field that can never be read", async () => {
			for (const query of [
				"filter[salary]=200",
				"filter[text]=x",
				"sort=salary",
				"sort=-text",
				"filter[members.userId]=x",
				"q=text"
			]) {
				const { status, body } = await guest.get<Page>(`/notes?${query}`);
				expect(status, query).to.equal(400);
				expect(body.errors[0]!.message).to.equal("is not a field");
			}
			expect((await guest.get("/notes/count?filter[salary]=200")).status).to.equal(400);
			expect(await titlesFor(guest, "&filter[title]=open")).to.deep.equal(["open"]);
		});

		it("AND a filter with the condition under which its field may be read", async () => {
			// Bob may read the salary of his own notes alone: his filter must not find Ann's by it.
			expect(await titlesFor(bob, "&filter[salary]=200")).to.deep.equal([]);
			expect(await titlesFor(bob, "&filter[salary][ne]=5")).to.deep.equal([]);
			expect(await titlesFor(bob, "&filter[salary][exists]=false")).to.deep.equal([]);
			expect((await bob.get("/notes/count?filter[salary][gt]=1")).body).to.deep.equal({
				total: 0
			});
			const { body } = await bob.get<Page>("/notes?sort=salary");
			expect(body.total).to.equal(0);
			expect(await titlesFor(ann, "&filter[salary]=200")).to.deep.equal(["open"]);
		});

		it("limit what may be changed, and name the field", async () => {
			const fine = await bob.patch(`/notes/${notes.edited}`, {
				title: "edited",
				text: "by bob"
			});
			expect(fine.status, fine.text).to.equal(200);
			for (const field of ["level", "members", "visibility", "salary"]) {
				const value = { level: "low", members: [], visibility: "public", salary: 1 }[field];
				const { status, body } = await bob.patch<{ detail: string }>(
					`/notes/${notes.edited}`,
					{ [field]: value }
				);
				expect([status, body.detail]).to.deep.equal([
					403,
					`You may not update the field "${field}" of Note`
				]);
			}
		});

		it("keep through a PUT the fields that the caller may not change", async () => {
			const id = await makePopular();
			const { status, text } = await bob.put(`/notes/${id}`, { title: "better" });
			expect(status, text).to.equal(200);
			const { body } = await ann.get<Note>(`/notes/${id}`);
			expect(body).to.include({ title: "better", salary: 100, votes: 7, ownerId: ann.id });
			expect(body).to.not.have.property("text");
			const named = await bob.put(`/notes/${id}`, { title: "better", salary: 1 });
			expect(named.status).to.equal(403);
		});
	});

	describe("for writes", () => {
		it("are checked on the document before and after", async () => {
			const { body } = await ann.post<Note>("/notes", { title: "closing" });
			// Pinning is allowed by the document before, not by the one after.
			const { status, text } = await ann.patch(`/notes/${body.id}`, { pinned: true });
			expect(status, text).to.equal(403);
			const raised = await teacher.patch(`/notes/${body.id}`, { level: "high" });
			expect(raised.status).to.equal(403);
			expect((await ann.get<Note>(`/notes/${body.id}`)).body).to.include({
				pinned: false,
				level: "low",
				rev: 1
			});
		});

		it("cannot give a document to somebody else", async () => {
			const { body } = await ann.post<Note>("/notes", { title: "hers" });
			expect(body.ownerId).to.equal(ann.id);
			for (const method of ["PATCH", "PUT"]) {
				const answer = await ann.send<Page>(method, `/notes/${body.id}`, {
					title: "x",
					ownerId: bob.id
				});
				expect(answer.status).to.equal(400);
				expect(answer.body.errors[0]!.pointer).to.equal("/ownerId");
			}
		});

		it("answer a caller who may change a document but not read it with what the kernel keeps alone", async () => {
			const id = await makePopular();
			expect((await bob.get(`/notes/${id}`)).status).to.equal(404);
			const { status, body } = await bob.patch<Note>(`/notes/${id}`, { title: "better" });
			expect(status).to.equal(200);
			expect(Object.keys(body).sort()).to.deep.equal(["createdAt", "id", "rev", "updatedAt"]);
		});

		it("are refused to guests with 401 and to others without any right with 403", async () => {
			const asked = await guest.post("/notes", { title: "x" });
			expect(asked.status).to.equal(401);
			expect(asked.headers.get("www-authenticate")).to.equal("Bearer");
			expect((await teacher.delete(`/notes/${notes.own}`)).status).to.equal(403);
			expect((await ann.get("/plugins")).status).to.equal(403);
			expect((await guest.get("/plugins")).status).to.equal(401);
		});
	});

	it("change within moments when a role is taken away", async () => {
		const eve = await api.as("eve", "teacher");
		expect((await eve.get(`/notes/${notes.own}`)).status).to.equal(200);
		await admin.patch(`/users/${eve.id}`, { roles: ["student"] });
		await waitUntil(
			"the role is gone",
			async () => (await eve.get(`/notes/${notes.own}`)).status === 404
		);
	});

	it("do not let anybody in whose token is none", async () => {
		const { url } = guest;
		const attempts = [
			"Bearer nonsense",
			"Bearer ",
			"Basic YTpi",
			"bearer a.b.c",
			`Bearer ${ann.token}x`,
			"Bearer eyJhbGciOiJub25lIn0.e30."
		];
		for (const authorization of attempts) {
			const response = await fetch(`${url}/api/v1/notes`, { headers: { authorization } });
			expect(response.status, authorization).to.equal(401);
		}
	});
});
