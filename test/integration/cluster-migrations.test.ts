/** Migrations over two nodes, each a process: run by one of them, gone on with after a crash, paused on both. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { MongoClient, type Collection } from "mongodb";
import { startCluster, type Cluster, type ClusterNode } from "../support/cluster.ts";
import { natsMissing } from "../support/nats.ts";
import { gatedSplit, peoplePlugin, SPLIT } from "../support/people-plugin.ts";
import { uploadForm, writePlugin } from "../support/plugin-package.ts";
import { waitUntil } from "../support/wait-until.ts";

const PEOPLE = 60;

interface Shown {
	expand: { state: string; nodeId: string; seen: number; changed: number };
}

describe("migrations in a cluster", function () {
	this.timeout(120_000);
	let folder: string;
	let gate: string;
	let cluster: Cluster;
	let one: ClusterNode;
	let two: ClusterNode;
	let client: MongoClient;
	let people: Collection<{ name?: string; first?: string; rev: number }>;

	beforeEach(async function () {
		if (natsMissing() !== null) return this.skip();
		folder = await mkdtemp(path.join(tmpdir(), "lyceum-migrations-"));
		gate = path.join(folder, "gate");
		const plugins = path.join(folder, "plugins");
		await mkdir(plugins);
		await writePlugin(plugins, peoplePlugin("1.0.0"));
		cluster = await startCluster({
			pluginsDir: plugins,
			environment: { UPGRADE_WATCH_SECONDS: "0" }
		});
		one = await cluster.startNode("one");
		two = await cluster.startNode("two");
		client = await MongoClient.connect(cluster.store.url);
		people = client.db().collection("people");
		const documents = Array.from({ length: PEOPLE }, (_, n) => ({
			_id: String(n).padStart(24, "0"),
			name: `Ann${n} Lee`,
			rev: 1
		}));
		await people.insertMany(documents as never[]);
	});
	afterEach(async () => {
		await client?.close();
		await cluster?.close();
		if (folder) await rm(folder, { recursive: true, force: true });
	});

	/** Waits after half of the people until the gate is there. */
	const gated = () => gatedSplit(PEOPLE / 2, gate);
	const upgrade = async (node: ClusterNode, text: string, version = "2.0.0") =>
		node.admin.post<{ code: string; detail: string }>(
			"/plugins?acceptBreaking=true",
			await uploadForm(peoplePlugin(version, { "001-split.js": text }))
		);
	const shown = async (node: ClusterNode) =>
		(await node.admin.get<{ data: Shown[] }>("/plugins/people/migrations")).body.data;
	const isHalf = (node: ClusterNode) => async () =>
		(await shown(node))[0]?.expand.seen === PEOPLE / 2;

	it("are run once when both nodes find newer files at their start", async () => {
		await Promise.all([one.end(), two.end()]);
		const plugins = path.join(folder, "plugins");
		await writePlugin(plugins, peoplePlugin("2.0.0", { "001-split.js": SPLIT }));
		[one, two] = await Promise.all([cluster.startNode("one"), cluster.startNode("two")]);
		const [migration] = await shown(one);
		expect(migration!.expand).to.include({ state: "done", seen: PEOPLE, changed: PEOPLE });
		expect(await people.countDocuments({ rev: 2, first: /^Ann/ })).to.equal(PEOPLE);
	});

	it("go on behind the last batch when their node was killed, and the old version runs meanwhile", async () => {
		const lost = upgrade(one, gated()).catch(() => null);
		await waitUntil("half of the people are split", isHalf(two));
		one.kill("SIGKILL");
		await lost;
		await waitUntil("the upgrade is taken back", async () => {
			const { body } = await two.admin.get<{ version: string; lastFailure: unknown }>(
				"/plugins/people"
			);
			return body.version === "1.0.0" && body.lastFailure !== null;
		});
		expect((await two.admin.post("/people", { name: "Ann60 Lee" })).status).to.equal(201);
		await writeFile(gate, "");
		const again = await upgrade(two, gated());
		expect(again.status, again.text).to.equal(200);
		const [migration] = await shown(two);
		expect(migration!.expand).to.include({ state: "done", nodeId: "two", seen: PEOPLE + 1 });
		expect(await people.countDocuments({ rev: 2 }), "each was changed once").to.equal(
			PEOPLE + 1
		);
	});

	it("pause the writes on every node until the new version runs", async () => {
		const text = gated().replace("summary", "pauseWrites: true, summary");
		const upgrading = upgrade(one, text);
		await waitUntil("half of the people are split", isHalf(two));
		const refused = await two.admin.post<{ code: string }>("/people", { name: "Too Soon" });
		expect([refused.status, refused.body.code]).to.deep.equal([503, "PLUGINS_WRITES_PAUSED"]);
		expect((await two.admin.get("/people")).status).to.equal(200);
		await writeFile(gate, "");
		expect((await upgrading).status).to.equal(200);
		await waitUntil(
			"people are written again",
			async () => (await two.admin.post("/people", { name: "Now It Goes" })).status === 201
		);
	});
});
