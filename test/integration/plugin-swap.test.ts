/** A swap under load, and what a plugin leaves behind: no failed request, and nothing at all. */
import { expect } from "chai";
import type { Client } from "../support/client.ts";
import { differencesBetween, takeFootprint } from "../support/footprint.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { pingService, uploadForm } from "../support/plugin-package.ts";

const SWAPS = 8;
const CLIENTS = 8;

describe("a swap", () => {
	let api: TestKernel;
	let admin: Client;

	before(async () => {
		api = await startTestKernel();
		admin = await api.as("admin");
	});
	after(() => api?.stop());

	const lyceum = { permissions: { collections: ["things"], events: ["somebody.did.*"] } };
	const install = async (version: string, service: string) =>
		admin.post(
			"/plugins?acceptBreaking=true",
			await uploadForm({ name: "pinger", version, service, lyceum })
		);

	it("under load fails no request, also when the new version does not start", async () => {
		await install("1.0.0", slowService("1.0.0"));
		const ann = await api.as("ann");
		const load = startLoad(`${api.url}/api/v1/pinger`, ann.token!);
		for (let swap = 1; swap <= SWAPS; swap++) {
			const version = `1.${swap}.0`;
			const bad = swap % 4 === 0;
			const service = bad
				? slowService(version).replace(
						"actions:",
						"started() { throw new Error('bad'); },\nactions:"
					)
				: slowService(version);
			expect((await install(version, service)).status).to.equal(bad ? 422 : 200);
		}
		const { statuses, versions } = await load.stop();
		expect(Object.keys(statuses)).to.deep.equal(["200"]);
		expect(statuses["200"]).to.be.greaterThan(SWAPS * CLIENTS);
		expect(versions).to.include("1.7.0").and.not.include("1.4.0");
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
});

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
