import { expect } from "chai";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openStore } from "../../services/store/embedded/index.ts";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { waitUntil } from "../support/raw-http.ts";
import { databaseUrl, hostOf, urlThroughProxy } from "../support/store-url.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";

type Health = {
	status: string;
	checks: Record<string, { status: string; latencyMs: number; detail?: string }>;
};
type Refusal = { code: string; detail: string };

describe("a kernel whose store goes away", () => {
	let folder: string;
	let proxy: TcpProxy;
	let api: TestKernel;
	let ann: Client;
	let id: string;
	let closeStore: () => Promise<unknown>;

	before(async () => {
		folder = await mkdtemp(path.join(tmpdir(), "lyceum-store-away-"));
		const store = await openStore({ dataDir: folder });
		closeStore = () => store.close();
		const { hostname, port } = hostOf(store.url);
		proxy = await startTcpProxy(hostname, port);
		const MONGO_URL = urlThroughProxy(databaseUrl(store.url, "away"), proxy.port);
		api = await startTestKernel({ fixtures: ["notes", "probes"], environment: { MONGO_URL } });
		ann = await api.as("ann");
		({ id } = (await ann.post<{ id: string }>("/notes", { title: "kept" })).body);
	});
	after(async () => {
		await api?.stop();
		await closeStore?.();
		await rm(folder, { recursive: true, force: true });
	});

	it("is ready before", async () => {
		for (const health of ["//health", "//health/ready", "/health", "/health/ready"]) {
			const { status, body, headers } = await api.guest.get<Health>(health);
			expect([status, body.status, body.checks.store!.status]).to.deep.equal([
				200,
				"ok",
				"ok"
			]);
			expect(body.checks.store!.latencyMs).to.be.a("number");
			expect(headers.get("cache-control")).to.equal("no-store");
		}
	});

	it("lives on, is not ready, answers 503 as a problem, and recovers by itself", async function () {
		this.timeout(60_000);
		await proxy.cut();

		const live = await api.guest.get<Health>("//health/live");
		expect([live.status, live.body.status]).to.deep.equal([200, "ok"]);
		for (const health of ["//health/ready", "//health"]) {
			const { status, body, text } = await api.guest.get<Health>(health);
			expect([status, body.status, body.checks.store!.status]).to.deep.equal([
				503,
				"degraded",
				"down"
			]);
			expect(text).to.not.match(/mongo|127\.0\.0\.1|ECONN/i);
		}
		for (const [method, route, body] of [
			["GET", "/notes", undefined],
			["GET", `/notes/${id}`, undefined],
			["POST", "/notes", { title: "lost" }],
			["PATCH", `/notes/${id}`, { title: "lost" }]
		] as const) {
			const answer = await ann.send<Refusal>(method, route, body);
			expect([answer.status, answer.body.code], answer.text).to.deep.equal([
				503,
				"GATEWAY_UNAVAILABLE"
			]);
			expect(Number(answer.headers.get("retry-after"))).to.be.above(0);
			expect(answer.text).to.not.match(/mongo|127\.0\.0\.1|ECONN|topology/i);
		}
		// What needs no store goes on.
		expect((await api.guest.get("/probes/nothing")).status).to.equal(204);

		await proxy.mend();
		await waitUntil(
			"it is ready again",
			async () => (await api.guest.get("//health/ready")).status === 200
		);
		const { body } = await ann.get<{ data: { title: string }[] }>("/notes");
		expect(body.data.map(({ title }) => title)).to.deep.equal(["kept"]);
		expect((await ann.patch(`/notes/${id}`, { title: "changed" })).status).to.equal(200);
	});
});
