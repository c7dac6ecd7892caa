/** The page to try plain WebSockets with, in a browser, and what is logged of its token: nothing. */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { chromium, type Browser } from "playwright-core";
import { WebSocket } from "ws";
import { createClient } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { waitUntil } from "../support/wait-until.ts";

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
const LOGGING_KERNEL = path.resolve(import.meta.dirname, "../support/logging-kernel.ts");

describe("the WebSocket test page", function () {
	this.timeout(90_000);
	let app: TestKernel;
	let child: ChildProcess | undefined;

	before(async () => {
		app = await startTestKernel({ plugins: ["projects"] });
	});
	after(() => app?.stop());
	after(() => child?.kill("SIGKILL"));

	it("has a strict policy of its own, and no inline script or style", async () => {
		const { status, text, headers } = await app.guest.get("//websocket/test");
		expect(status).to.equal(200);
		expect(headers.get("content-type")).to.equal("text/html; charset=utf-8");
		expect(headers.get("cache-control")).to.equal("no-store");
		const policy = headers.get("content-security-policy");
		expect(policy).to.include("default-src 'none'").and.to.include("script-src 'self'");
		expect(policy).to.include("frame-ancestors 'none'").and.not.to.include("unsafe");
		expect(text).not.to.match(/<script(?![^>]* src=)/);
		expect(text).not.to.match(/<style|\sstyle=|\son\w+=/);
		const other = await app.guest.get("//websocket/test/..%2Fmetrics.ts");
		expect([other.status, other.body.code]).to.deep.equal([404, "REALTIME_FILE_NOT_FOUND"]);
	});

	describe("in a browser", () => {
		let browser: Browser;

		before(async function launch() {
			if (!existsSync(CHROMIUM)) this.skip();
			browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
		});
		after(() => browser?.close());

		it("connects with a token, sends a frame and shows what comes", async () => {
			const ann = await app.as("ann");
			const page = await browser.newPage();
			const seen: string[] = [];
			page.on("console", message => message.type() === "error" && seen.push(message.text()));
			page.on("pageerror", error => seen.push(error.message));
			await page.goto(`${app.url}/websocket/test`);
			for (const address of ["/websocket/connect", "/ws"]) {
				await page.getByLabel("Access token").fill(ann.token!);
				await page.getByLabel("Address").selectOption({ label: address });
				await page.getByRole("button", { name: "Connect", exact: true }).click();
				await page
					.getByRole("status")
					.filter({ hasText: /^connected$/ })
					.waitFor();
				await page.getByRole("button", { name: "Send" }).click();
				await page.getByText('"event":"subscribed"').first().waitFor();
				await ann.post("/projects", { name: `By ${address}` });
				await page.getByText(`By ${address}`).first().waitFor();
				expect(await page.getByLabel("Access token").inputValue()).to.equal("");
				expect(await page.content()).not.to.include(ann.token!);
				await page.getByRole("button", { name: "Disconnect" }).click();
				await page
					.getByRole("status")
					.filter({ hasText: /^closed/ })
					.waitFor();
			}
			expect(seen).to.deep.equal([]);
			await page.close();
		});
	});

	it("comes with a token that no log has", async () => {
		child = fork(LOGGING_KERNEL, { silent: true });
		let log = "";
		for (const output of [child.stdout!, child.stderr!])
			output.on("data", chunk => (log += String(chunk)));
		const [url] = (await once(child, "message")) as [string];
		const { body } = await createClient(url).post<{ access_token: string }>("/auth/register", {
			email: "logged@lyceum.test",
			password: "Wren-42-Lantern"
		});
		const socketUrl = url.replace("http", "ws");
		for (const token of [body.access_token, "a-token-that-is-wrong"]) {
			for (const place of ["/ws", "/websocket/connect", "/nowhere"]) {
				const socket = new WebSocket(`${socketUrl}${place}?token=${token}`);
				// A refusal is an error here; that it has ended is all that counts.
				socket.on("error", () => undefined);
				socket.once("open", () => socket.close());
				await new Promise(resolve => void socket.once("close", resolve));
			}
		}
		await fetch(`${url}/websocket/test?token=${body.access_token}`);
		await waitUntil("the page is logged", () => log.includes("/websocket/test"));
		child.send("stop");
		await once(child, "exit");
		expect(log).not.to.include(body.access_token);
		expect(log).not.to.include("a-token-that-is-wrong");
	});
});
