import { expect } from "chai";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { exchangeRaw, head } from "../support/raw-http.ts";
import { brotliDecompressSync, gunzipSync } from "node:zlib";

const HOME = "https://app.example.org";
const STRANGER = "https://evil.example.org";
const preflight = {
	"access-control-request-method": "PATCH",
	"access-control-request-headers": "authorization,content-type"
};

describe("CORS", () => {
	for (const [name, environment] of [
		["without CORS_ORIGINS", {}],
		["with CORS_ORIGINS", { CORS_ORIGINS: `${HOME}, http://localhost:5173` }],
		["with *", { CORS_ORIGINS: "*" }]
	] as const) {
		describe(name, () => {
			let api: TestKernel;
			before(async () => {
				api = await startTestKernel({ fixtures: ["probes"], environment });
			});
			after(() => api.stop());
			const get = (origin?: string) =>
				api.guest.get("/probes/text", origin ? { origin } : {});
			const ask = (origin: string) =>
				api.guest.send("OPTIONS", "/probes/text", undefined, { ...preflight, origin });

			if (name === "without CORS_ORIGINS") {
				it("lets no other origin in", async () => {
					for (const answer of [await get(HOME), await ask(HOME)]) {
						expect(answer.status).to.be.oneOf([200, 204]);
						expect(answer.headers.get("access-control-allow-origin")).to.equal(null);
						expect(answer.headers.get("access-control-allow-credentials")).to.equal(
							null
						);
					}
				});
				return;
			}

			if (name === "with *") {
				it("lets every origin in, without cookies", async () => {
					for (const answer of [await get(STRANGER), await ask(STRANGER)]) {
						expect(answer.headers.get("access-control-allow-origin")).to.equal("*");
						expect(answer.headers.get("access-control-allow-credentials")).to.equal(
							null
						);
					}
				});
				return;
			}

			it("answers a simple request of a named origin with its name", async () => {
				const { status, headers } = await get(HOME);
				expect(status).to.equal(200);
				expect(headers.get("access-control-allow-origin")).to.equal(HOME);
				expect(headers.get("access-control-allow-credentials")).to.equal("true");
				for (const exposed of [
					"ETag",
					"Link",
					"Location",
					"X-Total-Count",
					"X-Request-ID",
					"Retry-After",
					"Idempotent-Replayed"
				])
					expect(headers.get("access-control-expose-headers")).to.include(exposed);
				expect(headers.get("vary")).to.include("Origin");
			});

			it("answers a preflight of a named origin", async () => {
				const { status, headers, text } = await ask("http://localhost:5173");
				expect([status, text]).to.deep.equal([204, ""]);
				expect(headers.get("access-control-allow-origin")).to.equal(
					"http://localhost:5173"
				);
				expect(headers.get("access-control-allow-methods")).to.equal(
					"GET, HEAD, POST, PUT, PATCH, DELETE"
				);
				for (const allowed of [
					"Authorization",
					"Content-Type",
					"If-Match",
					"Idempotency-Key",
					"X-API-Key",
					"X-CSRF-Token",
					"X-Correlation-ID"
				])
					expect(headers.get("access-control-allow-headers")).to.include(allowed);
				expect(Number(headers.get("access-control-max-age"))).to.be.above(0);
			});

			it("lets no other origin in, also not one that looks alike", async () => {
				for (const origin of [
					STRANGER,
					"null",
					"https://app.example.org.evil.example",
					"http://app.example.org",
					`${HOME}:8443`,
					`${HOME}/`
				]) {
					for (const answer of [await get(origin), await ask(origin)])
						expect(answer.headers.get("access-control-allow-origin"), origin).to.equal(
							null
						);
				}
			});

			it("tells caches that the answer depends on the origin, also without one", async () => {
				for (const answer of [await get(), await get(STRANGER), await get(HOME)])
					expect(answer.headers.get("vary")).to.include("Origin");
			});

			it("carries the headers on refusals too, so that a page may read them", async () => {
				const { status, headers } = await api.guest.get("/nowhere", { origin: HOME });
				expect([status, headers.get("access-control-allow-origin")]).to.deep.equal([
					404,
					HOME
				]);
			});
		});
	}
});

describe("compression", () => {
	let api: TestKernel;
	before(async () => {
		api = await startTestKernel({ fixtures: ["probes"], environment: { CORS_ORIGINS: HOME } });
	});
	after(() => api.stop());

	async function raw(path: string, headers: Record<string, string>) {
		const answer = await exchangeRaw(api.url, head(`GET /api/v1/probes/${path}`, headers));
		const chunked = /transfer-encoding: chunked/i.test(answer.head);
		const body = Buffer.from(answer.body, "latin1");
		return { ...answer, bytes: chunked ? unchunk(body) : body };
	}

	it("packs what is long, with br or gzip as the client prefers", async () => {
		const plain = await raw("big", {});
		expect(plain.head).to.not.match(/content-encoding/i);
		const packed = await raw("big", { "Accept-Encoding": "gzip" });
		expect(packed.head).to.match(/content-encoding: gzip/i);
		expect(packed.bytes.length).to.be.below(plain.bytes.length / 4);
		expect(gunzipSync(packed.bytes).equals(plain.bytes)).to.equal(true);
		const br = await raw("big", { "Accept-Encoding": "gzip, br" });
		expect(br.head).to.match(/content-encoding: br/i);
		expect(brotliDecompressSync(br.bytes).equals(plain.bytes)).to.equal(true);
	});

	it("leaves what is short, and what the client will not have, as it is", async () => {
		for (const [path, accepted] of [
			["text", "gzip, br"],
			["big", "identity"],
			["big", "gzip;q=0, br;q=0"]
		] as const) {
			const answer = await raw(path, { "Accept-Encoding": accepted });
			expect(answer.head).to.not.match(/content-encoding/i);
			expect(answer.head, `${path} ${accepted}`).to.match(/content-length: \d+/i);
		}
	});

	it("packs a stream as it flows", async () => {
		const packed = await raw("download", { "Accept-Encoding": "gzip" });
		expect(packed.head).to.match(/content-encoding: gzip/i);
		expect(gunzipSync(packed.bytes).toString()).to.match(/end$/);
	});

	it("says what the answer depends on, beside the origin", async () => {
		const { head: answer } = await raw("big", { "Accept-Encoding": "gzip", Origin: HOME });
		const [, vary] = /^vary: (.*)$/im.exec(answer)!;
		expect(vary!.split(", ")).to.have.members(["Origin", "Accept-Encoding"]);
	});

	it("answers a 304 to the tag of the packed form", async () => {
		const packed = await raw("big", { "Accept-Encoding": "gzip" });
		const [, tag] = /^etag: (.*)$/im.exec(packed.head)!;
		const again = await raw("big", { "Accept-Encoding": "gzip", "If-None-Match": tag! });
		expect([again.status, again.body]).to.deep.equal([304, ""]);
	});

	it("gives each form a tag of its own, because a strong tag stands for the very bytes", async () => {
		const tags = [];
		for (const encoding of ["identity", "gzip", "br"]) {
			const { head: answer } = await raw("big", { "Accept-Encoding": encoding });
			tags.push(/^etag: (.*)$/im.exec(answer)![1]);
		}
		expect(new Set(tags).size).to.equal(3);
	});
});

function unchunk(bytes: Buffer): Buffer {
	const parts: Buffer[] = [];
	for (let at = 0; ;) {
		const end = bytes.indexOf("\r\n", at);
		const size = Number.parseInt(bytes.subarray(at, end).toString(), 16);
		if (!size) return Buffer.concat(parts);
		parts.push(bytes.subarray(end + 2, end + 2 + size));
		at = end + 2 + size + 2;
	}
}
