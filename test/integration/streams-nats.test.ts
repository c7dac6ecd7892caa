/** Durable streams of a cluster: two nodes on one store and one NATS, which goes away and comes back. */
import { expect } from "chai";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { natsMissing, startNats, type NatsServer } from "../support/nats.ts";
import { databaseUrl } from "../support/store-url.ts";
import { openStoreUnderTest } from "../support/store.ts";
import { waitUntil } from "../support/wait-until.ts";

interface Delivery {
	id: string;
	key: string;
	n: number;
}

describe("durable streams on JetStream", function () {
	this.timeout(180_000);
	let nats: NatsServer;
	let store: Awaited<ReturnType<typeof openStoreUnderTest>>;
	let one: TestKernel;
	let other: TestKernel;
	let admin: Client;

	before(async function () {
		if (natsMissing() !== null) return this.skip();
		nats = await startNats();
		store = await openStoreUnderTest();
		one = await startNode("one");
		other = await startNode("other");
		admin = await one.as("admin");
	});
	after(async () => {
		await other?.kernel.stop();
		await one?.stop();
		await nats?.close();
		await store?.close();
	});

	const database = `streams${process.pid}`;
	const startNode = (name: string) => {
		return startTestKernel({
			fixtures: ["courier"],
			environment: {
				MONGO_URL: databaseUrl(store.url, database),
				NATS_URL: nats.url,
				NODE_ID: name
			}
		});
	};
	const send = (node: TestKernel, key: string, n: number) =>
		node.guest.post("/courier", { key, payload: { n } });
	const deliveries = async () => (await one.guest.get<Delivery[]>("/courier/deliveries")).body;

	const busOf = async () => {
		const { body } = await one.guest.get<{ checks: Record<string, { status: string }> }>(
			"//health/detailed"
		);
		return body.checks.bus!.status;
	};

	it("share the work: each message once, in order for its key, wherever it was published", async () => {
		const keys = ["ann", "bob", "cid"];
		const publishing = keys.map(async key => {
			for (let n = 0; n < 20; n++) {
				const { status } = await send(n % 2 === 0 ? one : other, key, n);
				expect(status).to.equal(200);
			}
		});
		await Promise.all(publishing);
		await waitUntil("all are delivered", async () => (await deliveries()).length >= 60);
		const all = await deliveries();
		expect(all).to.have.length(60);
		for (const key of keys)
			expect(all.filter(each => each.key === key).map(({ n }) => n)).to.deep.equal(
				Array.from({ length: 20 }, (_, n) => n)
			);
	});

	it("take what is written while NATS is away, say so, and deliver it afterwards", async () => {
		await nats.kill();
		for (let n = 100; n < 105; n++) expect((await send(one, "away", n)).status).to.equal(200);
		for (const path of ["/streams", "/streams/parcels/messages"]) {
			const { status, body, headers } = await admin.get(path);
			expect(status).to.equal(503);
			expect(body.code).to.equal("STREAMS_UNAVAILABLE");
			expect(headers.get("content-type")).to.include("application/problem+json");
		}
		expect(await busOf()).to.equal("down");
		expect((await one.guest.get("//health")).status, "requests are served").to.equal(200);
		await nats.start();
		const found = async () => (await deliveries()).filter(({ key }) => key === "away");
		await waitUntil("all are delivered", async () => (await found()).length >= 5);
		const numbers = [...new Set((await found()).map(({ n }) => n))];
		expect(numbers).to.deep.equal([100, 101, 102, 103, 104]);
		expect(await busOf()).to.equal("ok");
	});

	it("go on with one node when the other ends", async () => {
		await other.kernel.stop();
		for (let n = 200; n < 210; n++) await send(one, "alone", n);
		const found = async () => (await deliveries()).filter(({ key }) => key === "alone");
		await waitUntil("all are delivered", async () => (await found()).length >= 10);
		expect((await found()).map(({ n }) => n)).to.deep.equal([
			200, 201, 202, 203, 204, 205, 206, 207, 208, 209
		]);
	});
});
