/** Durable streams through a whole kernel: a plugin's own, the kernel's, dead letters, and their routes. */
import { expect } from "chai";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { uploadForm } from "../support/plugin-package.ts";
import { waitUntil } from "../support/wait-until.ts";

interface Delivery {
	id: string;
	key: string;
	n: number;
	requestId: string;
	contextRequestId: string;
	caller: unknown;
}

interface StreamAnswer {
	name: string;
	owner: string;
	types: { type: string }[];
	messages: number;
	waiting: number;
	groups: { group: string; lag: number; deadLetters: number }[];
	deadLetters: number;
}

interface Message {
	id: string;
	key: string;
	type: string;
	payload: Record<string, unknown>;
	actorId: string | null;
	requestId: string;
}

interface Letter {
	id: string;
	messageId: string;
	error: string;
	attempts: number;
	payload: unknown;
}

const KERNEL_STREAMS = [
	"student-events",
	"exercise-submissions",
	"progress-updates",
	"chat-messages",
	"system-events"
];

describe("durable streams", function () {
	this.timeout(120_000);
	let lyceum: TestKernel;
	let admin: Client;
	let student: Client;
	let guest: Client;

	before(async () => {
		lyceum = await startTestKernel({ fixtures: ["courier"] });
		admin = await lyceum.as("admin");
		student = await lyceum.as("ann");
		guest = lyceum.guest;
	});
	after(() => lyceum?.stop());

	const send = (key: string, payload: unknown, headers = {}) =>
		guest.post<{ id: string; code: string }>("/courier", { key, payload }, headers);
	const deliveries = async () => (await guest.get<Delivery[]>("/courier/deliveries")).body;
	const sent = async () => Number((await guest.get("/courier/sent")).text);
	const refuse = (n: number) => admin.patch("/plugins/courier/settings", { refuse: n });
	const letters = async () =>
		(await admin.get<{ data: Letter[] }>("/streams/dead-letters?sort=createdAt")).body.data;
	const stream = async (name: string) => {
		const { body } = await admin.get<{ data: StreamAnswer[] }>("/streams");
		return body.data.find(each => each.name === name)!;
	};
	/** The type of the error that a publisher gets; its words stay on the server. */
	const refusalOf = (message: { type: string; key: string; payload: unknown }) =>
		lyceum.kernel.runtime
			.publish({ stream: "parcels", actorId: null, requestId: null, ...message })
			.then(
				() => null,
				(error: { type: string }) => error.type
			);
	const messages = async (name: string, query = "") =>
		(await admin.get<{ data: Message[]; total: number }>(`/streams/${name}/messages${query}`))
			.body;

	it("are there from the start, with the messages that each takes", async () => {
		const { status, body } = await admin.get<{ data: StreamAnswer[]; total: number }>(
			"/streams"
		);
		expect(status).to.equal(200);
		const names = [...KERNEL_STREAMS, "notification-requests", "parcels"];
		expect(body.data.map(({ name }) => name)).to.deep.equal(names);
		expect(body.total).to.equal(7);
		expect(await stream("parcels")).to.include({ owner: "courier", messages: 0 });
		expect((await stream("parcels")).types.map(({ type }) => type)).to.deep.equal(["sent"]);
		for (const name of KERNEL_STREAMS)
			expect((await stream(name)).types, name).to.not.have.length(0);
	});

	it("are for administrators alone", async () => {
		const routes: [method: string, path: string, body?: object][] = [
			["GET", "/streams"],
			["GET", "/streams/events"],
			["GET", "/streams/parcels/messages"],
			["GET", "/streams/dead-letters"],
			["GET", "/streams/dead-letters/65f0c0ffee65f0c0ffee65f0"],
			["POST", "/streams/dead-letters/65f0c0ffee65f0c0ffee65f0/replay"],
			["POST", "/streams/dead-letters/replay", { stream: "parcels" }],
			["DELETE", "/streams/dead-letters/65f0c0ffee65f0c0ffee65f0"]
		];
		const teacher = await lyceum.as("teacher");
		for (const [method, path, body] of routes) {
			expect((await guest.send(method, path, body)).status, `${method} ${path}`).to.equal(
				401
			);
			for (const person of [student, teacher])
				expect((await person.send(method, path, body)).status, path).to.equal(403);
		}
	});

	it("bring a message to its consumer as the system's, under the request that published it", async () => {
		const { status, body } = await send("ann", { n: 1 }, { "x-request-id": "the-origin" });
		expect(status).to.equal(200);
		await waitUntil("it is delivered", async () => (await deliveries()).length === 1);
		expect(await deliveries()).to.deep.equal([
			{
				id: body.id,
				key: "ann",
				n: 1,
				requestId: "the-origin",
				contextRequestId: "the-origin",
				caller: null
			}
		]);
		const { data } = await messages("parcels");
		expect(data).to.have.length(1);
		expect(data[0]).to.deep.include({
			id: body.id,
			stream: "parcels",
			key: "ann",
			type: "sent",
			payload: { n: 1 },
			actorId: null,
			requestId: "the-origin"
		});
	});

	it("carry what plugins publish on the kernel's, with who did it", async () => {
		const { status } = await student.post("/courier/progress", {});
		expect(status).to.equal(200);
		await waitUntil(
			"it is published",
			async () => (await messages("progress-updates")).total > 0
		);
		const { data } = await messages("progress-updates", `?filter[key]=${student.id}`);
		expect(data.map(({ type, actorId }) => [type, actorId])).to.deep.equal([
			["changed", student.id]
		]);
	});

	it("take nothing that does not fit, and with it goes the write", async () => {
		const before = await sent();
		const bad: [payload: unknown, key: string, status: number, code: string, type: string][] = [
			[{ n: "one" }, "ann", 500, "GATEWAY_INTERNAL", "STREAMS_BAD_PAYLOAD"],
			[{ n: 1, more: true }, "ann", 500, "GATEWAY_INTERNAL", "STREAMS_BAD_PAYLOAD"],
			["text", "ann", 500, "GATEWAY_INTERNAL", "STREAMS_BAD_PAYLOAD"],
			[{ n: 1 }, "", 500, "GATEWAY_INTERNAL", "STREAMS_BAD_KEY"],
			[{ n: 1 }, "k".repeat(257), 500, "GATEWAY_INTERNAL", "STREAMS_BAD_KEY"],
			[{ n: "x".repeat(300_000) }, "ann", 413, "STREAMS_TOO_LARGE", "STREAMS_TOO_LARGE"]
		];
		for (const [payload, key, status, code, type] of bad) {
			const answer = await send(key, payload);
			expect(answer.status, answer.text).to.equal(status);
			expect(answer.body.code).to.equal(code);
			expect(await refusalOf({ type: "sent", key, payload })).to.equal(type);
		}
		const undeclared = await guest.post("/courier/undeclared", {});
		expect(undeclared.body).to.include({ status: 500, code: "GATEWAY_INTERNAL" });
		const lost = { type: "lost", key: "ann", payload: { n: 1 } };
		expect(await refusalOf(lost)).to.equal("STREAMS_UNDECLARED");
		expect(await sent()).to.equal(before);
		expect((await stream("parcels")).waiting).to.equal(0);
	});

	it("keep what a group cannot do with, until it is replayed", async () => {
		await refuse(13);
		const { body } = await send("letters", { n: 13 });
		await send("letters", { n: 14 });
		await waitUntil("the next is delivered", async () =>
			(await deliveries()).some(({ n }) => n === 14)
		);
		const [letter, ...others] = await letters();
		expect(others).to.deep.equal([]);
		expect(letter).to.deep.include({
			stream: "parcels",
			group: "courier",
			messageId: body.id,
			key: "letters",
			type: "sent",
			payload: { n: 13 },
			error: "Error: 13 is refused",
			attempts: 2
		});
		expect(letter).to.not.have.property("entryId");
		expect((await stream("parcels")).deadLetters).to.equal(1);
		expect((await stream("parcels")).groups[0]).to.include({
			group: "courier",
			deadLetters: 1
		});

		await refuse(-1);
		const replayed = await admin.post(`/streams/dead-letters/${letter!.id}/replay`);
		expect(replayed.status, replayed.text).to.equal(200);
		expect(replayed.body).to.deep.equal({ replayed: 1 });
		await waitUntil("it is delivered", async () =>
			(await deliveries()).some(({ n }) => n === 13)
		);
		const found = (await deliveries()).filter(({ n }) => n === 13);
		expect(found.map(({ id }) => id)).to.deep.equal([body.id]);
		const again = await admin.post(`/streams/dead-letters/${letter!.id}/replay`);
		expect(again.body).to.include({ status: 404, code: "DOCUMENT_NOT_FOUND" });
		expect(await letters()).to.deep.equal([]);
	});

	it("replay all of a group, or let one go", async () => {
		await refuse(21);
		for (const key of ["a", "b", "c"]) await send(key, { n: 21 });
		await waitUntil("all are dead", async () => (await letters()).length === 3);
		const [first] = await letters();
		expect((await admin.delete(`/streams/dead-letters/${first!.id}`)).status).to.equal(204);
		await refuse(-1);
		const stranger = await admin.post("/streams/dead-letters/replay", {
			stream: "parcels",
			group: "others"
		});
		expect(stranger.body).to.deep.equal({ replayed: 0 });
		const all = await admin.post("/streams/dead-letters/replay", { stream: "parcels" });
		expect(all.body).to.deep.equal({ replayed: 2 });
		await waitUntil("both are delivered", async () => {
			const found = (await deliveries()).filter(({ n }) => n === 21);
			return found.length === 2;
		});
		const keys = (await deliveries()).filter(({ n }) => n === 21).map(({ key }) => key);
		expect(keys).to.have.members(["b", "c"]);
	});

	it("deliver each message once while their consumer is swapped again and again", async () => {
		const total = 120;
		const publishing = (async () => {
			for (let n = 0; n < total; n++) await send(`swap ${n % 6}`, { n: 1000 + n });
		})();
		for (let swap = 0; swap < 5; swap++) {
			const { status } = await admin.post("/plugins/courier/reload");
			expect(status).to.equal(200);
		}
		await publishing;
		const found = async () => (await deliveries()).filter(({ n }) => n >= 1000);
		await waitUntil("all are delivered", async () => (await found()).length >= total);
		const all = await found();
		expect(all.map(({ n }) => n).toSorted((a, b) => a - b)).to.deep.equal(
			Array.from({ length: total }, (_, n) => 1000 + n)
		);
		for (let key = 0; key < 6; key++) {
			const numbers = all.filter(each => each.key === `swap ${key}`).map(({ n }) => n);
			expect(numbers).to.deep.equal(numbers.toSorted((a, b) => a - b));
		}
	});

	it("take nothing from a plugin that is disabled, and go on when it is enabled", async () => {
		const other = await startTestKernel({ fixtures: ["courier"] });
		try {
			const root = await other.as("admin");
			const publishOne = (n: number) =>
				other.kernel.runtime.publish({
					stream: "parcels",
					type: "sent",
					key: "ann",
					payload: { n },
					actorId: null,
					requestId: null
				});
			await publishOne(1);
			await root.post("/plugins/courier/disable");
			const refused = await publishOne(2).then(
				() => null,
				(error: { type: string }) => error.type
			);
			expect(refused, "nobody declares it any more").to.equal("STREAMS_UNDECLARED");
			await root.post("/plugins/courier/enable");
			await publishOne(3);
			await waitUntil("both are delivered", async () => {
				const { body } = await other.guest.get<Delivery[]>("/courier/deliveries");
				return body.length >= 2;
			});
			const { body } = await other.guest.get<Delivery[]>("/courier/deliveries");
			expect(body.map(({ n }) => n)).to.deep.equal([1, 3]);
		} finally {
			await other.stop();
		}
	});

	it("tell on system-events what becomes of plugins, and what is refused", async () => {
		await admin.post("/plugins/courier/reload");
		const wrong = { username: "ann@lyceum.test", password: "wrong" };
		await guest.post("/auth/login", wrong, { "x-request-id": "refused-login" });
		const all = async () => (await messages("system-events", "?pageSize=100")).data;
		await waitUntil("both are told", async () => {
			const types = (await all()).map(({ payload }) => payload.eventType);
			return types.includes("plugins.plugin.started") && types.includes("auth.login");
		});
		const login = (await all()).find(({ requestId }) => requestId === "refused-login")!;
		expect(login.payload).to.deep.include({
			eventType: "auth.login",
			component: "auth",
			severity: "warning"
		});
		expect(login.payload.details).to.include({ address: "127.0.0.1" });
		expect(JSON.stringify(login)).to.not.include("wrong");
		const started = (await all()).find(
			({ payload }) => payload.eventType === "plugins.plugin.started"
		)!;
		expect(started).to.include({ key: "courier" });
		expect(started.payload.details).to.include({ name: "courier", version: "1.0.0" });
	});

	it("are counted in the metrics, and the bus is in the health", async () => {
		const { text } = await guest.get("//metrics");
		expect(text).to.match(/streams_published_total\{[^}]*stream="parcels"[^}]*\} \d+/);
		expect(text).to.match(/streams_delivered_total\{[^}]*group="courier"[^}]*\} \d+/);
		expect(text).to.match(/streams_retried_total\{[^}]*stream="parcels"[^}]*\} \d+/);
		expect(text).to.match(/streams_dead_total\{[^}]*stream="parcels"[^}]*\} 4/);
		const { body } = await guest.get<{ checks: Record<string, { status: string }> }>(
			"//health/detailed"
		);
		expect(body.checks.bus!.status).to.equal("ok");
	});

	describe("refuse by name", () => {
		const bad: [method: string, path: string, body: unknown, status: number, says: string][] = [
			["GET", "/streams/nothing/messages", undefined, 404, "STREAMS_NOT_FOUND"],
			["GET", "/streams/%2e%2e/messages", undefined, 404, ""],
			["GET", "/streams/__proto__/messages", undefined, 404, "STREAMS_NOT_FOUND"],
			["GET", `/streams/${"x".repeat(65)}/messages`, undefined, 400, "name"],
			["GET", "/streams/parcels/messages?page=0", undefined, 400, "page"],
			["GET", "/streams/parcels/messages?pageSize=101", undefined, 400, "pageSize"],
			["GET", "/streams/parcels/messages?page=abc", undefined, 400, "page"],
			["GET", "/streams/parcels/messages?colour=red", undefined, 400, "colour"],
			["GET", "/streams/parcels/messages?filter[colour]=red", undefined, 400, "colour"],
			["GET", "/streams/parcels/messages?filter[key][$ne]=a", undefined, 400, "key"],
			["GET", "/streams/parcels/messages?filter[key]=a&filter[key]=b", undefined, 400, "key"],
			["GET", "/streams/dead-letters?filter[colour]=red", undefined, 400, "filter[colour]"],
			["POST", "/streams/dead-letters/none/replay", undefined, 404, "DOCUMENT_NOT_FOUND"],
			["POST", "/streams/dead-letters/replay", {}, 400, "/stream"],
			["POST", "/streams/dead-letters/replay", { stream: { $ne: "" } }, 400, "/stream"],
			["POST", "/streams/dead-letters/replay", { stream: "x" }, 404, "STREAMS_NOT_FOUND"],
			[
				"POST",
				"/streams/dead-letters/replay",
				{ stream: "parcels", group: { $gt: "" } },
				400,
				"/group"
			],
			["POST", "/streams/dead-letters/replay", { stream: "parcels", all: true }, 400, "/all"],
			["DELETE", "/streams/dead-letters/none", undefined, 404, "DOCUMENT_NOT_FOUND"]
		];
		for (const [method, path, body, status, says] of bad) {
			it(`${method} ${path.slice(0, 60)} ${JSON.stringify(body) ?? ""}`, async () => {
				const answer = await admin.send(method, path, body);
				expect(answer.status, answer.text).to.equal(status);
				expect(answer.text).to.include(says);
			});
		}
	});

	describe("refuse a plugin", () => {
		const MESSAGE = `defineMessage("STREAM", "TYPE", "What", { type: "object" })`;
		const service = (extra: string) => `import { defineMessage, definePlugin } from "lyceum";
			export default definePlugin({ name: "postman", ${extra} });`;
		const publishes = (name: string, type: string) =>
			service(`publishes: [${MESSAGE.replace("STREAM", name).replace("TYPE", type)}]`);
		const bad: [what: string, streams: string[], text: string, says: string][] = [
			["a stream of the kernel's", ["system-events"], service(""), "is the kernel's"],
			["a stream of another plugin", ["parcels"], service(""), 'belongs to "courier"'],
			["a name that is an address", ["dead-letters"], service(""), "no stream can be named"],
			["messages of another's stream", [], publishes("parcels", "sent"), "does not provide"],
			[
				"a message that the kernel does not know",
				[],
				publishes("chat-messages", "posted"),
				"is not one of the kernel's"
			],
			["a type that is none", ["letters"], publishes("letters", "A B"), "a type is"],
			[
				"a schema that is none",
				["letters"],
				service(
					`publishes: [defineMessage("letters", "sent", "What", { type: "nothing" })]`
				),
				"has a schema that is none"
			],
			[
				"a consumer of nothing",
				[],
				service(`streams: { nowhere: { handler() {} } }`),
				"nothing provides"
			],
			[
				"a consumer without a handler",
				[],
				service(`streams: { parcels: {} }`),
				"has no handler"
			],
			[
				"a group with a dot",
				[],
				service(`streams: { parcels: { group: "a.b", handler() {} } }`),
				"a group is"
			],
			[
				"delays that are none",
				[],
				service(`streams: { parcels: { retry: { delaysMs: [-1] }, handler() {} } }`),
				"delaysMs"
			]
		];
		for (const [what, streams, text, says] of bad) {
			it(`with ${what}`, async () => {
				const form = await uploadForm({
					name: "postman",
					service: text,
					lyceum: { provides: { streams } }
				});
				const answer = await admin.post("/plugins", form);
				expect(answer.status, answer.text).to.equal(409);
				expect(answer.body.code).to.equal("PLUGINS_BAD_STREAMS");
				expect(answer.body.detail).to.include(says);
				expect((await admin.get("/plugins/postman")).status).to.equal(404);
			});
		}
	});

	describe("an event", () => {
		const heard = async () =>
			(await deliveries()).flatMap(each => ("heard" in each ? [each.heard] : []));

		it("that fits its schema is sent", async () => {
			expect((await guest.post("/courier/shout", { loudness: 3 })).status).to.equal(200);
			expect(await heard()).to.deep.equal([3]);
		});

		it("that does not fit is not sent, counted, and harms nobody", async () => {
			const answer = await guest.post("/courier/shout", { loudness: "very" });
			expect(answer.body).to.deep.equal({ shouted: true });
			expect(await heard()).to.deep.equal([3]);
			const { text } = await guest.get("//metrics");
			expect(text).to.match(
				/events_refused_total\{[^}]*event="courier.courier.shouted"[^}]*\} 1/
			);
		});

		it("is listed with its schema as long as its service is there", async () => {
			const names = async () => {
				const { body } = await admin.get<{ data: { name: string; service: string }[] }>(
					"/streams/events"
				);
				return body.data.map(({ name }) => name);
			};
			expect(await names()).to.include.members([
				"courier.courier.shouted",
				"users.user.created"
			]);
			await admin.post("/plugins/courier/disable");
			expect(await names()).to.not.include("courier.courier.shouted");
			expect(await stream("parcels")).to.equal(undefined);
			await admin.post("/plugins/courier/enable");
			expect(await names()).to.include("courier.courier.shouted");
		});
	});
});
