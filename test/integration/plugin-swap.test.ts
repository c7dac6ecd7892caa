/** A swap under load, and what a plugin leaves behind: no failed request, and nothing at all. */
import { expect } from "chai";
import type { Client } from "../support/client.ts";
import { differencesBetween, takeFootprint } from "../support/footprint.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { packPlugin, pingService, uploadForm } from "../support/plugin-package.ts";

const SWAPS = 8;
const CLIENTS = 8;

describe("a swap", () => {
	let api: TestKernel;
	let admin: Client;

	before(async () => {
		api = await startTestKernel({ environment: { PLUGIN_START_SECONDS: "1" } });
		admin = await api.as("admin");
	});
	after(() => api?.stop());

	const lyceum = {
		permissions: { collections: ["things", "items"], events: ["somebody.did.*"] }
	};
	const upload = async (plugin: Parameters<typeof uploadForm>[0]) =>
		admin.post("/plugins?acceptBreaking=true", await uploadForm(plugin));
	const install = (version: string, service: string) =>
		upload({ name: "pinger", version, service, lyceum });

	it("under load fails no request", async () => {
		await install("1.0.0", slowService("1.0.0"));
		const { statuses, versions } = await underLoad(api, async () => {
			for (let swap = 1; swap <= SWAPS; swap++) {
				const version = `1.${swap}.0`;
				expect((await install(version, slowService(version))).status).to.equal(200);
			}
		});
		expect(Object.keys(statuses)).to.deep.equal(["200"]);
		expect(statuses["200"]).to.be.greaterThan(SWAPS * CLIENTS);
		expect(versions).to.include(`1.${SWAPS - 1}.0`);
	});

	const failing = [
		{ how: "throws as it starts", part: hook("started", "throw new Error('bad')"), why: "bad" },
		{
			how: "hangs as it starts",
			part: hook("started", "return new Promise(() => undefined)"),
			why: "the start took longer than 1 s"
		},
		{ how: "is not healthy", part: hook("health", "throw new Error('ill')"), why: "ill" },
		{
			how: "throws after it has taken a timer",
			part: hook(
				"started",
				"const timer = setInterval(() => undefined, 60_000); this.onStop(() => clearInterval(timer)); throw new Error('late')"
			),
			why: "late"
		}
	];
	failing.forEach(({ how, part, why }, index) => {
		it(`to a version that ${how} fails no request: the one before serves on`, async () => {
			const [good, bad] = [`2.${index}.0`, `2.${index}.1`];
			expect((await install(good, slowService(good))).status).to.equal(200);
			const before = takeFootprint(api.kernel, "pinger");
			const service = slowService(bad).replace("actions:", `${part},\nactions:`);
			const { statuses, versions } = await underLoad(api, async () => {
				const { status, body } = await install(bad, service);
				expect(status).to.equal(422);
				expect(body).to.include({ code: "PLUGINS_START_FAILED" });
				expect((body as { detail: string }).detail).to.contain(why);
			});
			expect(Object.keys(statuses)).to.deep.equal(["200"]);
			expect(versions).to.deep.equal([good]);
			const { body } = await admin.get("/plugins/pinger");
			expect(body).to.deep.include({ version: good, enabled: true });
			expect((body as { lastFailure: object }).lastFailure).to.include({ version: bad });
			expect(differencesBetween(before, takeFootprint(api.kernel, "pinger"))).to.deep.equal(
				[]
			);
		});
	});

	it("to a version that hangs as it is loaded is given up: the one before serves on", async () => {
		const [good, bad] = ["3.0.0", "3.0.1"];
		expect((await install(good, slowService(good))).status).to.equal(200);
		const before = takeFootprint(api.kernel, "pinger");
		const hanging = `${slowService(bad)}\nawait new Promise(() => undefined);`;
		const { status, body } = await install(bad, hanging);
		expect(status).to.equal(422);
		expect(body).to.include({ code: "PLUGINS_LOAD_FAILED" });
		expect((body as { detail: string }).detail).to.contain("loading took longer than 1 s");
		const ann = await api.as("ann");
		expect((await ann.get("/pinger")).body).to.include({ version: good });
		expect(differencesBetween(before, takeFootprint(api.kernel, "pinger"))).to.deep.equal([]);
	});

	it("lets a streamed answer of the old version end", async () => {
		await admin.delete("/plugins/pinger");
		await install("1.0.0", streamService());
		const response = await fetch(`${api.url}/api/v1/pinger`);
		const reader = response.body!.getReader();
		const first = await reader.read();
		expect(Buffer.from(first.value!).toString()).to.equal("begin ");
		const upgrading = install("1.1.0", pingService("pinger", "1.1.0"));
		await until(async () => {
			const { body } = await admin.get<{ actual: { version: string }[] }>("/plugins/pinger");
			return body.actual[0]?.version === "1.1.0";
		});
		expect((await api.guest.get<{ version: string }>("/pinger")).body.version).to.equal(
			"1.1.0"
		);
		(globalThis as unknown as { endStream(): void }).endStream();
		const rest: string[] = [];
		for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read())
			rest.push(Buffer.from(chunk.value).toString());
		expect(rest.join("")).to.equal("end");
		expect((await upgrading).status).to.equal(200);
	});

	it("leaves nothing of the removed plugin behind", async () => {
		await admin.delete("/plugins/pinger");
		const before = takeFootprint(api.kernel, "pinger");
		for (const version of ["1.0.0", "1.1.0"]) await install(version, busyService(version));
		expect((await admin.get<{ total: number }>("/things")).body.total).to.equal(0);
		const running = takeFootprint(api.kernel, "pinger");
		expect(differencesBetween(before, running)).to.include.members([
			"routes",
			"services",
			"actions",
			"events",
			"models",
			"rules"
		]);
		expect((await admin.delete("/plugins/pinger")).status).to.equal(204);
		const after = takeFootprint(api.kernel, "pinger");
		expect(differencesBetween(before, after)).to.deep.equal([]);
		expect(after.named).to.deep.equal([]);
		const metrics = await api.guest.get("//metrics");
		expect(metrics.text).to.not.contain("pinger~");
	});

	it("goes back to a version whose code was let go, and on to the same bytes again", async () => {
		await admin.delete("/plugins/pinger");
		// Packed once: a second time the files would be younger, and the bytes others.
		const oldest = await packPlugin({
			name: "pinger",
			version: "3.0.0",
			service: itemService("3.0.0"),
			lyceum
		});
		expect((await upload(oldest)).status).to.equal(201);
		for (const version of ["3.1.0", "3.2.0"])
			expect((await install(version, itemService(version))).status).to.equal(200);
		const created = await admin.post("/items", { name: "kept" });
		expect(created.status).to.equal(201);
		for (const version of ["3.1.0", "3.2.0", "3.1.0"]) {
			expect((await admin.post("/plugins/pinger/rollback")).status).to.equal(200);
			expect((await api.guest.get("/items/version/of")).body).to.deep.equal({ version });
			expect((await admin.get<{ total: number }>("/items")).body.total).to.equal(1);
		}
		// The oldest was let go meanwhile, and is loaded anew.
		await admin.delete("/plugins/pinger");
		expect((await upload(oldest)).status).to.equal(201);
		expect((await api.guest.get("/items/version/of")).body).to.deep.equal({
			version: "3.0.0"
		});
		expect((await admin.post("/items", { name: 7 })).status).to.equal(400);
		expect((await admin.get<{ total: number }>("/items")).body.total).to.equal(1);
	});
});

/** Does something while requests are sent without a pause; tells how they were answered, and by which versions. */
async function underLoad(api: TestKernel, work: () => Promise<void>) {
	const { token } = await api.as("ann");
	const load = startLoad(`${api.url}/api/v1/pinger`, token!);
	try {
		await work();
	} catch (error) {
		await load.stop();
		throw error;
	}
	return load.stop();
}

/** A hook of a service, as text. */
function hook(name: string, body: string) {
	return `${name}() { ${body}; }`;
}

/** Answers students alone, after a moment, so that every swap meets requests in flight. */
function slowService(version: string) {
	return pingService("pinger", version)
		.replace(
			/handler: \(\) => (\(.*\))/,
			"handler: async () => { await new Promise(resolve => setTimeout(resolve, 5)); return $1; }"
		)
		.replace('"public"', '{ action: "read", subject: "Ping" }')
		.replace(
			"actions:",
			'abilities: { student: [{ action: "read", subject: "Ping" }] },\n\tactions:'
		);
}

/** Streams `begin `, and `end` once the test says so. */
function streamService() {
	return `import { PassThrough } from "node:stream";
	import { definePlugin } from "lyceum";
	export default definePlugin({
		name: "pinger",
		actions: { stream: { rest: "GET /", can: "public", params: {}, summary: "Stream", handler() {
			this.stream = new PassThrough();
			this.stream.write("begin ");
			globalThis.endStream = () => this.stream.end("end");
			return this.stream;
		} } },
		stopped() { this.stream?.end("cut off"); }
	});`;
}

/** Has a collection. */
function itemService(version: string) {
	return busyService(version).replaceAll("Thing", "Item").replace("/things", "/items");
}

/** Has a model, a collection, an event, a timer and abilities. */
function busyService(version: string) {
	return `import { collection, defineModel, definePlugin, Schema } from "lyceum";
	const Thing = defineModel("Thing", new Schema({ name: String }));
	export default definePlugin({
		name: "pinger",
		path: "/things",
		mixins: [collection(Thing)],
		abilities: { student: [{ action: "read", subject: "Thing" }] },
		actions: { version: { rest: "GET /version/of", can: "public", params: {}, summary: "Tell", handler: () => ({ version: "${version}" }) } },
		events: { "somebody.did.something"() {} },
		started() {
			const timer = setInterval(() => undefined, 60_000);
			this.onStop(() => clearInterval(timer));
		}
	});`;
}

function startLoad(url: string, token: string) {
	const statuses: Record<string, number> = {};
	const versions = new Set<string>();
	let running = true;
	const clients = Array.from({ length: CLIENTS }, async () => {
		while (running) {
			const response = await fetch(url, {
				headers: { authorization: `Bearer ${token}` }
			}).catch((error: Error) => ({
				status: error.message,
				json: async () => ({ version: "" })
			}));
			statuses[response.status] = (statuses[response.status] ?? 0) + 1;
			versions.add(((await response.json()) as { version: string }).version);
		}
	});
	return {
		async stop() {
			running = false;
			await Promise.all(clients);
			return { statuses, versions: [...versions] };
		}
	};
}

async function until(condition: () => Promise<boolean>) {
	while (!(await condition())) await new Promise(resolve => setImmediate(resolve));
}
