/** Who comes or is moved in the midst of a change: nothing is lost between its position and what it is told. */
import { expect } from "chai";
import { buildOpenAbility } from "../../../../mixins/ability.ts";
import type { ChangeLog, LoggedChange } from "../../../../services/audit/change-log.ts";
import { ChangeFeed } from "../../../../services/realtime/change-feed.ts";
import { ChangesSource } from "../../../../services/realtime/changes-source.ts";
import type { Connection } from "../../../../services/realtime/connection.ts";
import type { ChangeFrame } from "../../../../services/realtime/deliveries.ts";

const ability = buildOpenAbility([{ action: "read", subject: "Thing" }]);
const readable = { subject: "Thing", fields: new Map(), hiddenPaths: [] };

function change(position: number): LoggedChange {
	const times = { createdAt: new Date(0), updatedAt: new Date(0) };
	const after = { _id: "thing1", rev: position, ...times };
	return {
		collection: "things",
		documentId: "thing1",
		rev: position,
		type: "updated",
		position,
		before: { ...after, rev: position - 1 },
		after
	};
}

/** A source over a log of so many changes, of which the feed has handed none on yet. */
function sourceOver(changes: LoggedChange[]) {
	const log = {
		head: () => Promise.resolve(changes.at(-1)?.position ?? 0),
		tail: () => Promise.resolve(1),
		between: (after: number, upTo: number) =>
			Promise.resolve(changes.filter(({ position }) => position > after && position <= upTo))
	} as unknown as ChangeLog;
	const feed = new ChangeFeed(log, {
		handle: logged => source.deliver(logged),
		missed: () => Promise.resolve(),
		report: error => {
			throw error;
		}
	});
	const source = new ChangesSource({
		log,
		feed,
		describe: () => readable,
		abilities: { openAbilityOf: () => ability, abilityOf: () => ability },
		tooSlow: () => undefined,
		report: error => {
			throw error;
		}
	});
	return { feed, source };
}

/** A connection that notes the positions that it is told. */
function connection(roles: string[]): Connection & { told: number[] } {
	const told: number[] = [];
	const tell = (frame: ChangeFrame) => void told.push(frame.position);
	const door = {
		send: (_event: string, frame: ChangeFrame) => tell(frame),
		waiting: () => 0
	};
	return {
		id: "connection",
		door,
		client: {},
		caller: { id: "user1", kind: "user", roles },
		subscriptions: new Map(),
		isClosed: false,
		told
	} as unknown as Connection & { told: number[] };
}

describe("changes that are just being told", () => {
	it("reach a subscriber whose roles change meanwhile, once", async () => {
		const { source, feed } = sourceOver([]);
		const moved = connection(["teacher"]);
		await source.open(moved, { collection: "things" });
		feed.push({ previous: 0, position: 1, changes: [change(1)] });
		// The first change gives other work a turn before anybody is told.
		await Promise.resolve();
		moved.caller = { ...moved.caller, roles: ["student"] };
		for (const subscription of moved.subscriptions.values())
			expect(source.callerChanged(subscription)).to.equal(true);
		await feed.whenQuiet(() => undefined);
		expect(moved.told).to.deep.equal([1]);
	});

	it("reach a subscriber who comes to others that wait for them still, once", async () => {
		const { source, feed } = sourceOver([]);
		const [moved, other] = [connection(["teacher"]), connection(["student"])];
		await source.open(moved, { collection: "things" });
		await source.open(other, { collection: "things" });
		feed.push({ previous: 0, position: 1, changes: [change(1)] });
		await Promise.resolve();
		for (const roles of [["guide"], ["student"]]) {
			moved.caller = { ...moved.caller, roles };
			for (const subscription of moved.subscriptions.values())
				source.callerChanged(subscription);
		}
		await feed.whenQuiet(() => undefined);
		expect([moved.told, other.told]).to.deep.equal([[1], [1]]);
	});

	it("reach a subscriber whose rights are looked at again meanwhile, once", async () => {
		const { source, feed } = sourceOver([]);
		const same = connection(["teacher"]);
		await source.open(same, { collection: "things" });
		feed.push({ previous: 0, position: 1, changes: [change(1)] });
		await Promise.resolve();
		for (const subscription of same.subscriptions.values()) source.callerChanged(subscription);
		await feed.whenQuiet(() => undefined);
		expect(same.told).to.deep.equal([1]);
	});

	it("are behind the position of a subscriber that comes meanwhile, or are told to it", async () => {
		const { source, feed } = sourceOver([]);
		const [first, late] = [connection(["teacher"]), connection(["student"])];
		await source.open(first, { collection: "things" });
		feed.push({ previous: 0, position: 1, changes: [change(1)] });
		const { position } = await source.open(late, { collection: "things" });
		await feed.whenQuiet(() => undefined);
		expect(position).to.equal(1);
		expect(late.told).to.deep.equal([]);
	});

	it("are waited for by who resumes from what another node has told already", async () => {
		const { source, feed } = sourceOver([change(1), change(2)]);
		const resumed = connection(["teacher"]);
		expect(feed.position).to.equal(0);
		const { position } = await source.open(resumed, { collection: "things", since: 2 });
		expect(position).to.equal(2);
		expect(resumed.told).to.deep.equal([]);
	});
});
