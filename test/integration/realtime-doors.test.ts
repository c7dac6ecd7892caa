import { expect } from "chai";
import { WebSocket } from "ws";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import type { Client } from "../support/client.ts";
import { openSocket, type SocketClient } from "../support/socket-client.ts";
import { waitUntil } from "../support/wait-until.ts";

interface Frame {
	event: string;
	[more: string]: unknown;
}

describe("realtime doors", () => {
	let app: TestKernel;
	let ann: Client;
	const closing: (() => void)[] = [];

	before(async () => {
		app = await startTestKernel({ plugins: ["projects"] });
		ann = await app.as("ann");
	});

	after(async () => {
		for (const close of closing) close();
		await app.stop();
	});

	describe("server-sent events", () => {
		async function openEvents(query: string, headers: Record<string, string> = {}) {
			const aborting = new AbortController();
			closing.push(() => aborting.abort());
			const response = await fetch(`${app.url}/api/v1/streaming/events?${query}`, {
				headers: { authorization: `Bearer ${ann.token}`, ...headers },
				signal: aborting.signal
			});
			let text = "";
			const reading = (async () => {
				for await (const chunk of response.body!.pipeThrough(new TextDecoderStream()))
					text += chunk;
			})().catch(() => undefined);
			return { response, text: () => text, close: () => aborting.abort(), reading };
		}

		function eventsOf(text: string) {
			return text
				.split("\n\n")
				.filter(block => block.includes("data: "))
				.map(block => ({
					id: /^id: (.*)$/m.exec(block)?.[1],
					event: /^event: (.*)$/m.exec(block)?.[1],
					data: JSON.parse(/^data: (.*)$/m.exec(block)![1]!) as Record<string, unknown>
				}));
		}

		it("tell of changes, and go on where a client was with Last-Event-ID", async () => {
			const first = await openEvents("collection=projects");
			expect(first.response.status).to.equal(200);
			expect(first.response.headers.get("content-type")).to.equal("text/event-stream");
			const { body: one } = await ann.post("/projects", { name: "One" });
			await waitUntil("the first change", () => eventsOf(first.text()).length >= 2);
			const [subscribed, change] = eventsOf(first.text());
			expect(subscribed!.event).to.equal("subscribed");
			expect(change).to.deep.include({ event: "change" });
			expect(change!.data).to.deep.include({ type: "created", id: one.id });
			expect(change!.id).to.equal(String(change!.data.position));
			first.close();
			await ann.patch(`/projects/${one.id}`, { name: "Two" });
			const second = await openEvents("collection=projects", {
				"last-event-id": change!.id!
			});
			await waitUntil("what was missed", () => eventsOf(second.text()).length >= 2);
			const missed = eventsOf(second.text()).filter(({ event }) => event === "change");
			expect(missed.map(({ data }) => [data.type, data.id])).to.deep.equal([
				["updated", one.id]
			]);
		});

		it("take filters of the list", async () => {
			const events = await openEvents("collection=projects&filter[status]=done");
			const { body } = await ann.post("/projects", { name: "Planned" });
			await ann.patch(`/projects/${body.id}`, { status: "done" });
			await waitUntil("the change", () => eventsOf(events.text()).length >= 2);
			expect(eventsOf(events.text())[1]!.data).to.include({ type: "created", id: body.id });
			await ann.patch(`/projects/${body.id}`, { status: "archived" });
			await waitUntil("the leaving", () => eventsOf(events.text()).length >= 3);
			const left = eventsOf(events.text())[2]!.data;
			expect(left).to.include({ type: "removed", id: body.id });
			expect(left).not.to.have.property("document");
		});

		for (const [query, status, code] of [
			["", 400, "REQUEST_INVALID"],
			["collection=nothing", 404, "REALTIME_UNKNOWN_COLLECTION"],
			["collection=projects&filter[nothing]=1", 400, "REQUEST_INVALID"],
			["collection=projects&filter[name][regex]=x", 400, "REQUEST_INVALID"],
			["collection=projects&since=x", 400, "REQUEST_INVALID"],
			["collection=projects&since=999999", 410, "REALTIME_POSITION_TOO_OLD"],
			["collection=projects&nothing=1", 400, "REQUEST_INVALID"],
			["collection=plugins", 404, "REALTIME_UNKNOWN_COLLECTION"],
			["collection=auditEntries", 403, "ACCESS_FORBIDDEN"]
		] as const) {
			it(`refuse "${query}" with ${status}`, async () => {
				const answer = await ann.get(`/streaming/events?${query}`);
				expect(answer.status).to.equal(status);
				expect(answer.body.code).to.equal(code);
			});
		}

		it("refuse a guest", async () => {
			const { status, body } = await app.guest.get("/streaming/events?collection=projects");
			expect([status, body.code]).to.deep.equal([401, "ACCESS_UNAUTHENTICATED"]);
		});
	});

	describe("plain WebSocket", () => {
		async function connect(path: string) {
			const socket = new WebSocket(`${app.url.replace("http", "ws")}${path}`);
			closing.push(() => socket.terminate());
			const frames: Frame[] = [];
			socket.on("message", data => frames.push(JSON.parse(String(data)) as Frame));
			await new Promise((resolve, reject) => {
				socket.once("open", resolve);
				socket.once("error", reject);
			});
			return { socket, frames };
		}

		it("speaks the same objects, with their event in them", async () => {
			const { socket, frames } = await connect(`/ws?token=${ann.token}`);
			socket.send(JSON.stringify({ type: "subscribe", collection: "projects", ref: 7 }));
			await waitUntil("the answer", () => frames.length >= 1);
			expect(frames[0]).to.include({ event: "subscribed", ref: 7 });
			const { body } = await ann.post("/projects", { name: "Framed" });
			await waitUntil("the change", () => frames.length >= 2);
			expect(frames[1]).to.include({ event: "change", type: "created", id: body.id });
			socket.send(JSON.stringify({ type: "call", action: "projects.count", ref: 8 }));
			await waitUntil("the result", () => frames.length >= 3);
			expect(frames[2]).to.deep.include({ event: "answer", ref: 8 });
			for (const bad of ["{", "[]", '{"type":"nothing"}', '{"type":"subscribe"}'])
				socket.send(bad);
			await waitUntil("the refusals", () => frames.length >= 7);
			for (const { event, error } of frames.slice(3)) {
				expect(event).to.equal("error");
				expect(error).to.include({ status: 400, code: "REQUEST_INVALID" });
			}
		});

		for (const [path, status] of [
			["/ws?token=nothing", 401],
			["/nothing", 404]
		] as const) {
			it(`is not opened at ${path}`, async () => {
				const failed = await connect(path).catch((error: Error) => error.message);
				expect(failed).to.include(String(status));
			});
		}
	});

	describe("rooms", () => {
		async function socketOf(name: string): Promise<SocketClient> {
			const client = await openSocket(app.url, { token: (await app.as(name)).token });
			closing.push(() => client.close());
			return client;
		}

		it("tell who is there, who comes and who goes, a user once", async () => {
			const [one, two, three] = [
				await socketOf("ann"),
				await socketOf("ben"),
				await socketOf("ben")
			];
			const [annId, benId] = [ann.id, (await app.as("ben")).id];
			expect((await one.subscribe({ room: "lobby" })).members).to.deep.equal([annId]);
			const both = await two.subscribe({ room: "lobby" });
			expect(both.members).to.have.members([annId, benId]);
			await three.subscribe({ room: "lobby" });
			two.close();
			three.close();
			const presence = () =>
				one.told.filter(({ event }) => event === "presence").map(({ payload }) => payload);
			await waitUntil("ben to leave", () => presence().some(({ type }) => type === "left"));
			expect(presence().map(({ type, userId }) => [type, userId])).to.deep.equal([
				["joined", annId],
				["joined", benId],
				["left", benId]
			]);
		});

		it("of a document are for those who may read it", async () => {
			const { body } = await ann.post("/projects", { name: "Roomy" });
			const [one, two] = [await socketOf("ann"), await socketOf("ben")];
			const room = `projects/${body.id}`;
			expect(await one.subscribe({ room })).to.include.keys("members");
			expect((await two.subscribe({ room })).error).to.include({ status: 404 });
			expect((await two.subscribe({ room: "../x" })).error).to.include({ status: 400 });
		});
	});
});
