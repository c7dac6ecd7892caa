/** How much one client may ask of the realtime doors, what it is told beyond that, and that others do not notice. */
import { expect } from "chai";
import { WebSocket } from "ws";
import { createClient, type Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { metricOf } from "../support/metrics-text.ts";
import { openQuietEvents } from "../support/quiet-socket.ts";
import { openSocket, type SocketClient } from "../support/socket-client.ts";
import { waitUntil } from "../support/wait-until.ts";

const PER_USER = 3;
const PER_ADDRESS = 5;
const PASSWORD = "Wren-42-Lantern";

/** The plan of who prepares the tests. */
const STAFF = { name: "staff", points: 100_000, seconds: 60 };

interface Refusal {
	status: number;
	code: string;
	detail: string;
	retryAfterSeconds?: number;
}

type Frame = { event: string; error?: Refusal } & Record<string, unknown>;

describe("realtime limits", function () {
	this.timeout(120_000);
	let app: TestKernel;
	let people = 0;
	let addresses = 0;
	const closing: (() => void)[] = [];

	before(async () => {
		app = await startTestKernel({
			plugins: ["projects"],
			environment: {
				RATE_LIMITS: "on",
				TRUST_PROXY: "loopback",
				SOCKETS_PER_USER: String(PER_USER),
				SOCKETS_PER_ADDRESS: String(PER_ADDRESS)
			}
		});
		await setLimits({});
		const admin = await app.as("admin");
		await admin.patch(`/users/${admin.id}`, { plan: STAFF.name });
	});

	afterEach(async () => {
		for (const close of closing.splice(0)) close();
		await waitUntil(
			"all are gone",
			async () => (await metricOf(app.guest, "realtime_connections")) === 0
		);
	});

	after(() => app?.stop());

	async function setLimits(limits: Record<string, object>) {
		const admin = await app.as("admin");
		const { status, text } = await admin.put("/limits", {
			...limits,
			plans: [STAFF]
		});
		expect(status, text).to.equal(200);
	}

	const elsewhere = () => ({ "x-forwarded-for": `198.51.100.${++addresses}` });

	async function person(): Promise<Client & { token: string }> {
		const email = `realtime${++people}@lyceum.test`;
		const { status, body } = await app.guest.post<{
			access_token: string;
			user: { id: string };
		}>("/auth/register", { email, password: PASSWORD }, elsewhere());
		expect(status).to.equal(201);
		return createClient(app.url, body.access_token, body.user.id) as Client & { token: string };
	}

	async function connect(token: string, headers: Record<string, string>): Promise<SocketClient> {
		const client = await openSocket(app.url, { token }, headers);
		closing.push(() => client.close());
		return client;
	}

	/** What a plain WebSocket is answered: its frames, or the problem that refuses it. */
	async function connectPlain(token: string | null, headers: Record<string, string>) {
		const query = token === null ? "" : `?token=${token}`;
		const socket = new WebSocket(`${app.url.replace("http", "ws")}/ws${query}`, { headers });
		closing.push(() => socket.terminate());
		const frames: Frame[] = [];
		socket.on("message", data => frames.push(JSON.parse(String(data)) as Frame));
		return new Promise<{ socket: WebSocket; frames: Frame[]; refusal: Refusal | null }>(
			(resolve, reject) => {
				socket.once("open", () => resolve({ socket, frames, refusal: null }));
				socket.once("error", reject);
				socket.once("unexpected-response", (_request, response) => {
					let text = "";
					response.on("data", chunk => (text += chunk));
					response.once("end", () =>
						resolve({ socket, frames, refusal: JSON.parse(text) as Refusal })
					);
				});
			}
		);
	}

	async function openEvents(client: Client, headers: Record<string, string>) {
		const aborting = new AbortController();
		closing.push(() => aborting.abort());
		const response = await fetch(`${app.url}/api/v1/streaming/events?collection=projects`, {
			headers: { authorization: `Bearer ${client.token}`, ...headers },
			signal: aborting.signal
		});
		return response;
	}

	const refusalOf = (opening: Promise<unknown>) =>
		opening.then(
			() => null,
			(error: Error & { data?: Refusal }) => error.data ?? error.message
		);

	it("count the connections of a user over all doors, and give back what is closed", async () => {
		const kim = await person();
		const first = await connect(kim.token, elsewhere());
		const plain = await connectPlain(kim.token, elsewhere());
		expect(plain.refusal).to.equal(null);
		expect((await openEvents(kim, elsewhere())).status).to.equal(200);
		const wanted = { status: 429, code: "REALTIME_TOO_MANY_CONNECTIONS" };
		expect(await refusalOf(connect(kim.token, elsewhere()))).to.include(wanted);
		expect((await connectPlain(kim.token, elsewhere())).refusal).to.include(wanted);
		const events = await openEvents(kim, elsewhere());
		expect(events.status).to.equal(429);
		expect(events.headers.get("retry-after")).to.match(/^\d+$/);
		expect(await events.json())
			.to.include(wanted)
			.and.to.have.property("detail")
			.that.includes(`More than ${PER_USER} connections of one user`);
		const other = await person();
		await connect(other.token, elsewhere());
		first.close();
		await waitUntil(
			"there is room again",
			async () => (await openEvents(kim, elsewhere())).status === 200
		);
	});

	it("count the connections of an address, those of guests too", async () => {
		const from = elsewhere();
		const people = await Promise.all([person(), person(), person()]);
		for (let count = 0; count < PER_ADDRESS; count++) {
			const { refusal } = await connectPlain(count < 3 ? people[count]!.token : null, from);
			expect(refusal).to.equal(null);
		}
		const wanted = { status: 429, code: "REALTIME_TOO_MANY_CONNECTIONS" };
		expect((await connectPlain(null, from)).refusal).to.include(wanted);
		expect(await refusalOf(connect(people[0].token, from))).to.include(wanted);
		expect((await openEvents(people[0], from)).status).to.equal(429);
		expect(await refusalOf(connect(people[0].token, elsewhere()))).to.equal(null);
		expect(await metricOf(app.guest, "realtime_refused_total", { limit: "address" })).to.equal(
			3
		);
	});

	it("are the same whatever is tried at the same moment, and also for who goes while let in", async () => {
		const kim = await person();
		const tries = await Promise.all(
			Array.from({ length: 10 }, () => connectPlain(kim.token, elsewhere()))
		);
		const refused = tries.filter(({ refusal }) => refusal !== null);
		expect(refused).to.have.length(10 - PER_USER);
		for (const close of closing.splice(0)) close();
		for (let count = 0; count < 10; count++) {
			const hasty = await openQuietEvents(
				app.url,
				"/streaming/events?collection=projects",
				kim.token
			);
			hasty.socket.destroy();
		}
		await waitUntil(
			"there is room again",
			async () => (await openEvents(kim, elsewhere())).status === 200
		);
	});

	it("hold calls to the limits of REST, together with them", async () => {
		const kim = await person();
		const socket = await connect(kim.token, elsewhere());
		const from = elsewhere();
		for (let count = 0; count < 50; count++)
			expect((await kim.get("/projects", from)).status).to.equal(200);
		const answers = await Promise.all(
			Array.from({ length: 49 }, () => socket.call("projects.count"))
		);
		expect(answers.filter(({ error }) => error === null)).to.have.length(49);
		const all = await Promise.all([1, 2, 3].map(() => socket.call("projects.count")));
		const refused = all.filter(({ error }) => error !== null);
		expect(refused).to.have.length(2);
		expect(refused[0]!.error).to.deep.include({ code: 429, type: "LIMITS_EXCEEDED" });
		expect((refused[0]!.error as { data: object }).data).to.include({
			limit: "user",
			points: 100
		});
		expect((await kim.get("/projects", from)).status).to.equal(429);
	});

	it("hold sign-ins over a socket to the limit of sign-ins", async () => {
		const { socket, frames } = await connectPlain(null, elsewhere());
		for (let count = 0; count < 11; count++) {
			const params = { username: `nobody${count}@lyceum.test`, password: "wrong" };
			socket.send(JSON.stringify({ type: "call", action: "auth.login", params }));
			await waitUntil("it is answered", () => frames.length > count);
		}
		const codes = frames.map(({ error }) => (error as unknown as { code: number }).code);
		expect(codes).to.deep.equal([...Array<number>(10).fill(401), 429]);
	});

	it("end the connection of a client that does not heed refusals", async () => {
		await setLimits({ address: { points: 30, seconds: 60 } });
		try {
			const { socket, frames } = await connectPlain(null, elsewhere());
			let reason = "";
			socket.once("close", (_code, text) => (reason = String(text)));
			await waitUntil("it is let go", () => {
				for (let count = 0; count < 10; count++) socket.send("{");
				return reason !== "";
			});
			expect(reason).to.equal("too-many-messages");
			expect(frames.at(-1)).to.deep.equal({ event: "closed", reason });
			const codes = new Set(frames.map(({ error }) => error?.code));
			expect([...codes]).to.deep.equal(["REQUEST_INVALID", "LIMITS_EXCEEDED", undefined]);
		} finally {
			await setLimits({});
		}
	});

	it("take 100 subscriptions of a connection and refuse the others clearly; others hear everything", async () => {
		const [greedy, other] = [await person(), await person()];
		const [many, one] = [
			await connect(greedy.token, elsewhere()),
			await connect(other.token, elsewhere())
		];
		await one.subscribe({ collection: "projects" });
		const from = elsewhere();
		const ask = (index: number) =>
			many.subscribe({ collection: "projects", filter: { name: `Name ${index}` } });
		const answers: Record<string, unknown>[] = [];
		// Not more a minute than may be asked, see the limit of subscribing.
		for (let batch = 0; batch < 5; batch++)
			answers.push(
				...(await Promise.all(
					Array.from({ length: 100 }, (_, at) => ask(batch * 100 + at))
				))
			);
		const granted = answers.filter(({ subscription }) => subscription !== undefined);
		expect(granted).to.have.length(100);
		const refused = answers.filter(({ error }) => error !== undefined);
		expect(refused).to.have.length(400);
		for (const { error } of refused)
			expect(error).to.include({ status: 429, code: "REALTIME_TOO_MANY_SUBSCRIPTIONS" });
		const rest = await Promise.all(Array.from({ length: 300 }, (_, at) => ask(500 + at)));
		const codes = new Set(rest.map(({ error }) => (error as Refusal).code));
		expect([...codes]).to.deep.equal(["REALTIME_TOO_MANY_SUBSCRIPTIONS", "LIMITS_EXCEEDED"]);
		expect(
			await metricOf(app.guest, "realtime_subscriptions", { kind: "collection" })
		).to.equal(101);
		const { body: own } = await other.post("/projects", { name: "Name 7" }, from);
		const { body: theirs } = await greedy.post("/projects", { name: "Name 7" }, from);
		expect((await one.afterChanges(1)).map(({ id }) => id)).to.deep.equal([own.id]);
		expect((await many.afterChanges(1)).map(({ id }) => id)).to.deep.equal([theirs.id]);
		const gone = many.told.length;
		expect(await many.socket.emitWithAck("unsubscribe", granted[0])).to.deep.equal({
			ended: true
		});
		expect(many.told).to.have.length(gone);
		expect(await ask(2000)).to.include.keys("error");
	});

	it("take filters of a certain cost and length alone", async () => {
		const kim = await person();
		const socket = await connect(kim.token, elsewhere());
		const refusal = async (filter: object) => {
			const { error } = await socket.subscribe({ collection: "projects", filter });
			return error as Refusal & { errors: { pointer: string }[] };
		};
		const long = await refusal({ name: "x".repeat(20_000) });
		expect(long).to.include({ status: 400, code: "REQUEST_INVALID" });
		expect(long.errors[0]).to.deep.include({ pointer: "/filter", message: "is too long" });
		const fields = ["name", "description", "status", "ownerId"];
		const operators = ["eq", "ne", "gt", "gte", "lt", "lte"];
		const everything = Object.fromEntries(
			fields.map(field => [
				field,
				Object.fromEntries(operators.map(operator => [operator, "x"]))
			])
		);
		expect((await refusal(everything)).errors[0]).to.deep.include({
			pointer: "filter",
			message: "is too long"
		});
		let nested: object = {};
		for (let depth = 0; depth < 500; depth++) nested = { name: nested };
		expect(await refusal(nested)).to.include({ status: 400 });
		expect(await refusal({ name: { regex: "(a+)+$" } })).to.include({ status: 400 });
		const answers: Record<string, unknown>[] = [];
		for (let index = 0; index < 40; index++) {
			const looked = { contains: `${index} ${"a".repeat(150)}` };
			const filter = { name: looked, description: looked, status: looked, ownerId: looked };
			answers.push(await socket.subscribe({ collection: "projects", filter }));
		}
		expect(answers.filter(({ subscription }) => subscription !== undefined)).to.have.length(25);
		expect(answers.at(-1)!.error).to.include({
			status: 429,
			code: "REALTIME_TOO_MUCH_TO_TEST"
		});
		// What is told does not suffer: a document whose text is all but found.
		const other = await person();
		const simple = await connect(other.token, elsewhere());
		await simple.subscribe({ collection: "projects" });
		const description = "a".repeat(10_000);
		const { body } = await other.post("/projects", { name: "Aa", description }, elsewhere());
		expect((await simple.afterChanges(1)).map(({ id }) => id)).to.deep.equal([body.id]);
	});

	it("end a connection whose frame is too long, and no other", async () => {
		const kim = await person();
		const [plain, socket] = [
			await connectPlain(kim.token, elsewhere()),
			await connect(kim.token, elsewhere())
		];
		let code = 0;
		plain.socket.once("close", given => (code = given));
		plain.socket.send(JSON.stringify({ type: "call", params: "x".repeat(1_100_000) }));
		await waitUntil("it is closed", () => code !== 0);
		expect(code).to.equal(1009);
		const other = await connect(kim.token, elsewhere());
		socket.socket.emit("call", "projects.count", { x: "x".repeat(1_100_000) });
		await waitUntil("it is closed", () => socket.socket.disconnected);
		expect((await other.call("projects.count")).error).to.equal(null);
	});

	it("refuse values that are made to do harm, as REST does", async () => {
		const kim = await person();
		const socket = await connect(kim.token, elsewhere());
		let nested: object = {};
		for (let depth = 0; depth < 200; depth++) nested = { nested };
		const bad: object[] = [
			nested,
			{ name: "\0" },
			JSON.parse('{ "__proto__": { "isAdmin": true } }') as object,
			{ name: Buffer.from("binary") }
		];
		for (const params of bad) {
			const { error } = await socket.call("projects.create", params);
			expect(error).to.include({ code: 400, type: "GATEWAY_BAD_BODY" });
		}
	});
});
