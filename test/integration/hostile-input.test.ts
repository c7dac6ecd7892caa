import { expect } from "chai";
import type { Answer, Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { exchangeRaw, head } from "../support/raw-http.ts";

type Problem = {
	code: string;
	detail: string;
	errors?: { pointer: string; message: string; value?: unknown; expected?: string }[];
};

describe("hostile input", () => {
	let api: TestKernel;
	let ann: Client;
	let id: string;
	before(async () => {
		api = await startTestKernel({ fixtures: ["notes", "probes"] });
		ann = await api.as("ann");
		const { body } = await ann.post<{ id: string }>("/notes", { title: "Mine", slug: "mine" });
		id = body.id;
	});
	after(() => api.stop());
	// Whatever was sent, the node goes on and the document is as it was.
	afterEach(async () => {
		const { status, body } = await ann.get(`/notes/${id}`);
		expect([status, body.title, body.rev]).to.deep.equal([200, "Mine", 1]);
	});

	function post(body: string | Uint8Array, path = "/notes") {
		return ann.post<Problem>(path, body, { "content-type": "application/json" });
	}

	function firstError({ status, body, text }: Answer<Problem>) {
		expect(status, text).to.equal(400);
		return body.errors![0]!;
	}

	describe("in a JSON body", () => {
		for (const [name, key] of [
			["at the top", '{"title":"x","__proto__":{"polluted":1}}'],
			["deep inside", '{"title":"x","extra":{"a":[{"__proto__":{"polluted":1}}]}}'],
			[
				"as constructor",
				'{"title":"x","extra":{"constructor":{"prototype":{"polluted":1}}}}'
			],
			["written with escapes", '{"title":"x","extra":{"__\\u0070roto__":{"polluted":1}}}']
		] as const) {
			it(`refuses a prototype ${name}`, async () => {
				const { pointer, message } = firstError(await post(key));
				expect(message).to.match(/holds the key "(__proto__|constructor)"/);
				expect(pointer).to.match(/\/(__proto__|constructor)$/);
				expect(({} as Record<string, unknown>).polluted).to.equal(undefined);
			});
		}

		it("refuses what is nested too deep, at the place where it is", async () => {
			const body = `{"title":"x","extra":${"[".repeat(40)}${"]".repeat(40)}}`;
			const { pointer, message, expected } = firstError(await post(body));
			expect(pointer).to.match(/^\/extra\/0/);
			expect([message, expected]).to.deep.equal(["is nested too deep", "at most 32 levels"]);
		});

		for (const open of ["[", '{"a":']) {
			it(`survives 100,000 levels of ${open}`, async () => {
				const close = open === "[" ? "]" : "}";
				const inner = open === "[" ? "" : "1";
				firstError(await post(open.repeat(100_000) + inner + close.repeat(100_000)));
			});
		}

		for (const body of ["[1]", '"text"', "7", "null", "true"]) {
			it(`refuses ${body}, which is no object`, async () => {
				const { message, expected } = firstError(await post(body));
				expect([message, expected]).to.deep.equal([
					"is not a JSON object",
					"an object, {…}"
				]);
			});
		}

		it("does not repeat a long body in the error", async () => {
			const { text } = await post(JSON.stringify(["secret".repeat(10_000)]));
			expect(text.length).to.be.below(2000);
		});

		for (const body of [
			"",
			" ",
			"{",
			'{"title":"x",}',
			"{'title':1}",
			"NaN",
			"undefined",
			"\uFEFF{"
		]) {
			it(`refuses ${JSON.stringify(body)} as JSON`, async () => {
				const answer = await post(body);
				expect(answer.status).to.equal(400);
				expect(answer.body.errors).to.have.length.above(0);
			});
		}

		it("says nothing of the body's text when it is no JSON", async () => {
			const { text } = await post('{"password":"hunter2-hunter2" oops}');
			expect(text).to.not.include("hunter2");
		});

		it("refuses bytes that are not UTF-8", async () => {
			const bytes = Buffer.concat([
				Buffer.from('{"title":"'),
				Buffer.from([0xff, 0xfe]),
				Buffer.from('"}')
			]);
			expect(firstError(await post(bytes)).expected).to.equal("JSON in UTF-8");
		});

		it("refuses a NUL and half of a surrogate pair, in values and in keys", async () => {
			for (const [body, pointer] of [
				['{"title":"a\\u0000b"}', "/title"],
				['{"title":"x","extra":{"a":["\\ud800"]}}', "/extra/a/0"],
				['{"title":"x","extra":{"a\\u0000":1}}', "/extra/a\\u0000"],
				['{"title":"x","labels":{"\\udc00":"x"}}', "/labels/\\udc00"]
			] as const) {
				const problem = firstError(await post(body));
				expect(JSON.stringify(problem.pointer).slice(1, -1), body).to.equal(pointer);
				expect(problem.expected).to.equal("whole Unicode characters other than NUL");
			}
		});

		it("takes whole surrogate pairs and every other character as they are", async () => {
			const title = "😀 \u202e ﷽ \u0001 é é";
			const { status, body } = await ann.post<{ id: string }>("/notes", { title });
			expect(status).to.equal(201);
			expect((await ann.get(`/notes/${body.id}`)).body.title).to.equal(title);
		});

		it("refuses numbers that are none any more", async () => {
			expect(firstError(await post('{"title":"x","score":1e400}')).pointer).to.equal(
				"/score"
			);
			expect(firstError(await post('{"title":"x","extra":[1e999]}')).pointer).to.equal(
				"/extra/0"
			);
		});

		it("takes the last of two equal keys, as it checks it", async () => {
			const { status, body } = await post('{"title":"first","title":"last"}');
			expect([status, (body as unknown as { title: string }).title]).to.deep.equal([
				201,
				"last"
			]);
			firstError(await post('{"title":"fine","title":{"$ne":null}}'));
		});

		for (const value of [{ $ne: null }, { $gt: "" }, ["a"], { $where: "sleep(1000)" }]) {
			it(`refuses ${JSON.stringify(value)} where a text belongs`, async () => {
				const { pointer, expected } = firstError(
					await ann.post<Problem>("/notes", { title: value })
				);
				expect([pointer, expected]).to.deep.equal(["/title", "string"]);
				const patch = await ann.patch<Problem>(`/notes/${id}`, { title: value });
				expect(firstError(patch).pointer).to.equal("/title");
			});
		}

		it("keeps operators in free-form values as mere data", async () => {
			const extra = {
				$set: { a: 1 },
				"a.b": [{ $ne: null }],
				toString: "x",
				hasOwnProperty: 1,
				toJSON: "y"
			};
			const { status, text, body } = await ann.post<{ id: string }>("/notes", {
				title: "x",
				extra
			});
			expect(status, text).to.equal(201);
			expect((await ann.get(`/notes/${body.id}`)).body.extra).to.deep.equal(extra);
		});

		it("refuses a value that pretends to be a type of the driver", async () => {
			for (const extra of [
				{ _bsontype: "ObjectId", id: "x" },
				[{ _bsontype: "Long" }],
				{ _bsontype: 7 }
			]) {
				const { pointer, message } = firstError(
					await ann.post<Problem>("/notes", { title: "x", extra })
				);
				expect(pointer).to.match(/_bsontype$/);
				expect(message).to.equal('holds the key "_bsontype"');
			}
		});

		it("names the key of a map that cannot be stored", async () => {
			for (const key of ["a.b", "$a"]) {
				const { pointer } = firstError(
					await ann.post<Problem>("/notes", { title: "x", labels: { [key]: "v" } })
				);
				expect(pointer).to.equal("/labels");
			}
		});
	});

	describe("in a query", () => {
		for (const query of [
			"__proto__=1",
			"__proto__[polluted]=1",
			"filter[__proto__]=1",
			"filter[__proto__][polluted]=1",
			"%5F%5Fproto%5F%5F[a]=1",
			"filter[_%5Fproto__]=1",
			"filter[%5f%5f%70roto__]=1",
			"constructor=1",
			"filter[constructor]=1",
			"filter[title][hasOwnProperty]=1",
			"filter[toString]=1",
			"hasOwnProperty=1",
			"filter[constructor][prototype][polluted]=1",
			"_bsontype=ObjectId",
			"filter[_bsontype]=Long"
		]) {
			it(`refuses ?${query}`, async () => {
				const { status, body } = await ann.get<Problem>(`/notes?${query}`);
				expect(status).to.equal(400);
				expect(body.detail).to.match(
					/prototype|__proto__|constructor|hasOwnProperty|toString|_bsontype/
				);
				expect(({} as Record<string, unknown>).polluted).to.equal(undefined);
			});
		}

		it("refuses a pretended type of the driver before anybody has a look at it", async () => {
			// What is refused is noted with its parameters: the trail must be able to keep them.
			const refused = await ann.put<Problem>("/limits?_bsontype=x", {});
			expect(firstError(refused).message).to.equal('holds the name "_bsontype"');
			const form = new FormData();
			form.set("_bsontype", "ObjectId");
			const packed = await ann.post<Problem>("/plugins", form);
			expect(packed.status, packed.text).to.be.within(400, 499);
			const pairs = "name=x&_bsontype=ObjectId";
			const type = { "content-type": "application/x-www-form-urlencoded" };
			expect((await ann.post<Problem>("/roles", pairs, type)).status).to.be.within(400, 499);
		});

		it("takes an underscore however it is written", async () => {
			for (const query of [
				"filter[title]=a%5Fb",
				"filter[title]=__proto__",
				"filter[title]=%5f%5fproto__"
			])
				expect((await ann.get(`/notes?${query}`)).status, query).to.equal(200);
		});

		for (const [query, pointer] of [
			["filter[title][$ne]=", "filter[title][$ne]"],
			["filter[title][$gt]=", "filter[title][$gt]"],
			["filter[$where]=sleep(1000)", "filter[$where]"],
			["filter[$or][0][title]=x", "filter[$or]"],
			["filter[title][eq][$ne]=1", "filter[title]"],
			["filter[title][regex]=.*", "filter[title][regex]"],
			["filter[title][0]=x", "filter[title]"],
			["filter[secret]=only", "filter[secret]"],
			["filter[_id]=x", "filter[_id]"],
			["filter=x", "filter"],
			["sort=$natural", "sort"],
			["sort[title]=1", "sort"],
			["fields[secret]=1", "fields"],
			["q[$ne]=x", "q"],
			["page[$gt]=1", "page"]
		] as const) {
			it(`refuses ?${query} and names it`, async () => {
				expect(firstError(await ann.get<Problem>(`/notes?${query}`)).pointer).to.equal(
					pointer
				);
			});
		}

		it("finds nothing by an id that is an operator", async () => {
			for (const wrong of [
				"[object Object]",
				"$ne",
				'{"$ne":null}',
				"%7B%22%24ne%22%3Anull%7D",
				"null",
				"undefined"
			]) {
				const { status } = await ann.get(`/notes/${encodeURIComponent(wrong)}`);
				expect(status, wrong).to.equal(404);
			}
			expect((await ann.get(`/notes/x?id[$ne]=null`)).status).to.be.oneOf([400, 404]);
		});

		it("refuses ids that are not text also where no address brings them", async () => {
			const meta = { caller: { id: ann.id, kind: "user" as const, roles: ["student"] } };
			for (const action of ["get", "history", "update", "replace", "remove", "restore"]) {
				for (const wrong of [{ $ne: null }, ["a"], 7, null, undefined]) {
					const failure = await api.kernel.broker
						.call(`notes.${action}`, { id: wrong, title: "taken" }, { meta })
						.then(
							() => null,
							(error: { code: number }) => error
						);
					expect(failure?.code, `${action} ${JSON.stringify(wrong)}`).to.be.oneOf([
						400, 404, 422
					]);
				}
			}
		});

		it("refuses NUL in values and paths", async () => {
			for (const path of [
				"/notes?filter[title]=a%00b",
				"/notes?filter[title][contains]=%00",
				"/notes?q=%00",
				"/notes/a%00b"
			])
				expect((await ann.get(path)).status, path).to.equal(400);
		});

		it("refuses more than the allowed parameters and values", async () => {
			const many = Array.from({ length: 201 }, (_, index) => `a${index}=1`).join("&");
			expect((await ann.get(`/notes?${many}`)).status).to.equal(400);
			const values = Array.from({ length: 101 }, (_, index) => index).join(",");
			const { pointer, expected } = firstError(
				await ann.get<Problem>(`/notes?filter[score][in]=${values}`)
			);
			expect([pointer, expected]).to.deep.equal(["filter[score][in]", "at most 100"]);
			expect((await ann.get(`/notes?a[b][c][d][e][f]=1`)).status).to.equal(400);
		});

		it("looks for a pattern's characters, not for the pattern", async () => {
			await ann.post("/notes", { title: "a".repeat(80) });
			const pattern = encodeURIComponent("(a+)+$");
			const { status, body } = await ann.get(`/notes?filter[title][contains]=${pattern}`);
			expect([status, body.total]).to.deep.equal([200, 0]);
			await ann.post("/notes", { title: "is (a+)+$ in it" });
			expect(
				(await ann.get(`/notes?filter[title][contains]=${pattern}`)).body.total
			).to.equal(1);
		});

		it("answers an address of 20,000 characters with a problem, whatever is long in it", async () => {
			for (const path of [
				"/api/v1/notes?q=" + "a".repeat(20_000),
				"/api/v1/notes/" + "a".repeat(20_000)
			]) {
				const answer = await exchangeRaw(api.url, head(`GET ${path}`));
				expect(answer.status).to.be.oneOf([400, 404, 414, 431]);
				expect(answer.head).to.match(/content-type: application\/problem\+json/i);
				expect(answer.head).to.match(/x-request-id: \S+/i);
			}
		});

		it("refuses a query that is too long but fits into a head", async () => {
			const { status, body } = await ann.get<Problem>(`/notes?q=${"a".repeat(9000)}`);
			expect([status, body.code]).to.deep.equal([400, "GATEWAY_BAD_URL"]);
		});
	});

	describe("in a path", () => {
		for (const path of [
			"/../../etc/passwd",
			"/..%2f..%2fetc%2fpasswd",
			"/api/v1/notes/..%2f..%2fplugins",
			"/api/v1/notes/%2e%2e/plugins",
			"/api/v1/notes/../plugins",
			"//api/v1/notes",
			"/api/v1//notes",
			"/api/v1/NOTES",
			"/api/v1/notes;x=1",
			"/api/v1/notes/",
			"/API/v1/notes",
			"/api/v1/notes\\..\\plugins"
		]) {
			it(`has nothing at ${path}`, async () => {
				const answer = await exchangeRaw(
					api.url,
					head(`GET ${path}`, { Authorization: `Bearer ${ann.token}` })
				);
				expect(answer.status, answer.head).to.equal(404);
				expect(JSON.parse(answer.body)).to.include({ status: 404 });
			});
		}

		it("takes an address with its scheme and host, as proxies send it", async () => {
			const start = "GET http://localhost/api/v1/notes";
			const answer = await exchangeRaw(
				api.url,
				head(start, { Authorization: `Bearer ${ann.token}` })
			);
			expect(answer.status).to.equal(200);
			expect(answer.head).to.include('Link: </api/v1/notes?page=1>; rel="first"');
		});

		for (const path of [
			"/api/v1/notes/%",
			"/api/v1/notes/%zz",
			"/api/v1/notes/%c0%ae",
			"/api/v1/notes/%ff"
		]) {
			it(`refuses ${path}, which cannot be decoded`, async () => {
				const answer = await exchangeRaw(
					api.url,
					head(`GET ${path}`, { Authorization: `Bearer ${ann.token}` })
				);
				expect(answer.status).to.equal(400);
				expect(JSON.parse(answer.body)).to.include({ code: "GATEWAY_BAD_URL" });
			});
		}

		it("decodes a path's parameter once", async () => {
			const { status, body } = await ann.get<Problem>(`/notes/%2525`);
			expect(status).to.equal(404);
			expect(body.detail).to.include('"%25"');
		});
	});

	describe("that is no HTTP", () => {
		for (const [name, bytes] of [
			["a line of noise", "nonsense\r\n\r\n"],
			["an unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n"],
			["a head without a host", "GET /health HTTP/1.1\r\nConnection: close\r\n\r\n"],
			[
				"two lengths",
				"POST /api/v1/notes HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx"
			],
			[
				"a length and chunks",
				"POST /api/v1/notes HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
			],
			[
				"a folded header",
				"GET /health HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\r\nConnection: close\r\n\r\n"
			],
			[
				"headers of 40 KB",
				`GET /health HTTP/1.1\r\nHost: a\r\nX-A: ${"a".repeat(40_000)}\r\n\r\n`
			]
		] as const) {
			it(`answers ${name} with a problem and closes`, async () => {
				const answer = await exchangeRaw(api.url, bytes);
				expect(answer.status, answer.head).to.be.oneOf([400, 431]);
				expect(answer.head).to.match(/content-type: application\/problem\+json/i);
				expect(answer.head).to.match(/x-content-type-options: nosniff/i);
				expect(JSON.parse(answer.body)).to.have.all.keys(
					"type",
					"title",
					"status",
					"detail",
					"instance",
					"code",
					"requestId"
				);
			});
		}
	});

	describe("from a plugin", () => {
		const answers: Record<string, number> = {
			plain: 500,
			typed: 500,
			text: 500,
			nothing: 500,
			status: 500,
			answer: 500,
			responseHeader: 500,
			bigint: 500,
			fraction: 500,
			circular: 500,
			teapot: 418,
			method: 405,
			header: 429
		};
		for (const [kind, status] of Object.entries(answers)) {
			it(`is answered as a problem: ${kind}`, async () => {
				const answer = await ann.get<Problem & { requestId: string }>(
					`/probes/fail/${kind}`
				);
				expect(answer.status, answer.text).to.equal(status);
				expect(answer.headers.get("content-type")).to.equal(
					"application/problem+json; charset=utf-8"
				);
				expect(answer.headers.get("x-evil")).to.equal(null);
				expect(answer.text).to.not.match(/driver|secret|Cannot read|\bat .*\.ts/);
				if (status === 500) expect(answer.body.code).to.equal("GATEWAY_INTERNAL");
			});
		}
	});
});
