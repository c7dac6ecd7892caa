import { expect } from "chai";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";

interface Page {
	data: { id: string; title: string; score?: number; [field: string]: unknown }[];
	page: number;
	pageSize: number;
	total: number;
	errors?: { pointer: string; message: string; value?: unknown; expected?: string }[];
	detail?: string;
}

/** Fifteen documents with every type of field; several are equal in what lists are sorted by. */
const NOTES = Array.from({ length: 15 }, (_, index) => ({
	title: `Note ${String(index).padStart(2, "0")}`,
	slug: `note-${index}`,
	text: index % 2 === 0 ? "apples and pears" : "bread and butter",
	...(index !== 4 && { score: (index % 3) * 10 }),
	pinned: index % 5 === 0,
	level: ["low", "middle", "high"][index % 3],
	tags: index % 2 === 0 ? ["even", `t${index}`] : [],
	ratings: [index, 100 - index],
	...(index % 4 === 0 && { dueAt: `2026-01-${String(index + 1).padStart(2, "0")}T00:00:00Z` }),
	author: { name: index < 5 ? "Ada" : "Grace", contact: { city: index < 8 ? "Rome" : "Bonn" } },
	members: index % 3 === 0 ? [{ userId: `user${index}`, role: "editor" }] : [],
	labels: { colour: index % 2 === 0 ? "red" : "blue" }
}));

describe("a collection's list", () => {
	let api: TestKernel;
	let ann: Client;
	before(async () => {
		api = await startTestKernel({ fixtures: ["notes"] });
		ann = await api.as("ann");
		for (const note of NOTES) {
			const { status, text } = await ann.post("/notes", note);
			expect(status, text).to.equal(201);
		}
	});
	after(() => api.stop());

	async function list(query: string) {
		const { status, body, text } = await ann.get<Page>(`/notes?pageSize=100&${query}`);
		expect(status, text).to.equal(200);
		return body;
	}

	async function titles(query: string) {
		const { data } = await list(`sort=title&${query}`);
		return data.map(({ title }) => Number(title.slice(5)));
	}

	async function refusal(query: string) {
		const { status, body } = await ann.get<Page>(`/notes?${query}`);
		expect(status, query).to.equal(400);
		return body.errors!;
	}

	describe("in pages", () => {
		it("holds 25 documents, newest first, when nothing is asked for", async () => {
			const { body } = await ann.get<Page>("/notes");
			expect(body).to.include({ page: 1, pageSize: 25, total: 15 });
			expect(body.data[0]!.title).to.equal("Note 14");
			expect(Object.keys(body)).to.deep.equal(["data", "page", "pageSize", "total"]);
		});

		it("names its neighbours in Link and the total in X-Total-Count", async () => {
			const { headers } = await ann.get(
				"/notes?page=2&pageSize=4&sort=title&filter[pinned]=false"
			);
			expect(headers.get("x-total-count")).to.equal("12");
			const of = (page: number) =>
				`</api/v1/notes?pageSize=4&sort=title&filter[pinned]=false&page=${page}>`;
			expect(headers.get("link")).to.equal(
				`${of(1)}; rel="first", ${of(1)}; rel="prev", ${of(3)}; rel="next", ${of(3)}; rel="last"`
			);
		});

		it("has addresses in Link that answer", async () => {
			const { headers } = await ann.get("/notes?pageSize=4");
			const [, next] = /<\/api\/v1([^>]+)>; rel="next"/.exec(headers.get("link")!)!;
			const { body } = await ann.get<Page>(next!);
			expect([body.page, body.data.length]).to.deep.equal([2, 4]);
		});

		it("is empty past the end, and still tells the total", async () => {
			const { body, headers } = await ann.get<Page>("/notes?page=9&pageSize=10");
			expect(body).to.deep.equal({ data: [], page: 9, pageSize: 10, total: 15 });
			expect(headers.get("link")).to.include('rel="prev"').and.not.include('rel="next"');
		});

		for (const sort of ["score", "-score", "level,-pinned", "-pinned", "createdAt"]) {
			it(`shows each document once in the order ${sort}, though many are equal in it`, async () => {
				const pages = [];
				for (let page = 1; page <= 5; page++)
					pages.push(
						(await ann.get<Page>(`/notes?sort=${sort}&pageSize=3&page=${page}`)).body
							.data
					);
				const ids = pages.flat().map(({ id }) => id);
				expect(new Set(ids).size).to.equal(15);
				const whole = (await list(`sort=${sort}`)).data.map(({ id }) => id);
				expect(ids).to.deep.equal(whole);
			});
		}

		for (const [query, pointer, expected] of [
			["page=0", "page", "a whole number 1 or more"],
			["page=-1", "page", "a whole number 1 or more"],
			["page=x", "page", "a whole number 1 or more"],
			["page=1.5", "page", "a whole number 1 or more"],
			["page=", "page", "a whole number 1 or more"],
			["page=1&page=2", "page", "a whole number 1 or more"],
			["pageSize=0", "pageSize", "a whole number from 1 to 100"],
			["pageSize=101", "pageSize", "a whole number from 1 to 100"],
			["pageSize=1e1", "pageSize", "a whole number from 1 to 100"],
			["page=100002&pageSize=10", "page", "at most 1000000 documents in"]
		] as const) {
			it(`refuses ${query}`, async () => {
				const [problem] = await refusal(query);
				expect(problem).to.include({ pointer, expected });
				expect(problem).to.have.property("value");
			});
		}
	});

	describe("in an order", () => {
		it("is sorted by several fields, up and down", async () => {
			const { data } = await list("sort=-pinned,title");
			expect(data.slice(0, 4).map(({ title }) => title)).to.deep.equal([
				"Note 00",
				"Note 05",
				"Note 10",
				"Note 01"
			]);
		});

		it("is sorted by a nested field and by the id", async () => {
			const { data } = await list("sort=-author.contact.city,id");
			expect(data[0]!.title).to.equal("Note 00");
			expect(data.at(-1)!.title).to.equal("Note 14");
		});

		for (const [query, value] of [
			["sort=nothing", "nothing"],
			["sort=-secret", "secret"],
			["sort=author", "author"],
			["sort=author.contact.phone", "author.contact.phone"],
			["sort=members.pin", "members.pin"],
			["sort=extra", "extra"],
			["sort=_id", "_id"]
		] as const) {
			it(`refuses ${query} and names the fields there are`, async () => {
				const [problem] = await refusal(query);
				expect(problem).to.include({ pointer: "sort", message: "is not a field", value });
				expect(problem!.expected)
					.to.match(/^one of title, slug/)
					.and.not.include("secret");
			});
		}

		it("refuses more than five fields", async () => {
			const [problem] = await refusal("sort=title,slug,text,score,level,pinned");
			expect(problem).to.include({ pointer: "sort", expected: "at most 5" });
		});
	});

	describe("with q", () => {
		it("finds words in the text index", async () => {
			expect(await titles("q=butter")).to.deep.equal([1, 3, 5, 7, 9, 11, 13]);
			expect((await ann.get("/notes/count?q=butter")).body).to.deep.equal({ total: 7 });
		});

		it("is refused when it is too long", async () => {
			const [problem] = await refusal(`q=${"a".repeat(201)}`);
			expect(problem).to.include({ pointer: "q", expected: "at most 200 characters" });
		});
	});

	describe("with fields", () => {
		it("answers those alone, and the id", async () => {
			const { data } = await list("fields=title,score");
			expect(Object.keys(data[0]!).sort()).to.deep.equal(["id", "score", "title"]);
		});

		it("answers nested fields, also of an array's entries", async () => {
			const { data } = await list(
				"fields=author.contact.city,members.role&filter[title]=Note 00"
			);
			expect(data[0]).to.deep.equal({
				id: data[0]!.id,
				author: { contact: { city: "Rome" } },
				members: [{ role: "editor" }]
			});
		});

		it("answers whole objects by their name", async () => {
			const { data } = await list("fields=author,labels&filter[title]=Note 00");
			expect(data[0]!.author).to.deep.equal(NOTES[0]!.author);
			expect(data[0]!.labels).to.deep.equal({ colour: "red" });
		});

		for (const field of [
			"nothing",
			"secret",
			"author.contact.phone",
			"members.pin",
			"_id",
			"title.x"
		]) {
			it(`refuses ${field}`, async () => {
				const [problem] = await refusal(`fields=title,${field}`);
				expect(problem).to.include({
					pointer: "fields",
					value: field,
					message: "is not a field"
				});
			});
		}
	});

	describe("with filters", () => {
		const cases: Record<string, number[]> = {
			"filter[title]=Note 03": [3],
			"filter[title][eq]=Note 03": [3],
			"filter[title][ne]=Note 03": [0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14],
			"filter[title][gt]=Note 12": [13, 14],
			"filter[title][lte]=Note 01": [0, 1],
			"filter[title][in]=Note 01,Note 02,other": [1, 2],
			"filter[title][in][]=Note 01&filter[title][in][]=Note 02": [1, 2],
			"filter[title][contains]=NOTE 1": [10, 11, 12, 13, 14],
			"filter[score]=20": [2, 5, 8, 11, 14],
			"filter[score][gte]=20": [2, 5, 8, 11, 14],
			"filter[score][gt]=10": [2, 5, 8, 11, 14],
			"filter[score][lt]=10": [0, 3, 6, 9, 12],
			"filter[score][gte]=5&filter[score][lte]=15": [1, 7, 10, 13],
			"filter[score][nin]=0,10": [2, 4, 5, 8, 11, 14],
			"filter[score][exists]=false": [4],
			"filter[pinned]=true": [0, 5, 10],
			"filter[pinned][ne]=false": [0, 5, 10],
			"filter[pinned][in]=true,false&filter[score]=0": [0, 3, 6, 9, 12],
			"filter[dueAt]=2026-01-05T00:00:00Z": [4],
			"filter[dueAt][gte]=2026-01-09": [8, 12],
			"filter[dueAt][lt]=2026-01-05T01:00:00%2B01:00": [0],
			"filter[dueAt][exists]=true": [0, 4, 8, 12],
			"filter[level][in]=middle,high&filter[pinned]=true": [5, 10],
			"filter[tags]=t4": [4],
			"filter[tags][contains]=T1": [10, 12, 14],
			"filter[tags][ne]=even": [1, 3, 5, 7, 9, 11, 13],
			"filter[ratings]=93": [7],
			"filter[ratings][gt]=99": [0],
			"filter[author.name]=Ada": [0, 1, 2, 3, 4],
			"filter[author.contact.city][ne]=Rome": [8, 9, 10, 11, 12, 13, 14],
			"filter[members.userId]=user6": [6],
			"filter[members.role]=editor&filter[score]=0": [0, 3, 6, 9, 12],
			"filter[rev][gte]=2": [],
			"filter[title]=Note 03&filter[pinned]=true": []
		};
		for (const [query, expected] of Object.entries(cases)) {
			it(`finds ${expected.length} by ${query}`, async () => {
				expect(await titles(query)).to.deep.equal(expected);
				const { body } = await ann.get(`/notes/count?${query}`);
				expect(body).to.deep.equal({ total: expected.length });
			});
		}

		it("finds by id and by the times that the kernel keeps", async () => {
			const { data } = await list("filter[title]=Note 07");
			const { id, createdAt } = data[0]!;
			expect(await titles(`filter[id]=${id}`)).to.deep.equal([7]);
			expect(await titles(`filter[createdAt]=${String(createdAt)}`)).to.include(7);
			expect(await titles("filter[createdAt][gt]=2100-01-01")).to.deep.equal([]);
		});

		for (const [query, pointer, expected] of [
			["filter[score]=many", "filter[score]", "a number"],
			["filter[score]=", "filter[score]", "a number"],
			["filter[score]=0x10", "filter[score]", "a number"],
			["filter[score]=Infinity", "filter[score]", "a number"],
			["filter[score][in]=1,x", "filter[score][in]", "numbers, separated by commas"],
			["filter[pinned]=yes", "filter[pinned]", "a boolean"],
			["filter[dueAt]=yesterday", "filter[dueAt]", "a date in ISO 8601"],
			["filter[dueAt]=2026-02-30", "filter[dueAt]", "a date in ISO 8601"],
			["filter[dueAt]=2026-13-01", "filter[dueAt]", "a date in ISO 8601"],
			["filter[dueAt]=2026-01-01T10:00:00", "filter[dueAt]", "a date in ISO 8601"],
			["filter[dueAt]=1767225600000", "filter[dueAt]", "a date in ISO 8601"],
			[
				"filter[score][contains]=1",
				"filter[score][contains]",
				"text of at most 200 characters, in a text field"
			],
			["filter[title][exists]=maybe", "filter[title][exists]", "true or false"],
			[
				"filter[title][like]=x",
				"filter[title][like]",
				"one of eq, ne, gt, gte, lt, lte, in, nin, contains, exists"
			],
			["filter[title]=a&filter[title]=b", "filter[title]", "a string"]
		] as const) {
			it(`refuses ${query}`, async () => {
				const [problem] = await refusal(query);
				expect(problem!.pointer).to.equal(pointer);
				expect(problem!.expected).to.match(new RegExp(`^${expected}`));
				expect(problem).to.have.property("value");
			});
		}

		for (const field of [
			"nothing",
			"secret",
			"members",
			"extra",
			"labels",
			"author",
			"author.contact.phone",
			"members.pin"
		]) {
			it(`refuses the field ${field}`, async () => {
				const [problem] = await refusal(`filter[${field}]=x`);
				expect(problem).to.include({
					pointer: `filter[${field}]`,
					message: "is not a field",
					value: field
				});
			});
		}

		it("names everything that is wrong at once", async () => {
			const problems = await refusal(
				"page=0&sort=a&fields=b&filter[c]=1&filter[score]=x&unknown=1"
			);
			expect(problems.map(({ pointer }) => pointer)).to.have.members([
				"page",
				"sort",
				"fields",
				"filter[c]",
				"filter[score]",
				"unknown"
			]);
		});
	});

	describe("with an unknown parameter", () => {
		for (const [path, known] of [
			["/notes?limit=5", "page, pageSize, sort, q, fields, filter"],
			["/notes/count?page=1", "filter, q"],
			["/notes/some-id?filter[title]=x", "fields"],
			["/notes/some-id/history?sort=at", "page, pageSize"]
		] as const) {
			it(`is refused: ${path}`, async () => {
				const { status, body } = await ann.get<Page>(path);
				expect(status).to.equal(400);
				expect(body.errors![0]).to.include({
					message: "is not a parameter",
					expected: `one of ${known}`
				});
			});
		}
	});

	it("never shows a private field, whoever asks", async () => {
		const admin = await api.as("admin");
		const { text } = await admin.get("/notes?pageSize=100");
		expect(text).to.not.match(/secret|only for the server|phone|"pin"|_id|__v/);
	});
});
