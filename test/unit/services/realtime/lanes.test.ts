/** Who asks for much is told later than the others, and of the same: in order, once, and of nothing it has given up. */
import { setImmediate } from "node:timers/promises";
import { expect } from "chai";
import * as fc from "fast-check";
import { buildOpenAbility } from "../../../../mixins/ability.ts";
import type { Field } from "../../../../mixins/collection/fields.ts";
import type { ChangeLog, LoggedChange } from "../../../../services/audit/change-log.ts";
import { ChangeFeed } from "../../../../services/realtime/change-feed.ts";
import { ChangesSource } from "../../../../services/realtime/changes-source.ts";
import type { Connection } from "../../../../services/realtime/connection.ts";
import type { ChangeFrame } from "../../../../services/realtime/deliveries.ts";
import type { RealtimeMetrics } from "../../../../services/realtime/metrics.ts";
import { Subscriptions } from "../../../../services/realtime/subscriptions.ts";
import { waitUntil } from "../../../support/wait-until.ts";

const ability = buildOpenAbility([{ action: "read", subject: "Thing" }]);
const name: Field = { path: "name", storePath: "name", kind: "string", array: false };
const readable = { subject: "Thing", fields: new Map([["name", name]]), hiddenPaths: [] };

/** More than this many subscriptions are much. */
const FEW = 5;

interface Told {
	connection: string;
	subscription: string;
	position: number;
}

function start() {
	let position = 0;
	const told: Told[] = [];
	const dropped: Connection[] = [];
	const report = (error: unknown) => {
		throw error;
	};
	const feed = new ChangeFeed({ head: () => Promise.resolve(0) } as ChangeLog, {
		handle: logged => source.deliver(logged),
		missed: () => Promise.resolve(),
		report
	});
	const source = new ChangesSource({
		log: {} as ChangeLog,
		feed,
		describe: () => readable,
		abilities: { openAbilityOf: () => ability, abilityOf: () => ability },
		tooSlow: connection => {
			dropped.push(connection);
			connection.isClosed = true;
			subscriptions.drop(connection);
		},
		report
	});
	const metrics = { subscriptions: () => undefined } as unknown as RealtimeMetrics;
	const subscriptions = new Subscriptions([source], metrics);
	const connect = (id: string, user: string | null): Connection =>
		({
			id,
			door: {
				send: (_: string, frame: ChangeFrame, to: Connection[]) => {
					const { subscription, position: at } = frame;
					for (const one of to)
						told.push({ connection: one.id, subscription, position: at });
				}
			},
			caller: { id: user, kind: user === null ? "guest" : "user", roles: ["one"] },
			subscriptions: new Map(),
			isClosed: false
		}) as unknown as Connection;
	return {
		told,
		dropped,
		subscriptions,
		connect,
		/** All things have another name than the one that is named here. */
		subscribe: (connection: Connection, topic: number) =>
			subscriptions.subscribe(connection, {
				collection: "things",
				filter: { name: { ne: `n${topic}` } }
			}),
		change: () => {
			feed.push({ previous: position, position: position + 1, changes: [thing(++position)] });
			return position;
		},
		quiet: () => feed.whenQuiet(() => undefined),
		position: () => position
	};
}

function thing(position: number): LoggedChange {
	const times = { createdAt: new Date(0), updatedAt: new Date(0) };
	const after = { _id: "thing1", rev: position, name: "a thing", ...times };
	const place = { collection: "things", documentId: "thing1", rev: position, position };
	return { ...place, type: "updated", before: after, after };
}

type Stage = ReturnType<typeof start>;

const CONNECTIONS: [id: string, user: string | null][] = [
	["a1", "ann"],
	["a2", "ann"],
	["b1", "bob"],
	["g1", null],
	["g2", null]
];

const at = fc.nat({ max: CONNECTIONS.length - 1 });
const topic = fc.nat({ max: 8 });
const step = fc.oneof(
	{ weight: 4, arbitrary: fc.record({ kind: fc.constant("change" as const) }) },
	{ weight: 3, arbitrary: fc.record({ kind: fc.constant("subscribe" as const), at, topic }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant("unsubscribe" as const), at, topic }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant("roles" as const), at }) },
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant("turn" as const) }) }
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** Since which position each connection is subscribed to what. */
type Since = Map<string, { subscription: string; connection: string; after: number }>;

async function play(stage: Stage, connections: Connection[], steps: Step[]): Promise<Since> {
	const since: Since = new Map();
	for (const one of steps) {
		if (one.kind === "change") stage.change();
		else if (one.kind === "turn") await setImmediate();
		else await playOf(stage, connections[one.at]!, one, since);
	}
	await stage.quiet();
	return since;
}

async function playOf(stage: Stage, connection: Connection, one: Step, since: Since) {
	if (one.kind === "roles") {
		const roles = connection.caller.roles[0] === "one" ? ["two"] : ["one"];
		await stage.subscriptions.setCaller(connection, { ...connection.caller, roles });
	}
	if (one.kind === "subscribe") {
		const key = `${connection.id} ${one.topic}`;
		if (since.has(key)) return;
		const { subscription, position: after } = await stage.subscribe(connection, one.topic);
		since.set(key, { subscription, connection: connection.id, after });
	}
	if (one.kind === "unsubscribe") {
		const known = since.get(`${connection.id} ${one.topic}`);
		since.delete(`${connection.id} ${one.topic}`);
		if (known) stage.subscriptions.unsubscribe(connection, known.subscription);
	}
}

function positionsOf(told: Told[], connection: string, subscription: string): number[] {
	return told
		.filter(one => one.connection === connection && one.subscription === subscription)
		.map(({ position }) => position);
}

describe("a client that asks for much", () => {
	it("is told of everything, once and in order, whoever comes, goes and changes meanwhile", async function () {
		this.timeout(0);
		const atFirst = CONNECTIONS.map((_, place) =>
			Array.from({ length: place < 2 ? FEW + 2 : 1 }, (__, number) => ({
				kind: "subscribe" as const,
				at: place,
				topic: number
			}))
		).flat();
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 60 }), async steps => {
				const stage = start();
				const connections = CONNECTIONS.map(([id, user]) => stage.connect(id, user));
				const since = await play(stage, connections, [...atFirst, ...steps]);
				for (const { connection, subscription, after } of since.values()) {
					const expected = Array.from(
						{ length: stage.position() - after },
						(_, index) => after + 1 + index
					);
					const behind = () =>
						positionsOf(stage.told, connection, subscription).filter(
							position => position > after
						);
					while (behind().length < expected.length) await setImmediate();
					expect(behind()).to.deep.equal(expected);
					const all = positionsOf(stage.told, connection, subscription);
					expect(all, "once, in order").to.deep.equal(
						[...new Set(all)].toSorted((one, other) => one - other)
					);
				}
			}),
			{ numRuns: 500 }
		);
	});

	it("is told after the others of what comes at the same time", async () => {
		const { told, connect, subscribe, change, quiet } = start();
		const [busy, other] = [connect("busy", "ann"), connect("other", "bob")];
		for (let number = 0; number < 100; number++) await subscribe(busy, number);
		const { subscription } = await subscribe(other, 100);
		for (let number = 0; number < 20; number++) change();
		await quiet();
		expect(positionsOf(told, "other", subscription)).to.have.length(20);
		expect(told.length, "the busy one waits").to.be.lessThan(2020);
		await waitUntil("all are told", () => told.length === 2020);
		expect(told.slice(-100).every(({ connection }) => connection === "busy")).to.equal(true);
	});

	it("is told of nothing that waited for a subscription that it has ended", async () => {
		const { told, connect, subscribe, subscriptions, change, quiet } = start();
		const busy = connect("busy", "ann");
		const asked: string[] = [];
		for (let number = 0; number <= FEW; number++)
			asked.push((await subscribe(busy, number)).subscription);
		change();
		await quiet();
		const [ended, ...kept] = asked.filter(id => positionsOf(told, "busy", id).length === 0);
		subscriptions.unsubscribe(busy, ended!);
		await waitUntil("the others are told", () =>
			kept.every(id => positionsOf(told, "busy", id).length === 1)
		);
		expect(positionsOf(told, "busy", ended!)).to.deep.equal([]);
	});

	it("is told what waits for it first, also when it asks for little by then", async () => {
		const { told, connect, subscribe, subscriptions, change, quiet } = start();
		const busy = connect("busy", "ann");
		const asked: string[] = [];
		for (let number = 0; number < 100; number++)
			asked.push((await subscribe(busy, number)).subscription);
		for (let number = 0; number < 20; number++) change();
		await quiet();
		const [kept = "", ...ended] = asked;
		for (const id of ended) subscriptions.unsubscribe(busy, id);
		change();
		await waitUntil("all is told", () => positionsOf(told, "busy", kept).length === 21);
		expect(positionsOf(told, "busy", kept)).to.deep.equal(
			Array.from({ length: 21 }, (_, index) => index + 1)
		);
	});

	it("makes no other guest wait when it is a guest", async () => {
		const { told, connect, subscribe, change, quiet } = start();
		const [busy, other] = [connect("busy", null), connect("other", null)];
		for (let number = 0; number < 100; number++) await subscribe(busy, number);
		const { subscription } = await subscribe(other, 0);
		for (let number = 0; number < 20; number++) change();
		await quiet();
		expect(positionsOf(told, "other", subscription)).to.have.length(20);
		expect(told.length, "the busy one waits").to.be.lessThan(2020);
	});

	it("is let go when it is too far behind, and holds nobody up", async () => {
		const { told, dropped, connect, subscribe, change, quiet } = start();
		const [busy, other] = [connect("busy", "ann"), connect("other", "bob")];
		for (let number = 0; number < 100; number++) await subscribe(busy, number);
		const { subscription } = await subscribe(other, 100);
		for (let number = 0; number < 2000; number++) change();
		await quiet();
		expect(dropped).to.deep.equal([busy]);
		expect(positionsOf(told, "other", subscription)).to.have.length(2000);
	});
});
