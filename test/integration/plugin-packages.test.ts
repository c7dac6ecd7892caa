/** Installing, upgrading, rolling back and removing plugins by upload, as an administrator does it. */
import { expect } from "chai";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { pingService, uploadForm, type PluginSource } from "../support/plugin-package.ts";

interface Problem {
	code: string;
	detail: string;
	errors?: { pointer: string; message: string }[];
}

interface ShownPlugin {
	version: string;
	state: string;
	enabled: boolean;
	settings: Record<string, unknown>;
	previous: { version: string } | null;
	lastFailure: { version: string; reason: string } | null;
	actual: { state: string; version: string; reason: string | null }[];
}

describe("plugins as packages", () => {
	let api: TestKernel;
	let admin: Client;

	before(async () => {
		api = await startTestKernel();
		admin = await api.as("admin");
	});
	after(() => api?.stop());
	afterEach(async () => {
		const { body } = await admin.get<{ data: { name: string }[] }>("/plugins");
		for (const { name } of body.data.reverse()) await admin.delete(`/plugins/${name}`);
	});

	const install = async (source: PluginSource, fields?: Record<string, string>, query = "") =>
		admin.post<ShownPlugin & Problem>(`/plugins${query}`, await uploadForm(source, fields));
	const ping = (name: string) => api.guest.get<{ version: string }>(`/${name}`);
	const show = async (name: string) => (await admin.get<ShownPlugin>(`/plugins/${name}`)).body;

	it("installs a trusted package and serves its routes at once", async () => {
		const { status, body, headers } = await install({ name: "pinger" });
		expect(status).to.equal(201);
		expect(headers.get("location")).to.equal("/api/v1/plugins/pinger");
		expect(body).to.include({ version: "1.0.0", state: "started", enabled: true });
		expect((await ping("pinger")).body).to.deep.equal({ version: "1.0.0" });
	});

	it("finds the form's fields wherever they stand", async () => {
		const form = new FormData();
		form.set("trust", "in-process");
		for (const [name, value] of (await uploadForm({ name: "pinger" }, {})).entries())
			form.set(name, value);
		expect((await admin.post("/plugins", form)).status).to.equal(201);
	});

	for (const who of ["guest", "ann", "teacher"]) {
		it(`refuses ${who}`, async () => {
			const caller = who === "guest" ? api.guest : await api.as(who);
			const { status } = await caller.post("/plugins", await uploadForm({ name: "pinger" }));
			expect(status).to.equal(who === "guest" ? 401 : 403);
			expect((await caller.get("/plugins")).status).to.equal(who === "guest" ? 401 : 403);
			expect((await ping("pinger")).status).to.equal(404);
		});
	}

	it("refuses a package that nobody trusts, with the reason", async () => {
		const { status, body } = await install({ name: "pinger" }, {});
		expect(status).to.equal(403);
		expect(body.code).to.equal("PLUGINS_UNTRUSTED");
		expect(body.detail).to.match(/trust=in-process.*TRUSTED_PLUGINS/);
		expect((await ping("pinger")).status).to.equal(404);
	});

	it("says what a package would do without doing it", async () => {
		const { status, body } = await install({ name: "pinger" }, undefined, "?dryRun=true");
		expect(status).to.equal(200);
		expect(body).to.have.keys(
			"name",
			"version",
			"needsTrust",
			"adds",
			"requires",
			"permissions",
			"addedPermissions",
			"migrations",
			"rehearsals",
			"apiDiff"
		);
		expect((body as unknown as { adds: { routes: string[] } }).adds.routes).to.deep.equal([
			"GET /api/v1/pinger"
		]);
		expect((await ping("pinger")).status).to.equal(404);
		expect((await admin.get("/plugins/pinger")).status).to.equal(404);
	});

	it("upgrades to a newer version, keeps the older one for a roll-back, and refuses an older one", async () => {
		await install({ name: "pinger" });
		const upgrade = await install({ name: "pinger", version: "1.1.0" });
		expect(upgrade.status).to.equal(200);
		expect(upgrade.body).to.deep.include({
			version: "1.1.0",
			previous: { version: "1.0.0", source: "package" }
		});
		expect((await ping("pinger")).body.version).to.equal("1.1.0");
		const older = await install({ name: "pinger", version: "1.0.5" });
		expect(older.status).to.equal(409);
		expect(older.body.code).to.equal("PLUGINS_NOT_NEWER");
		const back = await admin.post<ShownPlugin>("/plugins/pinger/rollback");
		expect(back.status).to.equal(200);
		expect((await ping("pinger")).body.version).to.equal("1.0.0");
	});

	it("refuses a breaking upgrade until it is accepted", async () => {
		await install({ name: "pinger" });
		const service = pingService("pinger", "2.0.0").replace('"GET /"', '"GET /elsewhere"');
		const refused = await install({ name: "pinger", version: "2.0.0", service });
		expect(refused.status).to.equal(409);
		expect(refused.body.code).to.equal("PLUGINS_BREAKING");
		expect(refused.body.detail).to.contain("GET /api/v1/pinger");
		expect((await ping("pinger")).body.version).to.equal("1.0.0");
		const accepted = await install(
			{ name: "pinger", version: "2.0.0", service },
			undefined,
			"?acceptBreaking=true"
		);
		expect(accepted.status).to.equal(200);
		expect((await ping("pinger")).status).to.equal(404);
		expect((await ping("pinger/elsewhere")).body.version).to.equal("2.0.0");
	});

	const broken: { what: string; service: string; code: string; detail: RegExp }[] = [
		{
			what: "throws at load",
			service: `throw new Error("no luck today");`,
			code: "PLUGINS_LOAD_FAILED",
			detail: /no luck today/
		},
		{
			what: "does not parse",
			service: `export default {{`,
			code: "PLUGINS_LOAD_FAILED",
			detail: /could not be loaded/
		},
		{
			what: "exports no definition",
			service: `export default 5;`,
			code: "PLUGINS_LOAD_FAILED",
			detail: /definePlugin/
		},
		{
			what: "imports what is not there",
			service: `import "nowhere-to-be-found"; export default {};`,
			code: "PLUGINS_LOAD_FAILED",
			detail: /nowhere-to-be-found/
		},
		{
			what: "throws at start",
			service: withHooks("started() { throw new Error('no luck today'); }"),
			code: "PLUGINS_START_FAILED",
			detail: /no luck today/
		},
		{
			what: "fails its health check",
			service: withHooks("health() { throw new Error('not well'); }"),
			code: "PLUGINS_START_FAILED",
			detail: /not well/
		}
	];
	for (const { what, service, code, detail } of broken) {
		it(`refuses a new plugin that ${what}`, async () => {
			const { status, body } = await install({ name: "pinger", service });
			expect(status).to.equal(422);
			expect(body.code).to.equal(code);
			expect(body.detail).to.match(detail);
			expect((await admin.get("/plugins/pinger")).status).to.equal(404);
			expect((await ping("pinger")).status).to.equal(404);
		});

		it(`keeps the running version when an upgrade ${what}`, async () => {
			await install({ name: "pinger" });
			const { status } = await install(
				{ name: "pinger", version: "1.1.0", service },
				undefined,
				"?acceptBreaking=true"
			);
			expect(status).to.equal(422);
			expect((await ping("pinger")).body.version).to.equal("1.0.0");
			const shown = await show("pinger");
			expect(shown).to.include({ version: "1.0.0", state: "started" });
			// What could not even be loaded was never desired, so that nothing had to be set back.
			if (code === "PLUGINS_START_FAILED") expect(shown.lastFailure?.reason).to.match(detail);
		});
	}

	it("lets a plugin that throws at its stop go", async () => {
		await install({
			name: "pinger",
			service: withHooks("stopped() { throw new Error('never'); }")
		});
		expect((await admin.delete("/plugins/pinger")).status).to.equal(204);
		expect((await ping("pinger")).status).to.equal(404);
	});

	it("refuses routes that belong to another plugin, also where they only overlap", async () => {
		await install({
			name: "pinger",
			service: pingService("pinger", "1").replace('"GET /"', '"GET /:id"')
		});
		const service = pingService("thief", "1").replace(
			'"GET /"',
			'{ method: "GET", basePath: "/pinger", path: "/mine" }'
		);
		const { status, body } = await install({ name: "thief", service });
		expect(status).to.equal(409);
		expect(body.code).to.equal("PLUGINS_ROUTE_TAKEN");
		expect(body.detail).to.match(
			/GET \/api\/v1\/pinger\/mine, where GET \/api\/v1\/pinger\/:id belongs to "pinger"/
		);
		expect((await admin.get("/plugins/thief")).status).to.equal(404);
	});

	it("refuses the routes and the names of the kernel", async () => {
		const service = pingService("thief", "1").replace(
			'"GET /"',
			'{ method: "GET", fullPath: "/health" }'
		);
		expect((await install({ name: "thief", service })).body.code).to.equal(
			"PLUGINS_ROUTE_TAKEN"
		);
		expect((await install({ name: "users" })).body.code).to.equal("PLUGINS_NAME_TAKEN");
	});

	it("refuses what needs a plugin that is missing or too old", async () => {
		const needy = { name: "needy", lyceum: { requires: { pinger: "^2.0.0" } } };
		const missing = await install(needy);
		expect(missing.status).to.equal(409);
		expect(missing.body.detail).to.contain("pinger");
		await install({ name: "pinger" });
		const old = await install(needy);
		expect(old.body.detail).to.match(/pinger.*2\.0\.0.*1\.0\.0|1\.0\.0.*2\.0\.0/);
	});

	it("does not take away what another plugin requires", async () => {
		await install({ name: "pinger" });
		await install({ name: "needy", lyceum: { requires: { pinger: "^1.0.0" } } });
		for (const answer of [
			await admin.delete("/plugins/pinger"),
			await admin.post("/plugins/pinger/disable")
		]) {
			expect(answer.status).to.equal(409);
			expect((answer.body as unknown as Problem).detail).to.contain("needy");
		}
		expect((await ping("pinger")).status).to.equal(200);
		await admin.delete("/plugins/needy");
	});

	it("disables and enables", async () => {
		await install({ name: "pinger" });
		const off = await admin.post<ShownPlugin>("/plugins/pinger/disable");
		expect(off.body).to.include({ state: "disabled", enabled: false });
		expect((await ping("pinger")).status).to.equal(404);
		const on = await admin.post<ShownPlugin>("/plugins/pinger/enable");
		expect(on.body).to.include({ state: "started", enabled: true });
		expect((await ping("pinger")).status).to.equal(200);
	});

	it("changes settings without a restart, keeps secrets to itself and refuses bad ones", async () => {
		const service = `import { definePlugin } from "lyceum";
			let starts = 0;
			export default definePlugin({
				name: "greeter",
				actions: { hello: { rest: "GET /", can: "public", params: {}, summary: "Greet",
					handler() { return { text: this.settings.greeting, secret: this.settings.apiKey, starts: this.starts, previous: this.previous }; } } },
				started() { this.starts = ++starts; },
				settingsChanged(previous) { this.previous = previous.greeting; }
			});`;
		const settings = {
			type: "object",
			properties: {
				greeting: { type: "string", default: "hello", maxLength: 10 },
				apiKey: { type: "string", default: "", secret: true }
			}
		};
		await install({ name: "greeter", service, lyceum: { settings } });
		const changed = await admin.patch<ShownPlugin>("/plugins/greeter/settings", {
			greeting: "hi",
			apiKey: "s3cret"
		});
		expect(changed.status).to.equal(200);
		expect(changed.body.settings).to.deep.equal({ greeting: "hi", apiKey: "********" });
		expect(changed.text).to.not.contain("s3cret");
		expect((await ping("greeter")).body).to.deep.equal({
			text: "hi",
			secret: "s3cret",
			starts: 1,
			previous: "hello"
		});
		await admin.patch("/plugins/greeter/settings", { greeting: "hey", apiKey: "********" });
		expect((await ping("greeter")).body).to.include({
			text: "hey",
			secret: "s3cret",
			starts: 1
		});
		const bad = await admin.patch<Problem>("/plugins/greeter/settings", {
			greeting: "far too long to be one",
			other: 1
		});
		expect(bad.status).to.equal(400);
		expect(bad.body.errors!.map(({ pointer }) => pointer)).to.have.members([
			"/greeting",
			"/other"
		]);
		expect((await ping("greeter")).body).to.include({ text: "hey" });
	});

	it("refuses what is no package, and names what is wrong", async () => {
		const bytes = new Uint8Array(Buffer.from("not a package"));
		const { status, body } = await admin.post<Problem>("/plugins", await uploadForm(bytes));
		expect(status).to.equal(400);
		expect(body.code).to.equal("PLUGINS_BAD_PACKAGE");
		const manifest = await install({ name: "pinger", lyceum: { permisions: {} } });
		expect(manifest.status).to.equal(400);
		expect(manifest.body.errors![0]).to.include({ pointer: "/lyceum/permisions" });
		const form = new FormData();
		form.set("trust", "in-process");
		const empty = await admin.post<Problem>("/plugins", form);
		expect(empty.body.code).to.equal("PLUGINS_NO_PACKAGE");
		const wrong = await install({ name: "pinger" }, { trust: "blindly" });
		expect(wrong.status).to.equal(400);
		expect(wrong.body.errors![0]).to.include({ pointer: "/trust" });
	});

	it("names what is unknown", async () => {
		for (const [method, path] of [
			["GET", ""],
			["POST", "/enable"],
			["POST", "/rollback"],
			["DELETE", ""]
		] as const) {
			const { status, body } = await admin.send<Problem>(method, `/plugins/nobody${path}`);
			expect(status).to.equal(404);
			expect(body.code).to.equal("PLUGINS_NOT_FOUND");
		}
		await install({ name: "pinger" });
		expect((await admin.post<Problem>("/plugins/pinger/rollback")).body.code).to.equal(
			"PLUGINS_NO_PREVIOUS"
		);
	});
});

/** A service with one route and the given hooks. */
function withHooks(hooks: string) {
	return pingService("pinger", "0").replace("\tactions:", `\t${hooks},\n\tactions:`);
}
