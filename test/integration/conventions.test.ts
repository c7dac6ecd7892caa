import { expect } from "chai";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { exchangeRaw, head } from "../support/raw-http.ts";

type Problem = Record<string, unknown> & { errors?: { pointer: string }[] };

const NEVER = "65f0c0ffee65f0c0ffee65f0";

describe("every endpoint", () => {
	let api: TestKernel;
	let ann: Client;
	before(async () => {
		api = await startTestKernel({ fixtures: ["notes", "probes"] });
		ann = await api.as("ann");
	});
	after(() => api.stop());

	/** One answer of each kind: success, nothing, refusals, a failure, a preflight, a stream, a 304. */
	const kinds: [string, string, string, number, Record<string, string>?][] = [
		["a list", "GET", "/notes", 200],
		["nothing", "GET", "/probes/nothing", 204],
		["text", "GET", "/probes/text", 200],
		["a stream", "GET", "/probes/download", 200],
		["a head", "HEAD", "/notes", 200],
		["an unknown path", "GET", "/nowhere", 404],
		["a wrong method", "DELETE", "/notes", 405],
		["bad input", "GET", "/notes?x=1", 400],
		["a failure", "GET", "/probes/fail/plain", 500],
		["a bad token", "GET", "/notes", 401, { authorization: "Bearer x" }],
		["something known", "GET", "/notes", 304, { "if-none-match": "*" }],
		["options", "OPTIONS", "/notes", 204],
		[
			"a preflight",
			"OPTIONS",
			"/notes",
			204,
			{ origin: "https://a.example", "access-control-request-method": "GET" }
		],
		["health", "GET", "//health/live", 200],
		["metrics", "GET", "//metrics", 200]
	];
	for (const [name, method, path, status, headers] of kinds) {
		it(`carries the common headers: ${name}`, async () => {
			const answer = await ann.send(method, path, undefined, headers);
			expect(answer.status, answer.text).to.equal(status);
			const header = (key: string) => answer.headers.get(key);
			expect(header("x-request-id"))
				.to.match(/^[0-9a-f-]{36}$/)
				.and.equal(header("x-correlation-id"));
			expect(Number(header("x-process-time")))
				.to.be.above(0)
				.and.below(20);
			expect(header("x-content-type-options")).to.equal("nosniff");
			expect(header("x-frame-options")).to.equal("DENY");
			expect(header("referrer-policy")).to.equal("no-referrer");
			expect(header("content-security-policy")).to.equal(
				"default-src 'none';frame-ancestors 'none'"
			);
			expect(header("cross-origin-opener-policy")).to.equal("same-origin");
			expect(header("cross-origin-resource-policy")).to.equal("same-site");
			expect(header("permissions-policy")).to.contain("camera=()");
			expect(header("x-powered-by")).to.equal(null);
			expect(header("server")).to.equal(null);
			// Behind plain HTTP a browser must not be told to come by HTTPS alone.
			expect(header("strict-transport-security")).to.equal(null);
		});
	}

	it("answers JSON, whatever the caller would rather have, and problems as problem+json", async () => {
		for (const accept of ["text/html", "application/xml", "application/json;q=0", "nonsense"]) {
			const found = await ann.get("/auth/me", { accept });
			expect(found.status, accept).to.equal(200);
			expect(found.headers.get("content-type")).to.match(/^application\/json/);
			const refused = await ann.get("/nowhere", { accept });
			expect(refused.status).to.equal(404);
			expect(refused.headers.get("content-type")).to.match(/^application\/problem\+json/);
		}
	});

	it("tells browsers to come by HTTPS alone, where clients come by it", async () => {
		const secure = await startTestKernel({
			environment: { PUBLIC_URL: "https://api.example.org" }
		});
		const { headers } = await secure.guest.get("//health/live");
		await secure.stop();
		expect(headers.get("strict-transport-security")).to.equal(
			"max-age=31536000; includeSubDomains"
		);
	});

	describe("takes the caller's request id", () => {
		for (const name of ["x-request-id", "x-correlation-id"]) {
			it(`from ${name}`, async () => {
				const { headers, body } = await ann.get<Problem>("/nowhere", {
					[name]: "order-7:retry.2"
				});
				expect(headers.get("x-request-id")).to.equal("order-7:retry.2");
				expect(headers.get("x-correlation-id")).to.equal("order-7:retry.2");
				expect(body.requestId).to.equal("order-7:retry.2");
			});
		}

		for (const id of [
			"short",
			"a".repeat(129),
			"with space in it",
			'quote"quote',
			"<script>alert(1)</script>",
			"ümlaut-ümlaut"
		]) {
			it(`unless it is not well formed: ${id.slice(0, 20)}`, async () => {
				const bytes = Buffer.from(head("GET /health/live", { "X-Request-ID": id }), "utf8");
				const answer = await exchangeRaw(api.url, bytes);
				expect(answer.status).to.equal(200);
				expect(answer.head).to.match(/X-Request-ID: [0-9a-f-]{36}/);
			});
		}

		it("and prefers X-Request-ID", async () => {
			const { headers } = await ann.get("/nowhere", {
				"x-request-id": "first-first",
				"x-correlation-id": "second-second"
			});
			expect(headers.get("x-correlation-id")).to.equal("first-first");
		});
	});

	describe("answers errors as problem+json", () => {
		const refusals: [string, string, string, unknown, number, string][] = [
			["an unknown path", "GET", "/nowhere", undefined, 404, "GATEWAY_NOT_FOUND"],
			["an unknown document", "GET", `/notes/${NEVER}`, undefined, 404, "DOCUMENT_NOT_FOUND"],
			["a wrong method", "PATCH", "/notes", {}, 405, "GATEWAY_METHOD_NOT_ALLOWED"],
			["no token", "POST", "/notes", { title: "x" }, 401, "ACCESS_UNAUTHENTICATED"],
			["no right", "GET", "/plugins", undefined, 403, "ACCESS_FORBIDDEN"],
			["bad input", "POST", "/notes", {}, 400, "REQUEST_INVALID"],
			["bad JSON", "POST", "/notes", "{", 400, "GATEWAY_BAD_BODY"],
			["a wrong media type", "POST", "/notes", "<a/>", 415, "GATEWAY_MEDIA_TYPE"],
			[
				"too long a body",
				"POST",
				"/notes",
				{ title: "a".repeat(1_100_000) },
				413,
				"GATEWAY_BODY_TOO_LARGE"
			],
			["a failure", "GET", "/probes/fail/plain", undefined, 500, "GATEWAY_INTERNAL"]
		];
		for (const [name, method, path, body, status, code] of refusals) {
			it(`with exactly its members: ${name}`, async () => {
				const client = code === "ACCESS_UNAUTHENTICATED" ? api.guest : ann;
				const type =
					code === "GATEWAY_MEDIA_TYPE"
						? { "content-type": "application/xml" }
						: { "content-type": "application/json" };
				const answer = await client.send<Problem>(
					method,
					path,
					body,
					body === undefined ? {} : type
				);
				expect(answer.status, answer.text).to.equal(status);
				expect(answer.headers.get("content-type")).to.equal(
					"application/problem+json; charset=utf-8"
				);
				expect(answer.headers.get("cache-control")).to.equal("no-store");
				const { errors, ...members } = answer.body;
				expect(Object.keys(members)).to.deep.equal([
					"type",
					"title",
					"status",
					"detail",
					"instance",
					"code",
					"requestId"
				]);
				expect(members).to.include({
					type: `urn:lyceum:problem:${code}`,
					status,
					code,
					instance: `/api/v1${path}`,
					requestId: answer.headers.get("x-request-id")
				});
				expect(members.title).to.be.a("string").with.length.above(3);
				expect(members.detail).to.be.a("string").with.length.above(3);
				if (["REQUEST_INVALID", "GATEWAY_BAD_BODY"].includes(code)) {
					expect(errors).to.have.length.above(0);
					for (const problem of errors!)
						expect(problem).to.include.keys("pointer", "message");
				} else expect(errors).to.equal(undefined);
			});
		}

		it("without the query, which may hold a secret", async () => {
			const { text } = await ann.get("/nowhere?token=very-secret");
			expect(text).to.not.include("very-secret");
		});

		it("names each parameter of an action that is wrong or unknown", async () => {
			const { body } = await ann.post<Problem>("/probes/add/one", {
				count: "many",
				deep: { list: [1, "x"] },
				other: 1
			});
			expect(body.errors).to.deep.include.members([
				{
					pointer: "/count",
					message: "The 'count' field must be a number.",
					value: "many"
				},
				{
					pointer: "/deep/list/1",
					message: "The 'deep.list[1]' field must be a number.",
					value: "x"
				},
				{
					pointer: "/other",
					message: "is not a parameter",
					expected: "one of group, count, deep"
				}
			]);
		});
	});

	describe("knows its methods", () => {
		it("and names them with a 405", async () => {
			for (const [path, allowed] of [
				["/notes", "GET, HEAD, POST, OPTIONS"],
				[`/notes/${NEVER}`, "GET, HEAD, PUT, PATCH, DELETE, OPTIONS"],
				["/probes/text", "GET, HEAD, PUT, OPTIONS"]
			] as const) {
				const wrong = allowed.includes("DELETE") ? "POST" : "DELETE";
				const answer = await ann.send(wrong, path);
				expect([answer.status, answer.headers.get("allow")]).to.deep.equal([405, allowed]);
				const asked = await ann.send("OPTIONS", path);
				expect([asked.status, asked.headers.get("allow"), asked.text]).to.deep.equal([
					204,
					allowed,
					""
				]);
			}
			expect((await ann.send("OPTIONS", "/nowhere")).status).to.equal(404);
		});

		it("answers HEAD as GET without a body, with the same tag", async () => {
			const { body } = await ann.post<{ id: string }>("/notes", { title: "x" });
			for (const path of [
				"/notes",
				`/notes/${body.id}`,
				"/probes/text",
				"/probes/download"
			]) {
				const [got, asked] = [await ann.get(path), await ann.send("HEAD", path)];
				expect([asked.status, asked.text], path).to.deep.equal([200, ""]);
				for (const name of ["etag", "content-type", "x-total-count", "link"])
					expect(asked.headers.get(name), `${path} ${name}`).to.equal(
						got.headers.get(name)
					);
			}
		});

		it("does not let a header or a parameter change the method", async () => {
			const { body } = await ann.post<{ id: string }>("/notes", { title: "x" });
			await ann.post(`/notes/${body.id}/restore?_method=DELETE`, undefined, {
				"x-http-method-override": "DELETE"
			});
			expect((await ann.get(`/notes/${body.id}`)).status).to.equal(200);
		});
	});

	describe("at the root of the API", () => {
		it("tells name, version, plugins and where the documents are", async () => {
			const { status, body, headers } = await api.guest.get("");
			expect(status).to.equal(200);
			expect(body).to.deep.equal({
				name: "Lyceum",
				version: "0.1.0",
				apiVersion: "v1",
				plugins: [
					{ name: "notes", version: "1.0.0", title: "Notes" },
					{ name: "probes", version: "1.0.0", title: "Probes" }
				],
				documents: {
					openapi: "/openapi.json",
					swagger: "/docs",
					redoc: "/redoc",
					health: "/health",
					metrics: "/metrics"
				}
			});
			expect(headers.get("etag")).to.match(/^"/);
		});

		it("shows the plugins that run at this moment", async () => {
			const admin = await api.as("admin");
			await admin.post("/plugins/probes/disable");
			const { body } = await api.guest.get<{ plugins: { name: string }[] }>("");
			expect(body.plugins.map(({ name }) => name)).to.deep.equal(["notes"]);
			expect((await ann.get("/probes/text")).status).to.equal(404);
			await admin.post("/plugins/probes/enable");
			expect((await ann.get("/probes/text")).status).to.equal(200);
		});

		it("refuses parameters", async () => {
			expect((await api.guest.get("?x=1")).status).to.equal(400);
		});
	});
});
