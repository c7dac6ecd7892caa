/** The console while its server, or the browser's network, is away: it says so, loses nothing, and goes on. */
import { expect } from "chai";
import type { Page } from "playwright-core";
import type { Client } from "../support/client.ts";
import {
	hasBrowser,
	signedIn,
	startConsole,
	violationsOn,
	type ConsolePage,
	type ConsoleTest
} from "../support/console.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";

const UNREACHABLE = "The server cannot be reached";

describe("the console without a connection", function () {
	this.timeout(120_000);
	let test: ConsoleTest;
	let proxy: TcpProxy;
	let opened: ConsolePage;
	let page: Page;
	let admin: Client;
	let project: string;

	before(async function () {
		if (!hasBrowser()) return this.skip();
		test = await startConsole({ plugins: ["projects"] });
		admin = await test.api.as("admin");
		const { hostname, port } = new URL(test.api.url);
		proxy = await startTcpProxy(hostname, Number(port));
		const api = { ...test.api, url: `http://127.0.0.1:${proxy.port}` };
		opened = await signedIn({ ...test, api });
		page = opened.page;
		project = (await admin.post<{ id: string }>("/projects", { name: "Kept" })).body.id;
	});
	after(async () => {
		await test?.stop();
		await proxy?.cut();
	});
	afterEach(() => {
		// The browser itself tells of each try to connect.
		const complaints = (opened?.seen ?? []).filter(one => !/WebSocket|net::ERR/.test(one));
		expect(complaints).to.deep.equal([]);
	});

	const mark = () =>
		page.getByRole("status", { name: "No connection: changes of others do not show" });
	const nameField = () => page.getByRole("textbox", { name: "Name", exact: true });
	const save = () => page.getByRole("button", { name: "Save" }).click();
	const nameOnServer = async () => (await admin.get(`/projects/${project}`)).body.name;

	async function typeName(name: string) {
		await opened.go(`/projects/${project}`);
		// The editor is a part of its own, which has to be there before the connection goes.
		await page.locator(".cm-editor").waitFor();
		await nameField().fill(name);
	}

	/** What was typed stays through a save that does not come through, and a later one takes it. */
	async function savesOnceBack(name: string, comeBack: () => Promise<void>) {
		const before = await nameOnServer();
		await save();
		await page.getByText(UNREACHABLE).waitFor();
		expect(await nameField().inputValue()).to.equal(name);
		expect(await nameOnServer()).to.equal(before);
		await comeBack();
		await mark().waitFor({ state: "detached" });
		expect(await nameField().inputValue()).to.equal(name);
		await save();
		await page.getByText(`${name} is saved`).waitFor();
		expect(await nameOnServer()).to.equal(name);
	}

	it("says that the server is away, keeps what is typed, and saves it when it is back", async () => {
		await typeName("Typed before");
		await proxy.cut();
		await mark().waitFor();
		expect(await violationsOn(page)).to.deep.equal([]);
		await savesOnceBack("Typed before", () => proxy.mend());
	});

	it("does the same when the browser's own network is away", async () => {
		await typeName("Typed on a train");
		await page.context().setOffline(true);
		await mark().waitFor();
		await savesOnceBack("Typed on a train", () => page.context().setOffline(false));
	});

	it("shows what has happened meanwhile, without a reload", async () => {
		await opened.go("/projects");
		await page.getByRole("link", { name: "Typed on a train" }).waitFor();
		await page.evaluate("window.isSame = true");
		await proxy.cut();
		await mark().waitFor();
		await admin.post("/projects", { name: "Made meanwhile" });
		await proxy.mend();
		await page.getByRole("link", { name: "Made meanwhile" }).waitFor();
		await mark().waitFor({ state: "detached" });
		expect(await page.evaluate("window.isSame")).to.equal(true);
	});

	it("offers to try again what could not be read, and does so by itself once the server is back", async () => {
		await opened.go("/projects");
		await page.getByRole("link", { name: "Typed on a train" }).waitFor();
		await page.getByRole("navigation").getByRole("link", { name: "Users" }).click();
		await page.getByRole("cell", { name: "root@lyceum.test", exact: true }).waitFor();
		await proxy.cut();
		await mark().waitFor();
		await page.getByRole("navigation").getByRole("link", { name: "Roles" }).click();
		await page.getByText(UNREACHABLE).first().waitFor();
		await page.getByRole("button", { name: "Try again" }).click();
		await page.getByText(UNREACHABLE).first().waitFor();
		await admin.post("/roles", { name: "after-all", rules: [] });
		await proxy.mend();
		await page.getByRole("cell", { name: "after-all", exact: true }).waitFor();
	});

	it("stays when a screen is opened that never was, and shows it once the server is back", async () => {
		await opened.go("/projects");
		await page.getByRole("link", { name: "Typed on a train" }).waitFor();
		await page.waitForLoadState("networkidle");
		await proxy.cut();
		await page.getByRole("navigation").getByRole("link", { name: "Trash" }).click();
		await mark().waitFor();
		await page.getByText(UNREACHABLE).waitFor();
		expect(await violationsOn(page)).to.deep.equal([]);
		// React tells of what a boundary caught.
		opened.seen.length = 0;
		await proxy.mend();
		await page.getByRole("heading", { name: "Trash", exact: true }).waitFor();
		await page.getByText(UNREACHABLE).waitFor({ state: "detached" });
	});
});
