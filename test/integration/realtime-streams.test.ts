/** Durable streams through the realtime doors, kept by the store and by JetStream: rights, order, resuming. */
import { expect } from "chai";
import { WebSocket } from "ws";
import { createClient, type Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { natsMissing, startNats, type NatsServer } from "../support/nats.ts";
import { openSocket, type SocketClient } from "../support/socket-client.ts";
import { waitUntil } from "../support/wait-until.ts";

interface Arrival {
	subscription: string;
	type: string;
	id: string;
	position: number;
	document: { key: string; payload: { n: number } } & Record<string, unknown>;
}

const PASSWORD = "Another-staple-8-lamp";

describeStreams("the store", false);
describeStreams("JetStream", true);

function describeStreams(name: string, isJetStream: boolean) {
	describe(`realtime streams kept by ${name}`, function () {
		this.timeout(120_000);
		let nats: NatsServer | null = null;
		let app: TestKernel;
		let admin: Client;
		const closing: (() => void)[] = [];

		before(async function () {
			if (isJetStream && natsMissing() !== null) return this.skip();
			if (isJetStream) nats = await startNats();
			app = await startTestKernel({
				plugins: ["projects"],
				fixtures: ["courier"],
				environment: nats === null ? {} : { NATS_URL: nats.url }
			});
			admin = await app.as("admin");
		});

		after(async () => {
			for (const close of closing) close();
			await app?.stop();
			await nats?.close();
		});

		const send = async (key: string, n: number) => {
			const { status, body, text } = await app.guest.post<{ id: string }>("/courier", {
				key,
				payload: { n }
			});
			expect(status, text).to.equal(200);
			return body.id;
		};

		async function socketOf({ token }: Client): Promise<SocketClient> {
			const client = await openSocket(app.url, { token });
			closing.push(() => client.close());
			return client;
		}

		const arrivals = (client: SocketClient) => client.changes() as unknown as Arrival[];

		async function makeUser(login: string, rules: object[]): Promise<Client> {
			const role = `role-${login}`;
			const made = await admin.post("/roles", { name: role, rules });
			expect(made.status, made.text).to.equal(201);
			const email = `${login}@lyceum.test`;
			const account = { email, password: PASSWORD };
			await admin.post("/users", { ...account, roles: ["student", role] });
			const { body } = await app.guest.post<{ access_token: string; user: { id: string } }>(
				"/auth/login",
				account
			);
			return createClient(app.url, body.access_token, body.user.id);
		}

		async function openEvents(query: string, client: Client, headers = {}) {
			const aborting = new AbortController();
			closing.push(() => aborting.abort());
			const response = await fetch(`${app.url}/api/v1/streaming/events?${query}`, {
				headers: { authorization: `Bearer ${client.token}`, ...headers },
				signal: aborting.signal
			});
			let text = "";
			void (async () => {
				for await (const chunk of response.body!.pipeThrough(new TextDecoderStream()))
					text += chunk;
			})().catch(() => undefined);
			const numbers = () => [...text.matchAll(/"n":(\d+)/g)].map(([, n]) => Number(n));
			const lastId = () => [...text.matchAll(/^id: (\d+)$/gm)].at(-1)![1]!;
			return { status: response.status, text: () => text, numbers, lastId, aborting };
		}

		it("tell over each door what comes, in its order, with its place", async () => {
			const socket = await socketOf(admin);
			const { subscription, position } = await socket.subscribe({ stream: "parcels" });
			expect(position).to.be.a("number");
			const events = await openEvents("stream=parcels", admin);
			const plain = new WebSocket(`${app.url.replace("http", "ws")}/ws?token=${admin.token}`);
			closing.push(() => plain.terminate());
			const frames: string[] = [];
			plain.on("message", data => frames.push(String(data)));
			await waitUntil("it is open", () => plain.readyState === plain.OPEN);
			plain.send(JSON.stringify({ type: "subscribe", stream: "parcels" }));
			await waitUntil("it is subscribed", () => frames.length === 1);
			const ids = [await send("ann", 1), await send("ann", 2), await send("ann", 3)];
			await socket.afterChanges(3);
			const told = arrivals(socket);
			expect(told.map(({ id }) => id)).to.deep.equal(ids);
			expect(told[0]).to.deep.include({ subscription, type: "created" });
			expect(told[0]!.document).to.include({ id: ids[0], stream: "parcels", key: "ann" });
			expect(told[0]!.document.payload).to.deep.equal({ n: 1 });
			const places = told.map(one => one.position);
			expect(places).to.deep.equal(places.toSorted((one, other) => one - other));
			expect(places[0]).to.be.above(position as number);
			await waitUntil("the events", () => events.numbers().length === 3);
			expect(events.numbers()).to.deep.equal([1, 2, 3]);
			await waitUntil("the frames", () => frames.length === 4);
			expect(JSON.parse(frames[3]!)).to.deep.include({ event: "change", id: ids[2] });
		});

		it("go on where a client was", async () => {
			const first = await openEvents("stream=parcels", admin);
			await send("bob", 10);
			await waitUntil("the first", () => first.numbers().length === 1);
			first.aborting.abort();
			for (let n = 11; n < 41; n++) await send("bob", n);
			const second = await openEvents("stream=parcels", admin, {
				"last-event-id": first.lastId()
			});
			await send("bob", 41);
			await waitUntil("what was missed", () => second.numbers().includes(41));
			expect(second.numbers()).to.deep.equal(Array.from({ length: 31 }, (_, at) => 11 + at));
			const socket = await socketOf(admin);
			const early = await socket.subscribe({ stream: "parcels", since: 999_999 });
			expect(early.error).to.include({ status: 410, code: "REALTIME_POSITION_TOO_OLD" });
		});

		it("take filters by key and type", async () => {
			const socket = await socketOf(admin);
			const filter = { key: "cid", type: "sent" };
			await socket.subscribe({ stream: "parcels", filter });
			await send("dan", 50);
			const id = await send("cid", 51);
			await socket.afterChanges(1);
			expect(arrivals(socket).map(one => one.id)).to.deep.equal([id]);
		});

		it("are for administrators, unless a role says more", async () => {
			const ann = await app.as("ann");
			const reader = await makeUser("reader", [
				{ action: "read", subject: "StreamMessage", conditions: { stream: "parcels" } }
			]);
			const own = await makeUser("own", [
				{
					action: "read",
					subject: "StreamMessage",
					conditions: { stream: "parcels", key: "${user.id}" },
					fields: ["stream", "key"]
				}
			]);
			const [student, reading, owning] = [
				await socketOf(ann),
				await socketOf(reader),
				await socketOf(own)
			];
			const parcels = { stream: "parcels" };
			expect((await student.subscribe(parcels)).error).to.include({
				status: 403,
				code: "ACCESS_FORBIDDEN"
			});
			expect((await reading.subscribe(parcels)).error).to.equal(undefined);
			const system = await reading.subscribe({ stream: "system-events" });
			expect(system.error).to.include({ status: 403 });
			expect((await owning.subscribe(parcels)).error).to.equal(undefined);
			const guest = await app.guest.get("/streaming/events?stream=parcels");
			expect([guest.status, guest.body.code]).to.deep.equal([401, "ACCESS_UNAUTHENTICATED"]);
			const [other, mine] = [await send("somebody", 60), await send(own.id!, 61)];
			await reading.afterChanges(2);
			expect(arrivals(reading).map(({ id }) => id)).to.deep.equal([other, mine]);
			await owning.afterChanges(1);
			expect(arrivals(owning).map(({ id, document }) => [id, document])).to.deep.equal([
				[mine, { id: mine, stream: "parcels", key: own.id }]
			]);
			const { body } = await admin.get<{ data: { id: string }[] }>(
				"/roles?filter[name]=role-reader"
			);
			await admin.patch(`/roles/${body.data[0]!.id}`, {
				rules: [{ action: "read", subject: "Project" }]
			});
			await waitUntil("the end", () => reading.told.some(({ event }) => event === "revoked"));
			await send(own.id!, 62);
			await owning.afterChanges(2);
			expect(arrivals(reading)).to.have.length(2);
		});

		for (const [request, status, code] of [
			[{ stream: "nothing" }, 404, "STREAMS_NOT_FOUND"],
			[{ stream: "" }, 400, "REQUEST_INVALID"],
			[{ stream: { $ne: "" } }, 400, "REQUEST_INVALID"],
			[{ stream: "parcels", id: "x" }, 400, "REQUEST_INVALID"],
			[{ stream: "parcels", since: -1 }, 400, "REQUEST_INVALID"],
			[{ stream: "parcels", collection: "projects" }, 400, "REQUEST_INVALID"],
			[{ stream: "parcels", filter: { payload: "x" } }, 400, "REQUEST_INVALID"],
			[{ stream: "parcels", filter: { key: { regex: "x" } } }, 400, "REQUEST_INVALID"]
		] as const) {
			it(`refuse ${JSON.stringify(request)}`, async () => {
				const { error } = await (await socketOf(admin)).subscribe(request);
				expect(error).to.include({ status, code });
			});
		}

		it("and collections go with their plugin, which clients are told; a reload is no end", async () => {
			const socket = await socketOf(admin);
			const parcels = await socket.subscribe({ stream: "parcels" });
			const projects = await socket.subscribe({ collection: "projects" });
			for (const plugin of ["courier", "projects"])
				expect((await admin.post(`/plugins/${plugin}/reload`)).status).to.equal(200);
			await send("fay", 80);
			const { body } = await admin.post("/projects", { name: "Kept" });
			await socket.afterChanges(2);
			expect(arrivals(socket).map(({ subscription }) => subscription)).to.have.members([
				parcels.subscription,
				projects.subscription
			]);
			expect(arrivals(socket).map(({ id }) => id)).to.include(body.id);
			for (const plugin of ["courier", "projects"])
				expect((await admin.post(`/plugins/${plugin}/disable`)).status).to.equal(200);
			const revoked = () =>
				socket.told
					.filter(({ event }) => event === "revoked")
					.map(({ payload }) => payload);
			await waitUntil("both are gone", () => revoked().length === 2);
			expect(revoked()).to.have.deep.members([
				{ subscription: parcels.subscription, reason: "gone" },
				{ subscription: projects.subscription, reason: "gone" }
			]);
			expect(await socket.subscribe({ stream: "parcels" })).to.have.nested.property(
				"error.code",
				"STREAMS_NOT_FOUND"
			);
			await admin.post("/plugins/projects/enable");
			expect(await socket.subscribe({ collection: "projects" })).to.include.keys("position");
		});

		it("forget a group that is gone for good, which then begins anew", async () => {
			const place = "/streams/parcels/groups/courier";
			const teacher = await app.as("teacher");
			expect((await app.guest.delete(place)).status).to.equal(401);
			expect((await teacher.delete(place)).status).to.equal(403);
			const codeOf = async (path: string) => {
				const { status, body } = await admin.delete(path);
				return [status, body.code];
			};
			await admin.post("/plugins/courier/enable");
			expect(await codeOf(place)).to.deep.equal([409, "STREAMS_GROUP_IN_USE"]);
			await admin.post("/plugins/courier/disable");
			const before = (await admin.get("/audit/count?filter[action]=streams.removeGroup"))
				.body;
			expect((await admin.delete(place)).status).to.equal(204);
			expect(await codeOf(place)).to.deep.equal([404, "STREAMS_GROUP_NOT_FOUND"]);
			expect(await codeOf("/streams/nothing/groups/courier")).to.deep.equal([
				404,
				"STREAMS_GROUP_NOT_FOUND"
			]);
			expect(await codeOf("/streams/a.b/groups/*")).to.deep.equal([400, "REQUEST_INVALID"]);
			const after = (await admin.get("/audit/count?filter[action]=streams.removeGroup")).body;
			expect(Number(after.total)).to.be.above(Number(before.total));
			await admin.post("/plugins/courier/enable");
			await waitUntil("it is brought everything again", async () => {
				const { body } = await app.guest.get<{ n: number }[]>("/courier/deliveries");
				return body.filter(({ n }) => n === 80).length === 2;
			});
		});
	});
}
