/** The description of the API as clients and browsers meet it. */
import { existsSync } from "node:fs";
import { expect } from "chai";
import type { OpenAPIObject } from "openapi3-ts/oas31";
import { chromium, type Browser, type Page } from "playwright-core";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";

const CHROMIUM = "/usr/bin/chromium";
const ARGUMENTS = [
	"--no-sandbox",
	"--headless",
	"--disable-gpu",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync"
];

describe("the description of the API", function suite() {
	this.timeout(60_000);
	let api: TestKernel;

	before(async () => {
		api = await startTestKernel({ plugins: ["projects"] });
	});

	after(() => api?.stop());

	async function pathsNow() {
		const { body } = await api.guest.get<OpenAPIObject>("//openapi.json");
		return Object.keys(body.paths!);
	}

	/** The addresses of the files that a page loads. */
	async function filesOf(page: string) {
		const { text } = await api.guest.get(`//${page}`);
		return [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => `//${address}`);
	}

	it("is the same at both of its addresses, for everybody", async () => {
		const [root, versioned] = await Promise.all([
			api.guest.get("//openapi.json"),
			api.guest.get("/openapi.json")
		]);
		expect(root.status).to.equal(200);
		expect(root.headers.get("content-type")).to.equal("application/json; charset=utf-8");
		expect(versioned.text).to.equal(root.text);
	});

	it("is not sent again to a client that has it", async () => {
		const { headers } = await api.guest.get("//openapi.json");
		const again = await api.guest.get("//openapi.json", {
			"if-none-match": headers.get("etag")!
		});
		expect(again).to.include({ status: 304, text: "" });
	});

	it("follows what is loaded", async () => {
		const admin = await api.as("admin");
		const before = await pathsNow();
		expect(before).to.include("/api/v1/projects");

		await admin.post("/plugins/projects/disable");
		expect(
			(await pathsNow()).filter(path => path.startsWith("/api/v1/projects"))
		).to.deep.equal([]);

		await admin.post("/plugins/projects/enable");
		expect(await pathsNow()).to.deep.equal(before);
	});

	it("stays the same, byte for byte, when a plugin is reloaded", async () => {
		const admin = await api.as("admin");
		const { headers } = await api.guest.get("//openapi.json");
		const { status } = await admin.post("/plugins/projects/reload");
		expect(status).to.equal(200);
		expect((await api.guest.get("//openapi.json")).headers.get("etag")).to.equal(
			headers.get("etag")
		);
	});

	for (const page of ["docs", "redoc"]) {
		it(`allows on /${page} no script but its own files`, async () => {
			const { headers, text } = await api.guest.get(`//${page}`);
			expect(headers.get("content-type")).to.equal("text/html; charset=utf-8");
			const policy = headers.get("content-security-policy")!;
			expect(policy).to.include("default-src 'none'").and.include("script-src 'self';");
			expect(policy).to.not.include("unsafe");
			expect(text).to.not.match(/<script(?![^>]*\ssrc=)/);
		});

		it(`lets browsers keep the files of /${page} for good`, async () => {
			for (const address of await filesOf(page)) {
				const { status, headers } = await api.guest.get(address);
				expect(status, address).to.equal(200);
				expect(headers.get("cache-control")).to.include("immutable");
				expect(
					(await api.guest.get(address, { "if-none-match": headers.get("etag")! })).status
				).to.equal(304);
			}
		});
	}

	it("compresses the files on the way", async () => {
		const [bundle] = (await filesOf("docs")).filter(address => address.includes("bundle"));
		expect(
			(await api.guest.get(bundle!, { "accept-encoding": "gzip" })).headers.get(
				"content-encoding"
			)
		).to.equal("gzip");
	});

	it("has no other files", async () => {
		const [known] = await filesOf("docs");
		for (const address of [
			known!.replace(/[^/]*$/, "package.json"),
			"//docs/000000000000/swagger-ui.css",
			"//docs/..%2F..%2F/package.json"
		]) {
			const { status, body } = await api.guest.get(address);
			expect(status, address).to.equal(404);
			expect(body.code).to.equal("OPENAPI_FILE_NOT_FOUND");
		}
	});

	describe("in a browser", () => {
		let browser: Browser;

		before(async function launch() {
			if (!existsSync(CHROMIUM)) this.skip();
			browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
		});

		after(() => browser?.close());

		/** Opens a page; `seen` gathers what it complains of and what it asks of other hosts. */
		async function open(path: string) {
			const page = await browser.newPage();
			const seen: string[] = [];
			page.on("console", message => message.type() === "error" && seen.push(message.text()));
			page.on("pageerror", error => seen.push(error.message));
			page.on(
				"request",
				request => new URL(request.url()).origin !== api.url && seen.push(request.url())
			);
			await page.goto(`${api.url}${path}`);
			return { page, seen };
		}

		it("shows the operations in Swagger UI, and tries one", async () => {
			const { page, seen } = await open("/docs");
			await page.locator("#operations-tag-projects").click();
			const list = operation(page, "/api/v1/health");
			await page.locator("#operations-tag-health").click();
			await list.locator(".opblock-summary-control").click();
			await list.locator(".try-out__btn").click();
			await list.locator(".execute").click();
			const status = list.locator(".live-responses-table tbody .response-col_status");
			await status.waitFor();
			expect(await status.innerText()).to.match(/^200/);
			expect(await operation(page, "/api/v1/projects").count()).to.equal(1);
			expect(seen).to.deep.equal([]);
			await page.close();
		});

		it("shows the operations in ReDoc, and finds one", async () => {
			const { page, seen } = await open("/redoc");
			await page.getByPlaceholder("Search...").fill("restore");
			await page
				.locator("[data-role='search:results']")
				.getByText("Restore a removed Project")
				.waitFor();
			expect(await page.getByRole("heading", { name: "Create a Project" }).count()).to.equal(
				1
			);
			expect(seen).to.deep.equal([]);
			await page.close();
		});
	});
});

/** The reading operation of a path in Swagger UI. */
function operation(page: Page, path: string) {
	return page.locator(".opblock-get", { has: page.locator(`[data-path='${path}']`) });
}
