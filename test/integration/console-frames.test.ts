/** Pages of plugins that nobody trusts: shown in a frame that reaches nothing but what its manifest names. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import type { Frame, Page } from "playwright-core";
import type { Client } from "../support/client.ts";
import {
	hasBrowser,
	signedIn,
	startConsole,
	turn,
	violationsOn,
	type ConsolePage,
	type ConsoleTest
} from "../support/console.ts";
import { uploadForm, type PluginSource } from "../support/plugin-package.ts";
import { waitUntil } from "../support/wait-until.ts";

/** What a page needs to talk to the console. */
const BRIDGE = `
	let port, last = 0;
	const waiting = new Map(), contexts = [];
	const ready = new Promise(resolve => addEventListener("message", ({ data, ports: [given] }) => {
		if (data.kind !== "hello") return;
		contexts.push(data);
		port = given;
		port.onmessage = ({ data }) => {
			if (data.kind === "context") return contexts.push(data);
			waiting.get(data.id)?.(data);
		};
		resolve();
	}));
	const call = message => ready.then(() => new Promise(resolve => {
		waiting.set(++last, resolve);
		port.postMessage({ id: last, ...message });
	}));
`;

const html = (script: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Map</title></head>
<body><h1>Map</h1><ul></ul><script>${BRIDGE}${script}</script></body></html>`;

/** Shows the names of projects. */
const SHOW = `call({ method: "GET", path: "/projects" }).then(({ body }) => {
	for (const { name } of body.data)
		document.querySelector("ul").append(Object.assign(document.createElement("li"), { textContent: name }));
});`;

function stranger(version: string, script = SHOW, more: Partial<PluginSource> = {}): PluginSource {
	return {
		name: "stranger",
		version,
		service: null,
		lyceum: {
			permissions: { routes: ["GET /projects"] },
			provides: {
				pages: [
					{
						path: "map",
						title: { en: "Map of projects" },
						icon: "hub",
						frame: "pages/map.html",
						right: { action: "read", subject: "Project" }
					}
				]
			}
		},
		files: { "pages/map.html": html(script) },
		...more
	};
}

interface Reply {
	body?: unknown;
	problem?: { status: number; code: string };
}

describe("pages of plugins that nobody trusts", function () {
	this.timeout(120_000);
	let test: ConsoleTest;
	let opened: ConsolePage;
	let page: Page;
	let admin: Client;
	let version = 0;
	/** Somebody who would like to hear something. */
	let listener: Server;
	let elsewhere: string;
	let heard = 0;

	before(async function () {
		if (!hasBrowser()) return this.skip();
		listener = createServer((_request, response) => {
			heard++;
			response.setHeader("Access-Control-Allow-Origin", "*").end("// heard");
		}).listen(0, "127.0.0.1");
		await once(listener, "listening");
		elsewhere = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
		test = await startConsole({ plugins: ["projects"] });
		admin = await test.api.as("admin");
		await admin.post("/projects", { name: "Weather station" });
		opened = await signedIn(test);
		page = opened.page;
	});
	after(async () => {
		listener?.close();
		await test?.stop();
	});
	afterEach(() => {
		// What the browser tells of the attempts.
		opened.seen.length = 0;
		expect(heard).to.equal(0);
	});

	/** Installs the page with a script, without any trust, opens it, and gives its frame. */
	async function show(script = SHOW): Promise<Frame> {
		await open(script);
		const element = await page.waitForSelector("iframe");
		return (await element.contentFrame())!;
	}

	async function open(script: string) {
		const form = await uploadForm(stranger(`1.0.${++version}`, script), {});
		const { status, text } = await admin.post("/plugins", form);
		expect(status, text).to.be.oneOf([200, 201]);
		await opened.go("/pages/stranger/map");
	}

	function call(frame: Frame, message: object): Promise<Reply> {
		return frame.evaluate(`call(${JSON.stringify(message)})`);
	}

	it("are installed without trust, and show what their manifest lets them ask for", async () => {
		const frame = await show();
		await frame.getByText("Weather station").waitFor();
		expect(await frame.evaluate("contexts[0]")).to.deep.include({
			locale: "en",
			theme: "light"
		});
		await turn(page, "dark");
		await waitUntil("the frame is told", async () =>
			Boolean(await frame.evaluate("contexts.some(({ theme }) => theme === 'dark')"))
		);
		for (const colours of ["light", "dark"] as const) {
			await turn(page, colours);
			expect(await violationsOn(page)).to.deep.equal([]);
		}
		expect(opened.seen).to.deep.equal([]);
	});

	it("ask for nothing else, in whatever way it is written", async () => {
		const frame = await show();
		const asked = [
			{ method: "GET", path: "/users" },
			{ method: "GET", path: "/auth/me" },
			{ method: "POST", path: "/projects", body: { name: "Foreign" } },
			{ method: "GET", path: "/projects/../users" },
			{ method: "GET", path: "/projects/%2e%2e/users" },
			{ method: "GET", path: "//metrics" },
			{ method: "GET", path: "/projectsx" }
		];
		const replies = await Promise.all(asked.map(message => call(frame, message)));
		const codes = replies.map(({ problem }) => problem?.code);
		expect(codes).to.deep.equal([
			"FRAME_NOT_PERMITTED",
			"FRAME_NOT_PERMITTED",
			"FRAME_NOT_PERMITTED",
			"FRAME_BAD_CALL",
			"FRAME_BAD_CALL",
			"FRAME_BAD_CALL",
			"FRAME_NOT_PERMITTED"
		]);
		const { body } = await admin.get<{ total: number }>("/projects?filter[name]=Foreign");
		expect(body.total).to.equal(0);
	});

	it("are refused by the server what their reader may not do", async () => {
		const frame = await show();
		const { problem } = await call(frame, {
			method: "GET",
			path: "/projects/65f0c0ffee65f0c0ffee65f0"
		});
		expect(problem).to.include({ status: 404, code: "DOCUMENT_NOT_FOUND" });
	});

	it("reach neither cookies, nor the console, nor the API, nor any host, by themselves", async () => {
		const frame = await show();
		const tries = {
			cookie: "document.cookie",
			storage: "localStorage.length",
			parent: "parent.document.title",
			top: `top.location.href = '${elsewhere}/'`,
			api: "await fetch('/api/v1/projects')",
			host: `await fetch('${elsewhere}/')`,
			socket: `await new Promise((open, fail) => Object.assign(new WebSocket('${elsewhere.replace("http", "ws")}'), { onopen: open, onerror: fail }))`,
			image: `await new Promise((load, fail) => Object.assign(new Image(), { onload: load, onerror: fail, src: '${elsewhere}/x.png' }))`,
			script: `await import('${elsewhere}/x.js')`,
			popup: `if (window.open('${elsewhere}/') === null) throw new Error('no window')`,
			eval: "await new Promise((done, fail) => setTimeout(() => { try { done((0, eval)('1')); } catch (error) { fail(error); } }))",
			worker: "await new Promise((done, fail) => Object.assign(new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))), { onmessage: done, onerror: fail }))"
		};
		const outcomes: Record<string, string> = {};
		for (const [name, code] of Object.entries(tries))
			outcomes[name] = await frame.evaluate(
				`(async () => { ${code}; })().then(() => "done", () => "refused")`
			);
		expect(
			Object.entries(outcomes).filter(([, outcome]) => outcome !== "refused")
		).to.deep.equal([]);
		expect(page.url()).to.include("/admin/pages/stranger/map");
	});

	it("are stopped when they lead elsewhere", async () => {
		await open(`ready.then(() => { location.href = "${elsewhere}/?stolen"; });`);
		await page.getByText("was stopped: it tried to lead elsewhere").waitFor();
		expect(await page.locator("iframe").count()).to.equal(0);
	});

	it("are refused what is more than enough, and stopped when they flood", async () => {
		const frame = await show();
		const replies = await frame.evaluate<Reply[]>(
			`Promise.all(Array.from({ length: 20 }, () => call({ method: "GET", path: "/projects" })))`
		);
		const refused = replies.filter(({ problem }) => problem?.code === "FRAME_TOO_MANY_CALLS");
		// What the page itself has just asked may still be under way.
		expect(refused.length).to.be.within(14, 19);
		// It may be gone before it can say that it has sent them.
		await frame
			.evaluate(`for (let i = 0; i < 2000; i++) port.postMessage({ id: i })`)
			.catch(() => undefined);
		await page.getByText("was stopped: it sent too many messages").waitFor();
		expect(await page.locator("iframe").count()).to.equal(0);
	});

	it("are cut off by their own policy, too, and given to those alone who may see them", async () => {
		await show();
		const source = (await page.locator("iframe").getAttribute("src"))!;
		const { status, headers } = await admin.get(`/${source}`);
		expect(status).to.equal(200);
		const policy = headers.get("content-security-policy")!;
		expect(policy).to.include("sandbox allow-scripts").and.include("connect-src 'none'");
		expect(policy).to.not.include("allow-same-origin");
		expect((await test.api.guest.get(`/${source}`)).status).to.equal(401);
		const old = await admin.get(`/${source.replace(/[0-9a-f]{24}/, "0".repeat(24))}`);
		expect(old.status).to.equal(404);
		expect(old.body).to.include({ code: "CONSOLE_PAGE_NOT_FOUND" });
	});
});
