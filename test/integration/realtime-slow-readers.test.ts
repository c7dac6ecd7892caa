/** Clients that read slowly or never, on each door: they are let go with a reason, and hurt nobody else. */
import { expect } from "chai";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { metricOf } from "../support/metrics-text.ts";
import { openQuietEvents, openQuietWebSocket, type QuietSocket } from "../support/quiet-socket.ts";
import { openSocket, type SocketClient } from "../support/socket-client.ts";
import { waitUntil } from "../support/wait-until.ts";

/** As long as a project's description may be, in characters of three bytes. */
const LONG = "語".repeat(9000);

/** More than the buffers of the machine and ours hold together. */
const MOST_CHANGES = 3000;
const AT_ONCE = 10;

const DOORS = ["sse", "websocket", "socket.io"] as const;
type Door = (typeof DOORS)[number];

describe("realtime clients that do not read", function () {
	this.timeout(180_000);
	let app: TestKernel;
	let ann: Client;
	let projectId: string;
	let healthy: SocketClient;
	const opened: QuietSocket[] = [];
	const slow = new Map<Door, QuietSocket>();
	const never = new Map<Door, QuietSocket>();
	let changes = 0;

	before(async () => {
		app = await startTestKernel({ plugins: ["projects"] });
		ann = await app.as("ann");
		const { body } = await ann.post<{ id: string }>("/projects", { name: "Long" });
		projectId = body.id;
		healthy = await openSocket(app.url, { token: ann.token });
		await healthy.subscribe({ collection: "projects", id: projectId });
		for (const door of DOORS) {
			slow.set(door, await subscribed(door));
			never.set(door, await subscribed(door));
		}
	});

	after(async () => {
		healthy?.close();
		for (const { socket } of opened) socket.destroy();
		await app?.stop();
	});

	/** A client of that door which has subscribed and stops reading then. */
	async function subscribed(door: Door, since?: number): Promise<QuietSocket> {
		const client = await openers[door](since);
		opened.push(client);
		await waitUntil(`${door} is subscribed`, () => client.text().includes('"subscription"'));
		return client;
	}

	const openers: Record<Door, (since?: number) => Promise<QuietSocket>> = {
		sse: since =>
			openQuietEvents(
				app.url,
				`/streaming/events?collection=projects&id=${projectId}${since === undefined ? "" : `&since=${since}`}`,
				ann.token
			),
		async websocket(since) {
			const client = await openQuietWebSocket(app.url, `/ws?token=${ann.token}`);
			await waitUntil("it is open", () => client.text().includes("101 Switching"));
			client.send(
				JSON.stringify({
					type: "subscribe",
					collection: "projects",
					id: projectId,
					since
				})
			);
			return client;
		},
		async "socket.io"(since) {
			const path = "/socket.io/?EIO=4&transport=websocket";
			const client = await openQuietWebSocket(app.url, path);
			await waitUntil("it is open", () => client.text().includes('"sid"'));
			client.send(`40${JSON.stringify({ token: ann.token })}`);
			await waitUntil("it is let in", () => client.text().includes('40{"sid"'));
			const request = { collection: "projects", id: projectId, since };
			client.send(`421${JSON.stringify(["subscribe", request])}`);
			return client;
		}
	};

	const dropped = (door: Door) =>
		metricOf(app.guest, "realtime_dropped_total", { door, reason: "too-slow" });

	async function change() {
		changes++;
		const { status } = await ann.patch(`/projects/${projectId}`, { description: LONG });
		expect(status).to.equal(200);
	}

	/** The revisions that a client was told of, in that order. */
	const revisionsIn = (client: QuietSocket) =>
		[...client.text().matchAll(/"rev":(\d+)/g)].map(([, rev]) => Number(rev));
	/** A document's making may be told, too: it was under way as the subscription began. */
	const isChange = (rev: number) => rev > 1;
	const positionIn = (client: QuietSocket) =>
		Number([...client.text().matchAll(/"position":(\d+)/g)].at(-1)![1]);

	it("are let go with a reason, all others hear everything", async () => {
		for (const client of [...slow.values(), ...never.values()]) client.stopReading();
		const waiting = new Set<Door>(DOORS);
		while (waiting.size > 0) {
			expect(changes, `still there: ${[...waiting].join(", ")}`).to.be.below(MOST_CHANGES);
			for (let count = 0; count < AT_ONCE; count++) await change();
			for (const door of waiting) {
				if ((await dropped(door)) < 2) continue;
				waiting.delete(door);
				// Now it reads again, and finds what it was sent and why it is sent no more.
				slow.get(door)!.goOnReading();
			}
		}
		for (const door of DOORS) {
			const open = await metricOf(app.guest, "realtime_connections", { door });
			expect(open, door).to.equal(door === "socket.io" ? 1 : 0);
			const client = slow.get(door)!;
			await waitUntil(`${door} is closed`, () => client.isClosed());
			expect(client.text(), door).to.include("too-slow");
		}
		const heard = () =>
			healthy.changes().map(({ document }) => (document as { rev: number }).rev);
		await waitUntil("the last change is heard", () => heard().at(-1) === changes + 1);
		expect(heard().filter(isChange)).to.deep.equal(
			Array.from({ length: changes }, (_, index) => index + 2)
		);
	});

	for (const door of DOORS) {
		it(`miss nothing over ${door} when they come back with their last position`, async () => {
			const before = revisionsIn(slow.get(door)!);
			expect(before.length).to.be.within(1, changes - 1);
			const again = await openers[door](positionIn(slow.get(door)!));
			opened.push(again);
			await waitUntil("the last", () => revisionsIn(again).at(-1) === changes + 1);
			expect([...before, ...revisionsIn(again)].filter(isChange)).to.deep.equal(
				Array.from({ length: changes }, (_, index) => index + 2)
			);
		});

		it(`are cut off over ${door} when they never read`, async () => {
			const client = never.get(door)!;
			// What the machine itself holds of it is all that is left.
			client.goOnReading();
			await waitUntil(`${door} is closed`, () => client.isClosed());
			expect(revisionsIn(client).length).to.be.below(changes);
		});
	}
});
