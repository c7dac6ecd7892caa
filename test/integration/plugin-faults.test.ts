/** What a plugin throws where nobody catches it, through a kernel in a process of its own. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { createClient, type Client } from "../support/client.ts";
import { endLeftovers, startKernelProcess, type KernelProcess } from "../support/kernel-process.ts";
import { uploadForm, writePlugin } from "../support/plugin-package.ts";
import { waitUntil } from "../support/wait-until.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const OWN = { ADMIN_EMAIL: "me@example.org", ADMIN_PASSWORD: "Correct-horse-7-battery" };

interface Shown {
	state: string;
	actual: { errors: number; lastError: { version: string; message: string } | null }[];
}

describe("an error that nobody caught", function () {
	this.timeout(120_000);
	let folder: string;
	let plugins: string;
	beforeEach(async () => {
		folder = await mkdtemp(path.join(tmpdir(), "lyceum-faults-"));
		plugins = path.join(folder, "plugins");
		await mkdir(plugins);
	});
	afterEach(async () => {
		await endLeftovers();
		await rm(folder, { recursive: true, force: true });
	});

	async function start(environment: Record<string, string> = {}) {
		const all = { ...OWN, DATA_DIR: path.join(folder, "data"), PLUGINS_DIR: plugins };
		const kernel = await startKernelProcess(ROOT, { ...all, ...environment });
		const client = createClient(kernel.url);
		const { body } = await client.post("/auth/login", {
			username: OWN.ADMIN_EMAIL,
			password: OWN.ADMIN_PASSWORD
		});
		return { kernel, admin: createClient(kernel.url, body.access_token as string) };
	}

	/** Throws once, and waits until it is shown as the plugin's. */
	async function expectBlamed(admin: Client, kind: string, version: string, message: RegExp) {
		const show = async () => (await admin.get<Shown>("/plugins/faulty")).body;
		const before = (await show()).actual[0]!.errors;
		expect((await admin.post(`/faulty/${kind}`)).status, kind).to.equal(200);
		await waitUntil(
			`${kind} is shown`,
			async () => (await show()).actual[0]!.errors === before + 1
		);
		const { state, actual } = await show();
		expect(state).to.equal("started");
		expect(actual[0]!.lastError!.message, kind).to.match(message);
		expect(actual[0]!.lastError!.version).to.equal(version);
	}

	async function install(admin: Client, version: string) {
		const form = await uploadForm({ name: "faulty", version, service: FAULTY });
		const { status, text } = await admin.post("/plugins", form);
		expect(status, text).to.be.oneOf([200, 201]);
	}

	async function expectOrderly(kernel: KernelProcess) {
		const { code } = await kernel.end("SIGTERM");
		expect(code).to.equal(0);
	}

	it("of a plugin is logged, counted and shown as the plugin's, and the kernel goes on", async () => {
		await writePlugin(plugins, { name: "faulty", service: FAULTY });
		const { kernel, admin } = await start();
		const kinds: [string, RegExp][] = [
			["timer", /^Error: of a timer$/],
			["promise", /^Error: of a promise$/],
			["call", /nobody\.there/],
			["emitter", /^Error: of an emitter$/],
			["socket", /ECONNREFUSED/],
			["event", /^Error: of an event handler$/],
			["started", /^Error: of what it started$/],
			["text", /only a text/]
		];
		for (const [kind, message] of kinds) await expectBlamed(admin, kind, "1.0.0", message);
		const metrics = await admin.get("//metrics");
		expect(metrics.text).to.include('plugin_uncaught_errors_total{plugin="faulty"} 8\n');
		expect(kernel.errors()).to.match(
			/The plugin \\"faulty\\" 1\.0\.0 threw an error that nobody caught: Error: of a timer/
		);
		expect((await admin.get("//health")).status).to.equal(200);
		await expectOrderly(kernel);
	});

	it("while the plugin is loaded or stopped is the plugin's too", async () => {
		const service = `setTimeout(() => { throw new Error("of the module"); });
			${FAULTY.replace("started() {", "stopped() { Promise.reject(new Error('of the stop')); }, started() {")}`;
		await writePlugin(plugins, { name: "faulty", service });
		const { kernel, admin } = await start();
		await waitUntil("the module's error is shown", async () => {
			const { body } = await admin.get<Shown>("/plugins/faulty");
			return /of the module/.test(body.actual[0]!.lastError?.message ?? "");
		});
		expect((await admin.post("/plugins/faulty/disable")).status).to.equal(200);
		await waitUntil("the stop's error is logged", () =>
			Promise.resolve(/faulty\\" 1\.0\.0 threw .* of the stop/.test(kernel.errors()))
		);
		const metrics = await admin.get("//metrics");
		expect((metrics.text.match(/.*faulty.*/g) ?? []).join("\n")).to.equal("");
		await expectOrderly(kernel);
	});

	it("takes an upgrade back when it comes again and again", async () => {
		const { kernel, admin } = await start();
		await install(admin, "1.0.0");
		await install(admin, "1.1.0");
		for (const kind of ["timer", "promise"]) await expectBlamed(admin, kind, "1.1.0", /of a/);
		expect((await admin.get("/plugins/faulty")).body.version).to.equal("1.1.0");
		expect((await admin.post("/faulty/event")).status).to.equal(200);
		await waitUntil("the version before serves", async () => {
			const { body } = await admin.get("/plugins/faulty");
			return body.version === "1.0.0" && body.state === "started";
		});
		const { lastFailure } = (await admin.get("/plugins/faulty")).body;
		expect(lastFailure).to.deep.include({
			version: "1.1.0",
			reason: "in the 60 s after the upgrade it threw 3 errors that nobody caught, the last: of an event handler"
		});
		await expectOrderly(kernel);
	});

	it("takes an upgrade back that ends the whole kernel, and none that was stopped in order", async () => {
		const first = await start();
		await install(first.admin, "1.0.0");
		await install(first.admin, "1.1.0");
		await expectOrderly(first.kernel);
		const second = await start();
		expect((await second.admin.get("/plugins/faulty")).body.version).to.equal("1.1.0");
		await install(second.admin, "1.2.0");
		await second.admin.post("/faulty/exit").catch(() => undefined);
		expect((await second.kernel.ended).code).to.equal(7);
		const third = await start();
		const { body } = await third.admin.get("/plugins/faulty");
		expect(body).to.include({ version: "1.1.0", state: "started" });
		expect(body.lastFailure).to.deep.include({
			version: "1.2.0",
			reason: "the kernel ended without being stopped in the 60 s after the upgrade"
		});
		await expectOrderly(third.kernel);
	});

	it("of the kernel's own is told, and ends it in order with 1", async () => {
		const preloaded = path.join(folder, "preloaded.mjs");
		await writeFile(
			preloaded,
			`process.on("SIGUSR2", () => { throw new Error("of nobody's"); });`
		);
		const { kernel, admin } = await start({ NODE_OPTIONS: `--import=${preloaded}` });
		await admin.post("/users", {
			email: "kept@example.org",
			password: "Another-staple-8-lamp"
		});
		const { code, errors } = await kernel.end("SIGUSR2");
		expect(code).to.equal(1);
		expect(errors).to.match(
			/ends because of an error that nobody caught: Error: of nobody's\n/
		);
		const again = await start();
		const { body } = await again.admin.get<{ total: number }>("/users");
		expect(body.total).to.equal(2);
		await expectOrderly(again.kernel);
	});

	it("leaves no process behind: what a plugin keeps open does not hold up the end", async () => {
		const service = FAULTY.replace("started() {", "started() { setInterval(() => {}, 1000);");
		await writePlugin(plugins, { name: "faulty", service });
		const { kernel } = await start();
		await expectOrderly(kernel);
	});
});

/** Throws in every way that a plugin can throw where nobody catches it: `POST /faulty/<kind>`. */
const FAULTY = `import { definePlugin } from "lyceum";
import { EventEmitter } from "node:events";
import { connect } from "node:net";

const emitter = new EventEmitter();

export default definePlugin({
	name: "faulty",
	actions: {
		fail: {
			rest: "POST /:kind",
			can: "authenticated",
			summary: "Throw where nobody catches it",
			params: { kind: "string" },
			handler(ctx) {
				const fail = {
					timer: () => setTimeout(() => { throw new Error("of a timer"); }),
					promise: () => { void (async () => { await null; throw new Error("of a promise"); })(); },
					call: () => { void ctx.broker.call("nobody.there"); },
					emitter: () => setImmediate(() => emitter.emit("error", new Error("of an emitter"))),
					socket: () => connect(1, "127.0.0.1"),
					event: () => ctx.emit("faulty.thing.happened"),
					started: () => this.fail(),
					exit: () => process.exit(7),
					text: () => { void Promise.reject("only a text"); }
				};
				void fail[ctx.params.kind]();
				return {};
			}
		}
	},
	events: {
		"faulty.thing.happened"() { setTimeout(() => { throw new Error("of an event handler"); }); }
	},
	started() {
		const listener = new EventEmitter();
		listener.on("go", () => queueMicrotask(() => { throw new Error("of what it started"); }));
		this.fail = () => listener.emit("go");
	}
});
`;
