/**
 * Several nodes on one bus and one store, each a process of its own: two that run plugins, and a gateway that
 * runs none. Real nats-server; nodes and servers are killed as a crash would.
 */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import type { Client } from "../support/client.ts";
import { onAll, startCluster, type Cluster, type ClusterNode } from "../support/cluster.ts";
import { natsMissing } from "../support/nats.ts";
import { pingService, uploadForm, writePlugin } from "../support/plugin-package.ts";
import { openSocket } from "../support/socket-client.ts";
import { waitUntil } from "../support/wait-until.ts";

interface PluginState {
	version: string;
	state: string;
	actual: { nodeId: string; version: string; reason: string | null }[];
	lastFailure: { version: string; reason: string } | null;
}

/** Notes of their owners, kept by a plugin that the gateway does not have. */
const NOTES = `import { collection, defineAbilities, defineModel, definePlugin } from "lyceum";
import mongoose from "mongoose";
const Note = defineModel("Note", new mongoose.Schema({ text: String, ownerId: String }));
const mine = { ownerId: "\${user.id}" };
export default definePlugin({
	name: "notes",
	mixins: [collection(Note, { owner: "ownerId" })],
	abilities: defineAbilities({
		student: [{ action: "create", subject: "Note" }, { action: ["read", "update"], subject: "Note", conditions: mine }]
	})
});
`;

describe("a cluster", function () {
	this.timeout(120_000);
	let folder: string;
	let cluster: Cluster;
	let one: ClusterNode;
	let two: ClusterNode;
	let gateway: ClusterNode;

	before(async function () {
		if (natsMissing() !== null) return this.skip();
		folder = await mkdtemp(path.join(tmpdir(), "lyceum-cluster-plugins-"));
		await mkdir(folder, { recursive: true });
		await writePlugin(folder, {
			name: "notes",
			service: NOTES,
			lyceum: { permissions: { collections: ["notes"] } }
		});
		cluster = await startCluster({
			pluginsDir: folder,
			environment: { UPGRADE_WATCH_SECONDS: "0" }
		});
		one = await cluster.startNode("one");
		[two, gateway] = await Promise.all([
			cluster.startNode("two"),
			cluster.startNode("gateway", { RUN_PLUGINS: "off" })
		]);
		await onAll(
			"notes answers",
			[one, two, gateway],
			async ({ admin }) => (await admin.get("/notes")).status === 200
		);
	});
	after(async () => {
		await cluster?.close();
		if (folder) await rm(folder, { recursive: true, force: true });
	});

	const install = async (
		client: Client,
		version: string,
		service = pingService("pinger", version)
	) =>
		client.post(
			"/plugins?acceptBreaking=true",
			await uploadForm({ name: "pinger", version, service })
		);

	async function stateOf(name: string): Promise<PluginState> {
		return (await gateway.admin.get<PluginState>(`/plugins/${name}`)).body;
	}

	/** The version that each node runs. */
	async function versions(name: string) {
		const { actual } = await stateOf(name);
		return Object.fromEntries(actual.map(({ nodeId, version }) => [nodeId, version]));
	}

	it("lists its nodes for administrators alone", async () => {
		const { status, body } = await gateway.admin.get<{ data: Record<string, unknown>[] }>(
			"/nodes"
		);
		expect(status).to.equal(200);
		expect(
			body.data.map(({ id, runsPlugins, isPresent }) => ({ id, runsPlugins, isPresent }))
		).to.deep.equal([
			{ id: "gateway", runsPlugins: false, isPresent: true },
			{ id: "one", runsPlugins: true, isPresent: true },
			{ id: "two", runsPlugins: true, isPresent: true }
		]);
		const student = await makeStudent("lists-nodes");
		expect((await student.get("/nodes")).status).to.equal(403);
	});

	async function makeStudent(name: string, at: ClusterNode = gateway): Promise<Client> {
		const { createClient } = await import("../support/client.ts");
		const account = { email: `${name}@lyceum.test`, password: "Another-staple-8-lamp" };
		const made = await one.admin.post("/users", { ...account, roles: ["student"] });
		expect(made.status, made.text).to.equal(201);
		const guest = createClient(at.url);
		const { body } = await guest.post<{ access_token: string }>("/auth/login", account);
		return createClient(at.url, body.access_token, String(made.body.id));
	}

	it("describes the same API on every node", async () => {
		const documents = await Promise.all(
			[one, two, gateway].map(({ admin }) => admin.get("//openapi.json"))
		);
		const [first, ...others] = documents.map(({ body }) => body);
		expect(first!.paths).to.have.property("/api/v1/notes");
		for (const other of others) expect(other).to.deep.equal(first);
	});

	it("answers for plugins that run elsewhere: documents, errors, ETags, idempotency", async () => {
		const student = await makeStudent("writes-notes");
		const key = { "idempotency-key": "one-note-only" };
		const made = await student.post("/notes", { text: "mine" }, key);
		expect(made.status, made.text).to.equal(201);
		expect(made.body).to.include({ text: "mine", ownerId: student.id });
		const again = await student.post("/notes", { text: "mine" }, key);
		expect(again.status).to.equal(201);
		expect(again.body.id).to.equal(made.body.id);
		const found = await student.get(`/notes/${made.body.id}`);
		expect(found.headers.get("etag")).to.match(/^"1-/);
		const stale = await student.patch(
			`/notes/${made.body.id}`,
			{ text: "x" },
			{ "if-match": '"9-x"' }
		);
		expect(stale.status).to.equal(412);
		const bad = await student.get("/notes?filter[nothing]=1");
		expect(bad.status).to.equal(400);
		expect(bad.body).to.include({ code: "REQUEST_INVALID" });
		const stranger = await makeStudent("reads-notes");
		expect((await stranger.get(`/notes/${made.body.id}`)).status).to.equal(404);
	});

	it("holds subscribers at a node without the plugin to the plugin's rules", async () => {
		const [owner, stranger] = [await makeStudent("hears"), await makeStudent("hears-nothing")];
		const sockets = await Promise.all(
			[owner, stranger].map(({ token }) => openSocket(gateway.url, { token }))
		);
		try {
			for (const socket of sockets)
				expect(await socket.subscribe({ collection: "notes" })).to.have.property(
					"position"
				);
			const { createClient } = await import("../support/client.ts");
			const elsewhere = createClient(two.url, owner.token);
			const first = await elsewhere.post("/notes", { text: "first" });
			const last = await createClient(two.url, stranger.token).post("/notes", {
				text: "last"
			});
			const [heard, other] = [
				await sockets[0]!.afterChanges(1),
				await sockets[1]!.afterChanges(1)
			];
			expect(heard.map(({ id }) => id)).to.deep.equal([first.body.id]);
			expect(other.map(({ id }) => id)).to.deep.equal([last.body.id]);
		} finally {
			for (const socket of sockets) socket.close();
		}
	});

	it("rolls a version out over all nodes, and takes it back from all of them", async () => {
		const made = await install(gateway.admin, "1.0.0");
		expect(made.status, made.text).to.equal(201);
		expect(await versions("pinger")).to.deep.equal({ one: "1.0.0", two: "1.0.0" });
		expect((await install(gateway.admin, "1.1.0")).status).to.equal(200);
		expect(await versions("pinger")).to.deep.equal({ one: "1.1.0", two: "1.1.0" });
		expect((await gateway.admin.post("/plugins/pinger/rollback")).status).to.equal(200);
		expect(await versions("pinger")).to.deep.equal({ one: "1.0.0", two: "1.0.0" });
	});

	for (const bad of ["one", "two"])
		it(`sets a version back everywhere that does not start on ${bad} alone`, async () => {
			const before = await versions("pinger");
			const service = pingService("pinger", "2.0.0").replace(
				"actions:",
				`started() { if (this.broker.nodeID === "${bad}") throw new Error("no room here"); }, actions:`
			);
			const statuses = await underLoad([gateway, one], "/pinger", async () => {
				const refused = await install(two.admin, "2.0.0", service);
				expect(refused.status, refused.text).to.equal(422);
				expect(refused.text).to.contain("no room here");
				if (bad === "one") expect(refused.body).to.include({ code: "PLUGINS_NODE_FAILED" });
				await waitUntil(
					"all run what they ran",
					async () => JSON.stringify(await versions("pinger")) === JSON.stringify(before)
				);
			});
			expect(Object.keys(statuses)).to.deep.equal(["200"]);
			const { lastFailure, state } = await stateOf("pinger");
			expect(state).to.equal("started");
			expect(lastFailure).to.include({ version: "2.0.0" });
			expect(lastFailure!.reason).to.contain("no room here");
		});

	it("forgets why a first version did not start once another one runs", async () => {
		const newcomer = async (version: string, started: string) =>
			gateway.admin.post(
				"/plugins",
				await uploadForm({
					name: "newcomer",
					version,
					service: pingService("newcomer", version).replace(
						"actions:",
						`started() { ${started} }, actions:`
					)
				})
			);
		const refused = await newcomer(
			"1.0.0",
			`if (this.broker.nodeID === "two") throw new Error("no room here");`
		);
		expect(refused.status, refused.text).to.equal(422);
		expect((await gateway.admin.get("/plugins/newcomer")).status).to.equal(404);
		expect((await newcomer("1.1.0", "")).status).to.equal(201);
		const { state, actual } = await stateOf("newcomer");
		expect(state).to.equal("started");
		expect(actual.map(({ reason }) => reason)).to.deep.equal([null, null]);
	});

	it("tries again what did not start because the store was away", async () => {
		// The driver's error is thrown once by a node that comes later; its first reading of the plugin meets it.
		const service = pingService("patient", "1.0.0")
			.replace("export default", `import mongoose from "mongoose";\nexport default`)
			.replace(
				"actions:",
				`started() {
					if (this.broker.nodeID !== "three" || globalThis.patientTried) return;
					globalThis.patientTried = true;
					throw new mongoose.mongo.MongoNetworkError("connection refused");
				}, actions:`
			);
		const form = await uploadForm({ name: "patient", version: "1.0.0", service });
		expect((await gateway.admin.post("/plugins", form)).status).to.equal(201);
		const three = await cluster.startNode("three");
		await waitUntil("it runs there, too", async () => {
			const { state, actual } = await stateOf("patient");
			return state === "started" && actual.some(({ nodeId }) => nodeId === "three");
		});
		expect(three.errors()).to.contain("connection refused");
		expect(await three.end("SIGTERM")).to.equal(0);
	});

	it("fails no request while it rolls out", async () => {
		const statuses = await underLoad([gateway, one, two], "/pinger", async () => {
			for (const version of ["3.0.0", "3.1.0", "3.2.0"])
				expect((await install(one.admin, version)).status).to.equal(200);
		});
		expect(Object.keys(statuses)).to.deep.equal(["200"]);
	});

	it("finishes or takes back what a coordinator left that was killed in the midst", async () => {
		const before = await versions("pinger");
		// Started on its first node, where it hangs until the node is gone.
		const service = pingService("pinger", "4.0.0").replace(
			"actions:",
			`started() { if (this.broker.nodeID === "three") return new Promise(() => undefined); }, actions:`
		);
		const three = await cluster.startNode("three");
		const lost = install(three.admin, "4.0.0", service).catch(() => null);
		await waitUntil(
			"the rollout has begun",
			async () => (await stateOf("pinger")).version === "4.0.0"
		);
		const busy = await gateway.admin.post("/plugins/pinger/reload");
		expect(busy.status).to.equal(409);
		expect(busy.body).to.include({ code: "PLUGINS_ROLLING_OUT" });
		await three.end("SIGKILL");
		await lost;
		await waitUntil("it is taken back", async () => {
			const { lastFailure, version } = await stateOf("pinger");
			return version === before.one && lastFailure?.version === "4.0.0";
		});
		expect((await stateOf("pinger")).lastFailure!.reason).to.contain(
			"three, which carried it out, is gone"
		);
		expect(await versions("pinger")).to.deep.equal(before);
		expect((await install(gateway.admin, "4.1.0")).status).to.equal(200);
		expect(await versions("pinger")).to.deep.equal({ one: "4.1.0", two: "4.1.0" });
	});

	it("answers 503 for what no node runs any more, and again once one does", async () => {
		await Promise.all([one.end("SIGTERM"), two.end("SIGKILL")]);
		await waitUntil(
			"nobody runs it",
			async () => (await gateway.admin.get("/pinger")).status === 503
		);
		const away = await gateway.admin.get("/pinger");
		expect(away.body).to.include({ code: "GATEWAY_UNAVAILABLE" });
		expect(away.headers.get("retry-after")).to.match(/^\d+$/);
		// A node that is back is there before its plugins are.
		const statuses = await underLoad([gateway], "/pinger", async () => {
			one = await cluster.startNode("one");
			await waitUntil(
				"it runs again",
				async () => (await gateway.admin.get("/pinger")).status === 200
			);
		});
		expect(Object.keys(statuses)).to.deep.equal(["200", "503"]);
		two = await cluster.startNode("two");
	});

	it("serves on while the bus is away where it can, says 503 where not, and recovers by itself", async () => {
		await cluster.nats.kill();
		await waitUntil(
			"the gateway says so",
			async () => (await gateway.admin.get("/pinger")).status === 503
		);
		expect((await one.admin.get("/pinger")).status).to.equal(200);
		expect((await one.admin.post("/notes", { text: "meanwhile" })).status).to.equal(201);
		await cluster.nats.start();
		await waitUntil(
			"the gateway reaches it again",
			async () => (await gateway.admin.get("/pinger")).status === 200
		);
		const { status, text } = await install(gateway.admin, "5.0.0");
		expect(status, text).to.equal(200);
		expect(await versions("pinger")).to.deep.equal({ one: "5.0.0", two: "5.0.0" });
	});

	it("says 503 while the store is away, and recovers by itself", async () => {
		await cluster.store.kill();
		await waitUntil(
			"it is missed",
			async () => (await gateway.admin.get("/notes")).status === 503
		);
		await cluster.store.start();
		await onAll(
			"notes answers",
			[one, two, gateway],
			async ({ admin }) => (await admin.get("/notes")).status === 200
		);
		expect((await one.admin.post("/notes", { text: "after" })).status).to.equal(201);
	});
});

/** Asks as fast as the answers come while something happens; returns how often each status was answered. */
async function underLoad(nodes: ClusterNode[], route: string, happens: () => Promise<void>) {
	const statuses: Record<string, number> = {};
	let isOver = false;
	const ask = async ({ admin }: ClusterNode) => {
		while (!isOver) {
			const { status } = await admin.get(route);
			statuses[status] = (statuses[status] ?? 0) + 1;
		}
	};
	const asking = nodes.flatMap(node => [ask(node), ask(node)]);
	try {
		await happens();
	} finally {
		isOver = true;
		await Promise.all(asking);
	}
	return statuses;
}
