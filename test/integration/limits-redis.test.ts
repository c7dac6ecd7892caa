/** Limits over a real Redis: nodes count together, each by itself while it is away, and together again. */
import { expect } from "chai";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createClient, type Answer } from "../support/client.ts";
import { openEmbedded, type EmbeddedStore } from "../support/embedded.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { hasRedis, startRedis, type RedisServer } from "../support/redis.ts";
import { waitUntil } from "../support/wait-until.ts";

/** What is left of a limit by the header. */
function left({ headers }: Answer, limit = "address"): number {
	const [, count] = new RegExp(`"${limit}";r=(\\d+)`).exec(headers.get("ratelimit") ?? "") ?? [];
	return Number(count);
}

describe("limits over Redis", function () {
	this.timeout(120_000);
	let redis: RedisServer;
	let store: EmbeddedStore;
	let folder: string;
	let one: TestKernel;
	let other: TestKernel;
	let addresses = 0;

	before(async function () {
		if (!hasRedis()) return this.skip();
		redis = await startRedis();
		folder = await mkdtemp(path.join(tmpdir(), "lyceum-limits-"));
		store = await openEmbedded(folder);
		const environment = {
			RATE_LIMITS: "on",
			TRUST_PROXY: "loopback",
			REDIS_URL: redis.url,
			MONGO_URL: store.url.replace("/?", "/limits?")
		};
		one = await startTestKernel({ environment });
		other = await startTestKernel({ environment });
	});
	after(async () => {
		await other?.stop();
		await one?.stop();
		await store?.close();
		await redis?.stop();
		if (folder) await rm(folder, { recursive: true, force: true });
	});

	function newAddress() {
		return `203.0.${addresses >> 8}.${++addresses & 255}`;
	}

	function ask({ guest }: TestKernel, address: string): Promise<Answer> {
		return guest.get("", { "x-forwarded-for": address });
	}

	/** 1 while a node counts together with others. */
	async function isShared(node: TestKernel) {
		const { text } = await node.guest.get("//metrics", { "x-forwarded-for": newAddress() });
		return /^rate_limit_shared\{[^}]*\} 1/m.test(text);
	}

	async function countsTogether() {
		const address = newAddress();
		await ask(one, address);
		return left(await ask(other, address)) === 998;
	}

	async function setAddressLimit(points: number) {
		const admin = await one.as("admin");
		const limits = { address: { points, seconds: 60 } };
		const from = { "x-forwarded-for": newAddress() };
		expect((await admin.put("/limits", limits, from)).status).to.equal(200);
		await waitUntil("the other node knows the limit", async () =>
			(await ask(other, newAddress())).headers
				.get("ratelimit-policy")!
				.includes(`"address";q=${points};`)
		);
	}

	it("are counted by two nodes together: of an address, a user and a sign-in", async () => {
		const address = newAddress();
		expect(left(await ask(one, address))).to.equal(999);
		expect(left(await ask(other, address))).to.equal(998);
		expect(left(await ask(one, address))).to.equal(997);
		const admin = await one.as("admin");
		const there = createClient(other.url, admin.token, admin.id);
		const first = left(await admin.get("/auth/me"), "user");
		expect(left(await there.get("/auth/me"), "user")).to.equal(first - 1);
		const login = ({ guest }: TestKernel) =>
			guest.post(
				"/auth/login",
				{ username: "nobody", password: "x" },
				{ "x-forwarded-for": address }
			);
		expect(left(await login(one), "login")).to.equal(9);
		expect(left(await login(other), "login")).to.equal(8);
		expect(await isShared(one)).to.equal(true);
	});

	it("refuse on both nodes, and a block of one is known to the other", async () => {
		await setAddressLimit(4);
		const address = newAddress();
		const statuses: number[] = [];
		for (const node of [one, other, one, other, one, other])
			statuses.push((await ask(node, address)).status);
		expect(statuses).to.deep.equal([200, 200, 200, 200, 429, 429]);
		for (let count = 0; count < 20; count++) await ask(one, address);
		expect((await ask(one, address)).body.code).to.equal("LIMITS_BLOCKED");
		await waitUntil(
			"the other node has read who is blocked",
			async () => (await ask(other, address)).body.code === "LIMITS_BLOCKED"
		);
		await setAddressLimit(1000);
	});

	it("are counted by each node by itself while Redis is away, without a failure, and together again after", async () => {
		await redis.stop();
		const address = newAddress();
		const [here, there] = [await ask(one, address), await ask(other, address)];
		expect([here.status, there.status]).to.deep.equal([200, 200]);
		expect([left(here), left(there)]).to.deep.equal([999, 999]);
		expect(left(await ask(one, address))).to.equal(998);
		expect((await one.guest.get("//health/ready")).status).to.equal(200);
		await setAddressLimit(2);
		const flood = newAddress();
		const statuses = [];
		for (let count = 0; count < 3; count++) statuses.push((await ask(one, flood)).status);
		expect(statuses).to.deep.equal([200, 200, 429]);
		await setAddressLimit(1000);
		await waitUntil("the metric tells", async () => !(await isShared(one)));
		await redis.start();
		await waitUntil("the nodes count together again", countsTogether);
		await waitUntil("the metric tells", () => isShared(one));
	});

	it("go on while Redis hangs: no request waits for it for long", async () => {
		redis.freeze();
		try {
			const address = newAddress();
			const answers = await Promise.all(Array.from({ length: 20 }, () => ask(one, address)));
			for (const { status } of answers) expect(status).to.equal(200);
			await waitUntil("this node counts by itself", async () => !(await isShared(one)));
			const before = left(await ask(one, address));
			expect(left(await ask(one, address))).to.equal(before - 1);
		} finally {
			redis.thaw();
		}
		await waitUntil("the nodes count together again", countsTogether);
	});

	it("hold in a node that starts while Redis is away, and become common when it comes", async () => {
		await redis.stop();
		const late = await startTestKernel({
			environment: { RATE_LIMITS: "on", TRUST_PROXY: "loopback", REDIS_URL: redis.url }
		});
		try {
			const address = newAddress();
			expect(left(await ask(late, address))).to.equal(999);
			expect(left(await ask(late, address))).to.equal(998);
			await redis.start();
			await waitUntil("the late node counts with the others", async () => {
				const shared = newAddress();
				await ask(one, shared);
				return left(await ask(late, shared)) === 998;
			});
		} finally {
			await late.stop();
		}
	});
});
