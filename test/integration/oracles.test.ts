/**
 * What a caller may not read cannot be found out either. Where it can be told by looking, a request is sent twice
 * with other hidden contents in between, written straight into the store, and the answers must be the same to the byte.
 * Exercises and projects have the same for their own fields and documents, in their own tests.
 */
import { expect } from "chai";
import * as fc from "fast-check";
import { OPERATORS } from "../../mixins/collection/filter.ts";
import type { Answer, Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";

type Body = Record<string, unknown>;
type Reader = "guest" | "bob" | "ann" | "teacher" | "admin";

const RUNS = 80;

/** What nobody may read: it never leaves the server. */
const PRIVATE = [
	{
		secret: "alpha",
		author: { name: "Known", contact: { city: "Known", phone: "111" } },
		pin: "1111"
	},
	{
		secret: "omega",
		author: { name: "Known", contact: { city: "Known", phone: "999" } },
		pin: "9999"
	}
];

const FIELDS = [
	..."title slug text score votes pinned dueAt level visibility tags ratings salary".split(" "),
	..."secret author author.name author.contact author.contact.city author.contact.phone".split(
		" "
	),
	..."members members.userId members.role members.pin labels labels.x extra extra.x".split(" "),
	..."ownerId id _id rev __v createdAt $where title.length salary.x members.0.pin".split(" ")
];
const VALUES = "alpha omega 111 999 1111 9999 100 200 1 true false a low high public reader".split(
	" "
);

const field = fc.constantFrom(...FIELDS, "salary", "secret", "members.pin", "author.contact.phone");
const value = fc.constantFrom(...VALUES);
const filter = fc
	.tuple(field, fc.option(fc.constantFrom(...OPERATORS)), value)
	.map(
		([name, operator, wanted]) => `filter[${name}]${operator ? `[${operator}]` : ""}=${wanted}`
	);
const sort = fc
	.array(fc.tuple(fc.constantFrom("", "-"), field), { minLength: 1, maxLength: 3 })
	.map(keys => `sort=${keys.map(key => key.join("")).join(",")}`);
const fields = fc
	.array(field, { minLength: 1, maxLength: 3 })
	.map(names => `fields=${names.join(",")}`);
const search = value.map(words => `q=${words}`);
const paging = fc.constantFrom("pageSize=1", "pageSize=1&page=2", "pageSize=100");

const queryOf = (...parts: fc.Arbitrary<string>[]) =>
	fc.array(fc.oneof(...parts), { maxLength: 3 }).map(query => `?${query.join("&")}`);
const request = fc.record({
	reader: fc.constantFrom<Reader>("guest", "bob", "ann", "teacher", "admin"),
	method: fc.constantFrom("GET", "GET", "HEAD"),
	path: fc.oneof(
		queryOf(filter, filter, sort, fields, search, paging).map(query => `/notes${query}`),
		queryOf(filter, filter, search).map(query => `/notes/count${query}`),
		queryOf(fields).map(query => `/notes/:id${query}`),
		fc.constant("/notes/:id/history")
	)
});

describe("what a caller may not read", function () {
	this.timeout(120_000);
	let api: TestKernel;
	let readers: Record<Reader, Client>;
	let open: string;
	let edited: string;

	before(async () => {
		api = await startTestKernel({ fixtures: ["notes"], plugins: ["exercises"] });
		const [ann, bob] = [await api.as("ann"), await api.as("bob")];
		const [teacher, admin] = [await api.as("teacher"), await api.as("admin")];
		readers = { guest: api.guest, ann, bob, teacher, admin };
		const make = async (note: object) =>
			(await ann.post<{ id: string }>("/notes", note)).body.id;
		open = await make({ title: "open", visibility: "public", tags: ["a"], salary: 100 });
		edited = await make({
			title: "edited",
			members: [{ userId: bob.id, role: "editor" }],
			salary: 100
		});
		await bob.post("/notes", { title: "bob's", salary: 150 });
	});
	after(() => api?.stop());

	function notes() {
		return api.kernel.runtime.connection.collection<{ _id: string; members: Body[] }>("notes");
	}

	/** Gives Ann's notes other hidden contents, all that this reader may not see. */
	async function setHidden(reader: Reader, state: 0 | 1) {
		const { secret, author, pin } = PRIVATE[state]!;
		const more: Partial<Record<Reader, Body>> = {
			bob: { salary: [100, 200][state] },
			guest: {
				salary: [100, 200][state],
				text: ["alpha", "omega"][state],
				score: state,
				level: ["low", "high"][state],
				slug: ["alpha", "omega"][state],
				extra: { x: state },
				labels: { x: String(state) },
				author: { name: `author ${state}` }
			}
		};
		for (const id of [open, edited]) {
			const { members } = (await notes().findOne({ _id: id }))!;
			const own = {
				secret: `${secret} of ${id}`,
				author,
				members: members.map(member => ({ ...member, pin })),
				...more[reader]
			};
			await notes().updateOne(
				{ _id: id },
				{ $set: id === open ? own : { ...own, slug: id } }
			);
		}
	}

	function seen({ status, headers, text }: Answer) {
		const names = ["etag", "x-total-count", "link", "content-length", "location"];
		return {
			status,
			...Object.fromEntries(names.map(name => [name, headers.get(name)])),
			text: text.replace(/"requestId":"[^"]*"/, "")
		};
	}

	/** The answers to one request with either contents. */
	async function bothWays(reader: Reader, ask: () => Promise<Answer>) {
		const answers = [];
		for (const state of [0, 1] as const) {
			await setHidden(reader, state);
			answers.push(seen(await ask()));
		}
		return answers;
	}

	it("changes no answer, whatever is asked for: filter, sort, search, fields, count, history, tag, length", async () => {
		await fc.assert(
			fc.asyncProperty(request, async ({ reader, method, path }) => {
				const [one, other] = await bothWays(reader, () =>
					readers[reader].send(method, path.replace(":id", open))
				);
				expect(one, `${reader} ${path}`).to.deep.equal(other);
				expect(one!.status).to.be.below(500);
			}),
			{ numRuns: RUNS }
		);
	});

	it("changes an answer to who may read it, so that the test above can fail", async () => {
		await setHidden("bob", 0);
		const ask = () => readers.ann.get("/notes/count?filter[salary]=200");
		const first = seen(await ask());
		await setHidden("bob", 1);
		expect(seen(await ask())).not.to.deep.equal(first);
	});

	const writes: [what: string, reader: Reader, method: string, body?: Body, headers?: Body][] = [
		["a patch of it with what it is", "bob", "PATCH", { salary: 100 }],
		["a patch of it with what it is not", "bob", "PATCH", { salary: 200 }],
		["a patch that takes it away", "bob", "PATCH", { salary: null }],
		["a replacement with what it is", "bob", "PUT", { title: "x", salary: 100 }],
		["a patch of what is private", "ann", "PATCH", { secret: "alpha" }],
		[
			"a patch of what is private inside",
			"ann",
			"PATCH",
			{ author: { contact: { phone: "111" } } }
		],
		["a bad patch beside it", "bob", "PATCH", { title: "" }],
		["a stale patch beside it", "bob", "PATCH", { title: "x" }, { "if-match": '"99"' }],
		[
			"a patch by a tag that is none",
			"bob",
			"PATCH",
			{ title: "x" },
			{ "if-match": '"alpha"' }
		],
		["a removal", "bob", "DELETE"],
		["a patch by a guest", "guest", "PATCH", { text: "alpha" }]
	];
	for (const [what, reader, method, body, headers] of writes) {
		it(`changes no refusal: ${what}`, async () => {
			const [one, other] = await bothWays(reader, () =>
				readers[reader].send(
					method,
					`/notes/${edited}`,
					body,
					headers as Record<string, string>
				)
			);
			expect(one!.status, one!.text).to.be.within(400, 499);
			expect(one).to.deep.equal(other);
		});
	}

	it("is in no refusal of a document that became wrong in it", async () => {
		const { insertedId: id } = await notes().insertOne({
			_id: "6b02f565906b4fd6db4f4aa4",
			title: "popular",
			votes: 9,
			salary: -4711,
			secret: "kept",
			members: [],
			rev: 1
		} as never);
		const { status, body, text } = await readers.bob.patch<{ errors: Body[] }>(`/notes/${id}`, {
			title: "x"
		});
		expect(status).to.equal(400);
		expect(text).not.to.include("4711");
		expect(body.errors).to.deep.equal([{ pointer: "/salary", message: "is not valid" }]);
		await notes().deleteOne({ _id: id });
	});

	it("is not confirmed by the tag of somebody who may read it", async () => {
		await setHidden("bob", 0);
		for (const path of [`/notes/${open}`, "/notes?filter[title]=open"]) {
			const { headers } = await readers.ann.get(path);
			const tag = { "if-none-match": headers.get("etag")! };
			expect((await readers.ann.get(path, tag)).status, path).to.equal(304);
			expect((await readers.bob.get(path, tag)).status, path).to.equal(200);
			expect((await readers.guest.get(path, tag)).status, path).to.equal(200);
		}
	});

	it("is not replayed to somebody else who knows the Idempotency-Key", async () => {
		const key = { "idempotency-key": "ann-made-a-note" };
		const note = { title: "hers", salary: 4711 };
		const made = await readers.ann.post("/notes", note, key);
		expect(made.status).to.equal(201);
		const again = await readers.bob.post("/notes", note, key);
		expect([again.status, again.headers.get("idempotent-replayed")]).to.deep.equal([201, null]);
		expect(again.body.id).not.to.equal(made.body.id);
		expect((await readers.guest.post("/notes", note, key)).status).to.equal(401);
		const other = await readers.bob.post(`/notes/${made.body.id as string}/restore`, {}, key);
		expect(other.status).to.equal(404);
	});

	it("is not explained: whether a document is there or not, others are refused alike", async () => {
		for (const name of ["guest", "bob", "teacher"] as const) {
			const answers = [open, "65f0c0ffee65f0c0ffee65f0"].map(async id => {
				const path = `/access/explain?user=${readers.ann.id}&action=read&subject=Note&id=${id}`;
				return seen(await readers[name].get(path));
			});
			const [real, none] = await Promise.all(answers);
			expect(real!.status).to.equal(name === "guest" ? 401 : 403);
			expect(real).to.deep.equal(none);
		}
	});

	it("is not counted by its documents' ids: what is hidden and what is not there look the same", async () => {
		const exercise = { title: "x", description: "x", topic: "x", difficulty: "beginner" };
		const { body } = await readers.teacher.post("/exercises", { ...exercise, status: "draft" });
		const unknown = "65f0c0ffee65f0c0ffee65f0";
		const probes: [string, string][] = [
			["GET", ""],
			["GET", "/hints"],
			["POST", "/hints"],
			["PATCH", ""],
			["DELETE", ""],
			["POST", "/restore"]
		];
		for (const [method, path] of probes) {
			const [real, none] = await Promise.all(
				[body.id as string, unknown].map(async id => {
					const sent = method === "PATCH" ? { title: "y" } : undefined;
					const answer = await readers.bob.send(method, `/exercises/${id}${path}`, sent);
					const { status, text } = seen(answer);
					return { status, text: text.replaceAll(id, unknown) };
				})
			);
			expect(real, `${method} ${path}`).to.deep.equal(none);
			expect(real!.status).to.be.oneOf([403, 404]);
		}
	});

	/** Secrets that nobody is answered, not even who may do everything: field by collection. */
	const secrets: [path: string, field: string][] = [
		["/users", "passwordHash"],
		["/users", "password"],
		["/users", "credentials.passwordHash"],
		["/users", "totpSecret"],
		["/users", "recoveryHashes"],
		["/api-keys", "keyHash"],
		["/api-keys", "previousKeyHash"],
		["/sessions", "cookieHash"],
		["/sessions", "csrfHash"],
		["/sessions", "cookieExpiresAt"],
		["/audit", "sourceId"]
	];
	for (const [path, name] of secrets) {
		it(`is a secret for administrators too: ${name} of ${path}`, async () => {
			const queries = OPERATORS.map(operator => `filter[${name}][${operator}]=a`);
			for (const query of [
				...queries,
				`filter[${name}]=a`,
				`sort=${name}`,
				`sort=-${name}`,
				`fields=${name}`
			]) {
				const { status, body } = await readers.admin.get<{ errors: Body[] }>(
					`${path}?${query}`
				);
				expect(status, query).to.equal(400);
				expect(body.errors[0]!.message, query).to.equal("is not a field");
				expect(JSON.stringify(body.errors[0]!.expected), query).not.to.include(`"${name}"`);
			}
			const counted = await readers.admin.get(`${path}/count?filter[${name}]=a`);
			expect(counted.status).to.equal(400);
		});
	}

	it("is no word to search for: hashes of passwords, secrets of users", async () => {
		const credentials = api.kernel.runtime.connection.collection("credentials");
		const { passwordHash } = (await credentials.findOne({}))!;
		for (const words of ["$2b$", `"${passwordHash as string}"`, "2b 12"]) {
			const { body } = await readers.admin.get(`/users?q=${encodeURIComponent(words)}`);
			expect(body.total, words).to.equal(0);
		}
	});
});
