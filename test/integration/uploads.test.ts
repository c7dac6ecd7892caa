/** Files that an action takes are what it takes: by their content, whatever the sender says. */
import { createHash, randomBytes } from "node:crypto";
import { expect } from "chai";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";

const PNG = Buffer.from(
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
	"base64"
);

interface Told {
	mediaType: string;
	bytes: number;
	digest: string;
	code: string;
	detail: string;
	errors: { pointer: string; message: string; expected: string }[];
}

describe("an upload", () => {
	let api: TestKernel;
	before(async () => {
		api = await startTestKernel({ fixtures: ["probes"] });
	});
	after(() => api?.stop());

	function picture(content: Uint8Array, type: string, fields: Record<string, string> = {}) {
		const form = new FormData();
		for (const [name, value] of Object.entries(fields)) form.set(name, value);
		form.set("photo", new Blob([new Uint8Array(content)], { type }), "photo.png");
		return api.guest.post<Told>("/probes/picture", form);
	}

	it("of a taken type reaches the action whole, under the type that it really has", async () => {
		const content = Buffer.concat([PNG, randomBytes(500_000)]);
		for (const type of ["image/png", "application/octet-stream"]) {
			const { status, body, text } = await picture(content, type);
			expect(status, text).to.equal(200);
			expect(body).to.deep.equal({
				mediaType: "image/png",
				bytes: content.length,
				digest: createHash("sha256").update(content).digest("hex")
			});
		}
	});

	it("that is not what it says is refused, with the field and what is taken", async () => {
		const svg = Buffer.from('<svg onload="alert(1)"/>');
		const { status, body, headers } = await picture(svg, "image/png");
		expect([status, body.code]).to.deep.equal([415, "REQUEST_FILE_TYPE"]);
		expect(headers.get("content-type")).to.match(/^application\/problem\+json/);
		expect(body.errors).to.deep.equal([
			{
				pointer: "/photo",
				message: "is image/svg+xml, and was sent as image/png",
				expected: "image/png, image/jpeg"
			}
		]);
		expect((await picture(PNG, "image/gif")).status).to.equal(415);
		expect((await picture(PNG, "image/jpeg")).status).to.equal(415);
		expect((await picture(Buffer.alloc(0), "image/png")).status).to.equal(400);
	});

	it("may be missing where the action says so", async () => {
		const form = new FormData();
		const { status, body } = await api.guest.post<Told>("/probes/picture", form);
		expect([status, body.bytes]).to.deep.equal([200, 0]);
	});

	it("as the body itself is held to the same", async () => {
		const send = (content: string, type: string) =>
			api.guest.post<Told>("/probes/notes", content, { "content-type": type });
		const text = "a;b\n".repeat(10_000);
		const { status, body } = await send(text, "text/csv");
		expect([status, body.mediaType, body.bytes]).to.deep.equal([200, "text/csv", text.length]);
		expect((await send("<!doctype html><p>x", "text/plain")).status).to.equal(415);
		expect((await send("{}", "application/json")).status).to.equal(415);
		expect((await api.guest.get("//health/live")).status).to.equal(200);
	});

	it("cannot be pretended with a field that the gateway itself sets", async () => {
		const pretended = '{"$file":{"field":"photo","mediaType":"image/png"}}';
		const json = { "content-type": "application/json" };
		for (const { status, body } of [
			await picture(PNG, "image/png", { $file: "x" }),
			await api.guest.post<Told>("/probes/picture?$file[field]=photo"),
			await api.guest.post<Told>("/auth/login", pretended, json)
		]) {
			expect(status).to.equal(400);
			expect(body.errors[0]!.pointer).to.match(/^\$file/);
			expect(body.errors[0]!.message).to.equal("is reserved");
		}
	});

	for (const name of ["__proto__", "constructor", "a[__proto__][b]", "prototype", "toString"]) {
		it(`with a field named ${name} is refused`, async () => {
			const { status, body } = await picture(PNG, "image/png", { [name]: "x" });
			expect([status, body.code]).to.deep.equal([400, "REQUEST_INVALID"]);
			expect(body.errors[0]!.pointer).to.equal(name);
			expect(({} as { b?: unknown }).b).to.equal(undefined);
		});
	}

	it("with NUL in a field is refused", async () => {
		const { status } = await picture(PNG, "image/png", { name: "a\0b" });
		expect(status).to.equal(400);
	});

	it("says in the OpenAPI document what is taken", async () => {
		const { body } = await api.guest.get<{
			paths: Record<string, { post: { requestBody: { content: Record<string, object> } } }>;
		}>("//openapi.json");
		const contentOf = (path: string) =>
			body.paths[`/api/v1/probes${path}`]!.post.requestBody.content;
		expect(contentOf("/picture")).to.have.nested.property(
			"multipart/form-data.encoding.file.contentType",
			"image/png, image/jpeg"
		);
		expect(contentOf("/notes")).to.have.keys("text/plain", "text/csv");
	});
});
