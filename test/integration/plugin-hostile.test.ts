/** Plugins and administrators that do what they should not, or two things at once: clear errors, nothing lost. */
import { connect } from "node:net";
import { expect } from "chai";
import type { Answer, Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { pingService, uploadForm, type PluginSource } from "../support/plugin-package.ts";
import { waitUntil } from "../support/wait-until.ts";

interface Body {
	code: string;
	detail: string;
	state: string;
	version: string;
	settings: Record<string, unknown>;
	lastFailure: { reason: string } | null;
}

describe("a hostile plugin", function () {
	this.timeout(60_000);
	let api: TestKernel;
	let admin: Client;
	before(async () => {
		api = await startTestKernel();
		admin = await api.as("admin");
	});
	after(() => api.stop());
	afterEach(async () => {
		const { body } = await admin.get<{ data: { name: string }[] }>("/plugins");
		for (const { name } of body.data.reverse()) await admin.delete(`/plugins/${name}`);
		for (const path of ["//health", "//openapi.json", "/users"])
			expect((await admin.get(path)).status, path).to.equal(200);
	});

	const install = async (source: PluginSource) =>
		admin.post<Body>("/plugins?acceptBreaking=true", await uploadForm(source));
	const ping = async (name = "pinger") => (await api.guest.get<Body>(`/${name}`)).body.version;
	const show = async (name = "pinger") => (await admin.get<Body>(`/plugins/${name}`)).body;

	function expectRefused({ status, body }: Answer<Body>, code: string, detail: RegExp) {
		expect([status, body.code], body.detail).to.deep.equal([
			code === "PLUGINS_NAME_TAKEN" ? 409 : 422,
			code
		]);
		expect(body.detail).to.match(detail);
	}

	it("may not name its service like another plugin's, or like a generation of the kernel's", async () => {
		await install({ name: "pinger" });
		const thief = await install({ name: "thief", service: pingService("pinger", "stolen") });
		expectRefused(
			thief,
			"PLUGINS_NAME_TAKEN",
			/"pinger" is the name of a part of the plugin "pinger"/
		);
		const generation = await install({
			name: "thief",
			service: pingService("users~9", "stolen")
		});
		expectRefused(generation, "PLUGINS_LOAD_FAILED", /name is "users~9"/);
		expect(await ping()).to.equal("1.0.0");
		expect((await admin.get("/plugins/thief")).status).to.equal(404);
	});

	for (const thrown of ["undefined", "null", "5", "Object.create(null)"]) {
		it(`may throw ${thrown}`, async () => {
			const atLoad = await install({ name: "pinger", service: `throw ${thrown};` });
			expectRefused(atLoad, "PLUGINS_LOAD_FAILED", /could not be loaded: it threw /);
			const service = pingService("pinger", "1").replace(
				"actions:",
				`started() { throw ${thrown}; },\n\tactions:`
			);
			const atStart = await install({ name: "pinger", service });
			expectRefused(atStart, "PLUGINS_START_FAILED", /did not start: it threw /);
		});
	}

	it("releases what it acquired before its start failed, once", async () => {
		const service = pingService("pinger", "1").replace(
			"actions:",
			`started() {
				globalThis.released = 0;
				this.onStop(() => globalThis.released++);
				this.onStop(() => { throw new Error("this one fails"); });
				throw new Error("half way");
			},
			actions:`
		);
		expectRefused(
			await install({ name: "pinger", service }),
			"PLUGINS_START_FAILED",
			/half way/
		);
		expect((globalThis as unknown as { released: number }).released).to.equal(1);
	});

	it("that refuses new settings keeps the old ones", async () => {
		const service = pingService("pinger", "1").replace(
			"actions:",
			`settingsChanged() { if (this.settings.word === "bad") throw new Error("not that word"); },
			actions:`
		);
		const settings = {
			type: "object",
			properties: { word: { type: "string", default: "good" } }
		};
		await install({ name: "pinger", service, lyceum: { settings } });
		const refused = await admin.patch<Body>("/plugins/pinger/settings", { word: "bad" });
		expectRefused(
			refused,
			"PLUGINS_SETTINGS_REFUSED",
			/"pinger" refused the new settings .*: not that word$/
		);
		expect(await show()).to.deep.include({ state: "started", settings: { word: "good" } });
		const taken = await admin.patch<Body>("/plugins/pinger/settings", { word: "better" });
		expect(taken.body.settings).to.deep.equal({ word: "better" });
	});

	it("uploaded twice at once is there once", async () => {
		const answers = await Promise.all(
			["1.0.0", "1.0.0", "1.1.0"].map(version => install({ name: "pinger", version }))
		);
		for (const { status, text } of answers) expect(status, text).to.be.oneOf([200, 201, 409]);
		expect(answers.filter(({ status }) => status < 300)).to.not.have.length(0);
		const { version, state } = await show();
		expect(state).to.equal("started");
		expect((await api.guest.get<Body>("/pinger")).body.version).to.equal(version);
	});

	it("removed while it is installed is there or not, but never half", async () => {
		for (let round = 0; round < 5; round++) {
			const [installed, removed] = await Promise.all([
				install({ name: "pinger", version: `1.${round}.0` }),
				admin.delete<Body>("/plugins/pinger")
			]);
			expect(installed.status, installed.text).to.be.oneOf([200, 201, 409]);
			expect(removed.status, removed.text).to.be.oneOf([204, 404, 409]);
			const isThere = (await admin.get("/plugins/pinger")).status === 200;
			expect((await api.guest.get("/pinger")).status).to.equal(isThere ? 200 : 404);
		}
	});

	it("enabled while it still drains serves in the end", async () => {
		const service = pingService("pinger", "1").replace(
			"actions:",
			`async stopped() { await new Promise(resolve => { globalThis.endStop = resolve; }); },
			actions:`
		);
		await install({ name: "pinger", service });
		const disabling = admin.post<Body>("/plugins/pinger/disable");
		const held = globalThis as unknown as { endStop?: () => void };
		await waitUntil("it stops", () => Promise.resolve(held.endStop !== undefined));
		const enabling = admin.post<Body>("/plugins/pinger/enable");
		await waitUntil(
			"it is to be enabled again",
			async () => (await show()).state !== "disabled"
		);
		held.endStop!();
		const answers = await Promise.all([disabling, enabling]);
		for (const { status, text } of answers) expect(status, text).to.be.oneOf([200, 409]);
		expect(await ping()).to.equal("1");
		const removing = admin.delete("/plugins/pinger");
		held.endStop = undefined;
		await waitUntil("it stops again", () => Promise.resolve(held.endStop !== undefined));
		(held.endStop as unknown as () => void)();
		expect((await removing).status).to.equal(204);
	});

	it("whose upload breaks off leaves nothing behind", async () => {
		const { port, hostname } = new URL(api.url);
		const socket = connect(Number(port), hostname);
		socket.write(
			`POST /api/v1/plugins HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${admin.token}\r\n` +
				"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n" +
				'--b\r\nContent-Disposition: form-data; name="package"; filename="p.tgz"\r\n\r\nhalf of it'
		);
		// The question itself is one of those that are in progress.
		const inProgress = async (count: number) =>
			(await admin.get("//metrics")).text.includes(`http_requests_in_progress ${count}\n`);
		await waitUntil("it is being read", () => inProgress(2));
		socket.destroy();
		await waitUntil("it is given up", () => inProgress(1));
		expect((await admin.get<{ total: number }>("/plugins")).body.total).to.equal(0);
		expect((await install({ name: "pinger" })).status).to.equal(201);
	});
});
