/** What an administrator watches in the console: the log, a plugin's figures, schedules, and what was removed. */
import { expect } from "chai";
import type { Page } from "playwright-core";
import type { Client } from "../support/client.ts";
import {
	ADMINISTRATOR,
	hasBrowser,
	openConsole,
	signedIn,
	startConsole,
	turn,
	violationsOn,
	type ConsolePage,
	type ConsoleTest
} from "../support/console.ts";
import { uploadForm } from "../support/plugin-package.ts";
import { waitUntil } from "../support/wait-until.ts";

const NOISY = `import { definePlugin } from "lyceum";
export default definePlugin({
	name: "noisy",
	actions: {
		shout: {
			rest: "POST /",
			can: "authenticated",
			params: { text: "string", level: "string" },
			summary: "Write to the log",
			handler(ctx) {
				this.logger[ctx.params.level](ctx.params.text);
				return {};
			}
		}
	}
});
`;

describe("watching in the console", function () {
	this.timeout(120_000);
	let test: ConsoleTest;
	let opened: ConsolePage;
	let page: Page;
	let admin: Client;

	before(async function () {
		if (!hasBrowser()) return this.skip();
		test = await startConsole({
			plugins: ["projects", "exercises"],
			environment: { LOG_LEVEL: "error" }
		});
		admin = await test.api.as("admin");
		const form = await uploadForm({ name: "noisy", service: NOISY });
		expect((await admin.post("/plugins", form)).status).to.equal(201);
		opened = await signedIn(test);
		page = opened.page;
	});
	after(() => test?.stop());
	afterEach(() => expect(opened?.seen ?? []).to.deep.equal([]));

	const shout = (text: string, level = "error") => admin.post("/noisy", { text, level });
	const log = () => page.getByRole("log");

	async function isFlawless() {
		for (const scheme of ["light", "dark"] as const) {
			await turn(page, scheme);
			expect(await violationsOn(page), scheme).to.deep.equal([]);
		}
		await turn(page, "light");
	}

	it("follows the log as it is written, filters it, and holds it still", async () => {
		await shout("written before");
		await opened.go("/logs");
		await log().getByText("written before").waitFor();
		await shout("written meanwhile, token=very-secret");
		await log().getByText("written meanwhile, token=[redacted]").waitFor();
		await isFlawless();
		await page.getByLabel("Text").fill("before");
		await log().getByText("written meanwhile").waitFor({ state: "detached" });
		await page.getByLabel("Text").fill("");
		await page.getByRole("button", { name: "Pause" }).click();
		await shout("written while paused");
		await page.getByRole("button", { name: "Follow" }).click();
		await log().getByText("written while paused").waitFor();
		await page.getByLabel("From level").click();
		await page.getByRole("option", { name: "fatal" }).click();
		await page.getByText("Nothing was written that fits").waitFor();
		await shout("the worst", "fatal");
		await log().getByText("the worst").waitFor();
	});

	it("shows a plugin's figures and its own lines on its page", async () => {
		await shout("on its own page");
		await opened.go("/plugins/noisy");
		await page.getByRole("cell", { name: "POST /api/v1/noisy" }).waitFor();
		await page.getByRole("cell", { name: "noisy.shout" }).waitFor();
		await page.getByText("Kept: services 1, actions 1").waitFor();
		await log().getByText("on its own page").waitFor();
		await isFlawless();
	});

	it("tells when what is queued by the clock comes next", async () => {
		await opened.go("/tasks");
		await page.getByRole("button", { name: "Schedules" }).click();
		await page
			.getByRole("region", { name: "Schedules" })
			.getByText("exercises.weekly-check")
			.waitFor();
		await isFlawless();
	});

	it("names the groups that read a stream", async () => {
		await opened.go("/streams");
		const row = page.getByRole("row", { name: /^notification-requests/ });
		await row.getByRole("cell", { name: "notifications", exact: true }).waitFor();
		await isFlawless();
	});

	it("lists what was removed, and brings it back", async () => {
		const { body } = await admin.post("/projects", { name: "Taken back" });
		await admin.delete(`/projects/${body.id}`);
		await opened.go("/trash");
		await page.getByRole("button", { name: "Projects (1)" }).waitFor();
		await page.getByRole("cell", { name: "Taken back", exact: true }).waitFor();
		await isFlawless();
		await page.getByRole("button", { name: "Restore Taken back" }).click();
		await page.getByText("The trash is empty").waitFor();
		const { status } = await admin.get(`/projects/${body.id}`);
		expect(status).to.equal(200);
	});

	it("shows what has changed before the page could be told of changes", async () => {
		const late = await openConsole(test);
		let connect: (() => void) | undefined;
		await late.page.routeWebSocket(/socket\.io/, socket => {
			connect = () => socket.connectToServer();
		});
		await late.go("");
		await late.page.locator("input[name=username]").fill(ADMINISTRATOR.username);
		await late.page.locator("input[name=password]").fill(ADMINISTRATOR.password);
		await late.page.getByRole("button", { name: "Sign in" }).click();
		const menu = late.page.getByRole("navigation");
		await menu.getByRole("link", { name: "Exercises", exact: true }).waitFor();
		await waitUntil("the page wants to be told", () => connect !== undefined);
		expect((await admin.post("/plugins/exercises/disable")).status).to.equal(200);
		connect!();
		await menu
			.getByRole("link", { name: "Exercises", exact: true })
			.waitFor({ state: "detached" });
		expect((await admin.post("/plugins/exercises/enable")).status).to.equal(200);
		await menu.getByRole("link", { name: "Exercises", exact: true }).waitFor();
		await late.close();
	});

	it("says the same in German", async () => {
		const german = await openConsole(test, { locale: "de-DE" });
		await german.go("/trash");
		await german.page.locator("input[name=username]").fill(ADMINISTRATOR.username);
		await german.page.locator("input[name=password]").fill(ADMINISTRATOR.password);
		await german.page.getByRole("button", { name: "Anmelden" }).click();
		await german.page.getByRole("heading", { name: "Papierkorb" }).waitFor();
		await german.page.getByText("Gelöschtes lässt sich 30 Tage lang").waitFor();
		await german.go("/logs");
		await german.page.getByRole("heading", { name: "Protokoll" }).waitFor();
		await german.page.getByRole("button", { name: "Anhalten" }).waitFor();
		expect(german.seen).to.deep.equal([]);
		await german.close();
	});
});
