/** Who goes on over a limit is blocked for growing times and let back; administrators see and lift blocks. */
import { expect } from "chai";
import type { Answer, Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { waitUntil } from "../support/wait-until.ts";

const MINUTE_MS = 60 * 1000;
const POINTS = 3;

/** As many refusals in one window bring a block. */
const REFUSALS = 20;

interface Block {
	id: string;
	limit: string;
	subject: string;
	times: number;
	blockedUntil: string;
	expiresAt: string;
}

describe("blocks", function () {
	this.timeout(120_000);
	let lyceum: TestKernel;
	let guest: Client;
	let administrator: Client;
	let addresses = 0;

	before(async () => {
		lyceum = await startTestKernel({
			environment: { RATE_LIMITS: "on", TRUST_PROXY: "loopback" }
		});
		guest = lyceum.guest;
		administrator = await lyceum.as("admin");
		await lyceum.as("ann");
		await setLimits({});
	});
	after(() => lyceum?.stop());

	function newAddress() {
		return `192.0.2.${++addresses}`;
	}

	async function setLimits(limits: object) {
		const body = { address: { points: POINTS, seconds: 600 }, ...limits };
		const from = { "x-forwarded-for": newAddress() };
		const { status, text } = await administrator.put("/limits", body, from);
		expect(status, text).to.equal(200);
	}

	/** A request to a route that everybody may ask for. */
	function request(address: string): Promise<Answer> {
		return guest.get("", { "x-forwarded-for": address });
	}

	/** Uses a limit up and goes on until the block; returns the last answer. */
	async function offend(address: string): Promise<Answer> {
		let answer: Answer;
		let count = 0;
		do answer = await request(address);
		while (++count < POINTS + REFUSALS);
		return answer;
	}

	async function blocksOf(subject: string): Promise<Block[]> {
		const from = { "x-forwarded-for": newAddress() };
		const answer = await administrator.get<{ data: Block[] }>(
			`/limits/blocks?filter[subject]=${subject}`,
			from
		);
		expect(answer.status, answer.text).to.equal(200);
		return answer.body.data;
	}

	/** Lets a block's time pass: what is remembered stays. */
	async function endBlock({ id }: Block) {
		const { connection } = lyceum.kernel.runtime;
		await connection
			.collection<{ _id: string }>("limitBlocks")
			.updateOne({ _id: id }, { $set: { blockedUntil: new Date(Date.now() - 1) } });
		await lyceum.kernel.broker.call("limits.refresh");
	}

	function minutesOf({ blockedUntil }: Block) {
		return Math.round((new Date(blockedUntil).getTime() - Date.now()) / MINUTE_MS);
	}

	it("come for who is refused often within one window, not for who is refused a little", async () => {
		await setLimits({ address: { points: POINTS, seconds: 60 } });
		const address = newAddress();
		for (let count = 0; count < POINTS + REFUSALS - 1; count++) await request(address);
		expect(await blocksOf(address)).to.deep.equal([]);
		expect((await request(address)).body.code).to.equal("LIMITS_EXCEEDED");
		const [block, ...others] = await blocksOf(address);
		expect(others).to.deep.equal([]);
		expect(block).to.include({ limit: "address", subject: address, times: 1 });
		expect(minutesOf(block!)).to.equal(1);
		const refused = await request(address);
		expect(refused.status).to.equal(429);
		expect(refused.body.code).to.equal("LIMITS_BLOCKED");
		const wait = Number(refused.headers.get("retry-after"));
		expect(wait).to.be.within(1, 60);
		expect(refused.headers.get("ratelimit")).to.equal(`"address";r=0;t=${wait}`);
		expect((await request(newAddress())).status).to.equal(200);
	});

	it("grow from one minute to five, fifteen and sixty, with the address let back in between", async () => {
		await setLimits({ address: { points: POINTS, seconds: 60 } });
		const address = newAddress();
		for (const [index, minutes] of [1, 5, 15, 60, 60].entries()) {
			await offend(address);
			const [block] = await blocksOf(address);
			expect(block!.times).to.equal(index + 1);
			expect(minutesOf(block!)).to.equal(minutes);
			expect((await request(address)).body.code).to.equal("LIMITS_BLOCKED");
			await endBlock(block!);
			expect((await request(address)).status).to.equal(200);
			const { connection } = lyceum.kernel.runtime;
			expect(
				await connection.collection("limitBlocks").countDocuments({ subject: address })
			).to.equal(1);
			// The one that was let in just now counts.
			await request(address);
			await request(address);
		}
	});

	it("last no shorter than the window of their limit", async () => {
		await setLimits({ address: { points: POINTS, seconds: 1200 } });
		const address = newAddress();
		await offend(address);
		const [block] = await blocksOf(address);
		expect(minutesOf(block!)).to.equal(20);
	});

	it("are forgotten a day after their end", async () => {
		const address = newAddress();
		await offend(address);
		const [block] = await blocksOf(address);
		const remembered = +new Date(block!.expiresAt) - +new Date(block!.blockedUntil);
		expect(remembered).to.equal(24 * 60 * MINUTE_MS);
		const { connection } = lyceum.kernel.runtime;
		await connection
			.collection<{ _id: string }>("limitBlocks")
			.updateOne({ _id: block!.id }, { $set: { expiresAt: new Date(Date.now() - 1) } });
		await endBlock(block!);
		await offend(address);
		const [again] = await blocksOf(address);
		expect(again!.times).to.equal(1);
	});

	it("of one limit leave the others alone", async () => {
		await setLimits({
			address: { points: 1000, seconds: 60 },
			user: { points: 1000, seconds: 60 },
			login: { points: 1, seconds: 60 }
		});
		const [address, ann] = [newAddress(), await lyceum.as("ann")];
		const from = { "x-forwarded-for": address };
		const login = () => guest.post("/auth/login", { email: "x@y.test", password: "x" }, from);
		for (let count = 0; count < 1 + REFUSALS; count++) await login();
		expect((await login()).body.code).to.equal("LIMITS_BLOCKED");
		expect((await ann.get("/auth/me", from)).status).to.equal(200);
		const [block] = await blocksOf(address);
		expect(block).to.include({ limit: "login", subject: address });
	});

	it("of a user hold wherever it comes from, and name the user by its id alone", async () => {
		await setLimits({
			address: { points: 1000, seconds: 60 },
			user: { points: POINTS, seconds: 60 }
		});
		const ann = await lyceum.as("ann");
		const me = () => ann.get("/auth/me", { "x-forwarded-for": newAddress() });
		for (let count = 0; count < POINTS + REFUSALS; count++) await me();
		expect((await me()).body.code).to.equal("LIMITS_BLOCKED");
		const [block] = await blocksOf(ann.id!);
		expect(block).to.include({ limit: "user", subject: ann.id });
		expect(JSON.stringify(block)).not.to.include("@");
	});

	it("never come for the name that a sign-in gives, so that nobody can lock another out", async () => {
		await setLimits({
			address: { points: 1000, seconds: 60 },
			login: { points: 1, seconds: 60 }
		});
		const login = (address: string) =>
			guest.post(
				"/auth/login",
				{ email: "victim@lyceum.test", password: "x" },
				{ "x-forwarded-for": address }
			);
		for (let count = 0; count < 1 + REFUSALS; count++) await login(newAddress());
		const refused = await login(newAddress());
		expect(refused.body.code).to.equal("LIMITS_EXCEEDED");
		const { connection } = lyceum.kernel.runtime;
		const blocks = await connection.collection("limitBlocks").find().toArray();
		expect(JSON.stringify(blocks)).not.to.include("victim");
	});

	it("outlive a restart's memory: they are read from the store", async () => {
		await setLimits({});
		const address = newAddress();
		const { connection } = lyceum.kernel.runtime;
		await offend(address);
		const [block] = await blocksOf(address);
		const blocks = connection.collection<{ _id: string }>("limitBlocks");
		const stored = (await blocks.findOne({ _id: block!.id }))!;
		await blocks.deleteOne({ _id: block!.id });
		await lyceum.kernel.broker.call("limits.refresh");
		expect((await request(address)).status).to.equal(200);
		await blocks.insertOne(stored);
		await waitUntil(
			"this node has read who is blocked",
			async () => (await request(address)).body.code === "LIMITS_BLOCKED"
		);
	});

	describe("are lifted by administrators:", () => {
		it("the address is let in at once, with a full limit, and the audit trail says who did it", async () => {
			await setLimits({});
			const address = newAddress();
			await offend(address);
			const [block] = await blocksOf(address);
			const requestId = "limits-lift-1";
			const lifted = await administrator.delete(`/limits/blocks/${block!.id}`, {
				"x-forwarded-for": newAddress(),
				"x-request-id": requestId
			});
			expect(lifted.status, lifted.text).to.equal(204);
			const answer = await request(address);
			expect(answer.status).to.equal(200);
			expect(answer.headers.get("ratelimit")).to.include(`"address";r=${POINTS - 1}`);
			expect(await blocksOf(address)).to.deep.equal([]);
			const { body: trail } = await administrator.get<{ data: Record<string, unknown>[] }>(
				`/audit?filter[requestId]=${requestId}`,
				{ "x-forwarded-for": newAddress() }
			);
			expect(trail.data).to.have.length(1);
			expect(trail.data[0]).to.include({
				action: "limitBlocks.remove",
				outcome: "succeeded",
				actorId: administrator.id
			});
			expect(trail.data[0]!.details).to.deep.equal({ params: { id: block!.id } });
		});

		for (const id of ["65f0c0ffee65f0c0ffee65f0", "x", "%00", "__proto__", "a".repeat(200)])
			it(`no block has the id ${id.slice(0, 24)}`, async () => {
				const from = { "x-forwarded-for": newAddress() };
				const { status } = await administrator.delete(`/limits/blocks/${id}`, from);
				expect(status).to.equal(id === "%00" ? 400 : 404);
			});

		it("they are listed with filters and an order, and cannot be made or changed", async () => {
			const from = () => ({ "x-forwarded-for": newAddress() });
			const listed = await administrator.get<{ data: Block[]; total: number }>(
				"/limits/blocks?filter[limit]=address&sort=-blockedUntil&pageSize=2",
				from()
			);
			expect(listed.status).to.equal(200);
			expect(listed.body.data).to.have.length(2);
			expect(listed.body.total).to.be.at.least(2);
			const { data } = listed.body;
			expect(data[0]!.blockedUntil >= data[1]!.blockedUntil).to.equal(true);
			const wrong = "/limits/blocks?filter[key]=x";
			expect((await administrator.get(wrong, from())).status).to.equal(400);
			for (const method of ["PUT", "PATCH"]) {
				const path = `/limits/blocks/${data[0]!.id}`;
				const { status } = await administrator.send(method, path, {}, from());
				expect(status).to.equal(405);
			}
			const post = await administrator.post("/limits/blocks", {}, from());
			expect(post.status).to.equal(405);
		});
	});

	it("are counted as metrics", async () => {
		await offend(newAddress());
		const count = async (name: string) => {
			const from = { "x-forwarded-for": newAddress() };
			const { text } = await guest.get("//metrics", from);
			return Number(new RegExp(`^${name}\\{[^}]*\\} (\\d+)`, "m").exec(text)?.[1] ?? 0);
		};
		expect(await count("rate_limit_blocks_total")).to.be.greaterThan(0);
		await waitUntil("the gauge is set", async () => (await count("rate_limit_blocked")) > 0);
	});
});
