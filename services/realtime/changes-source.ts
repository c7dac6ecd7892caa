/** Changes of documents: all of a collection's, those that a filter takes, or one document's. */
import { setImmediate } from "node:timers/promises";
import { accessErrors, type Caller } from "../../mixins/index.ts";
import { fieldScope } from "../../mixins/collection/access.ts";
import type { Readable } from "../../mixins/collection/represent.ts";
import type { ChangeLog, LoggedChange } from "../audit/change-log.ts";
import type { ChangeFeed } from "./change-feed.ts";
import type { Connection } from "./connection.ts";
import { deliveriesOf, type Abilities } from "./deliveries.ts";
import { errors } from "./errors.ts";
import { FairDeliveries, type Member } from "./fair-deliveries.ts";
import { Group, type Topic } from "./group.ts";
import { Groups } from "./groups.ts";
import { isSame, readRequest, topicOf } from "./request.ts";
import { sendDeliveries } from "./send-deliveries.ts";
import { MAX_REPLAY, replay } from "./replay.ts";
import type { RevokeReason, Source, Subscribed, Subscription } from "./subscription.ts";

/** How much the filters of one connection may cost together, see `Topic`. */
const MAX_COST = 500;

/** After so many changes in a row, or so long, other work has its turn: filters are many, and clients must read. */
const CHANGES_IN_A_ROW = 50;
const BUSY_MS = 10;

export interface Sources {
	log: ChangeLog;
	feed: ChangeFeed;
	/** What is known of the collections of all nodes. */
	describe: (collection: string) => Readable | undefined;
	abilities: Abilities;
	/** Ends the connection of a client that does not take what it asked for. */
	tooSlow: (connection: Connection) => void;
	/** Hears of what went wrong where nobody waits for it. */
	report: (error: unknown) => void;
}

interface ChangeSubscription extends Member {
	topic: Topic;
}

export class ChangesSource implements Source {
	readonly key = "collection";
	size = 0;
	readonly #groups = new Groups();
	readonly #sources: Sources;
	/** When other work had its turn last, and how many changes were told since. */
	#turn = { at: 0, changes: 0 };
	/** The change that is just being told, and the groups that wait for it. */
	#delivery: { change: LoggedChange | null; waiting: Set<Group> } = {
		change: null,
		waiting: new Set()
	};

	readonly #deliveries: FairDeliveries;

	constructor(sources: Sources) {
		this.#sources = sources;
		this.#deliveries = new FairDeliveries(sources);
	}

	async open(connection: Connection, request: Record<string, unknown>): Promise<Subscribed> {
		const asked = readRequest(request);
		const topic = topicOf(asked, this.#readable(asked.collection));
		this.#requireRead(connection.caller, topic);
		requireCheap(connection, topic);
		// Not in the midst of a change: it would be before the position that is answered, and not be told.
		if (asked.since === null)
			return this.#sources.feed.whenQuiet(() => this.#add(topic, connection));
		await this.#requireKept(asked.since);
		return this.#resume(topic, connection, asked.since);
	}

	close(subscription: Subscription): void {
		const { group } = subscription as ChangeSubscription;
		group.remove(subscription);
		this.#groups.tidy(group);
		this.size--;
	}

	lost(): [Subscription, RevokeReason][] {
		return [...this.#groups.all()].flatMap(([collection, groups]) => {
			const readable = this.#sources.describe(collection);
			const reason = readable ? "changed" : "gone";
			return groups
				.filter(({ topic }) => !readable || !isSame(topic, readable))
				.flatMap(({ subscriptions }) =>
					subscriptions.map((one): [Subscription, RevokeReason] => [one, reason])
				);
		});
	}

	callerChanged(subscription: Subscription): boolean {
		const { topic, connection } = subscription as ChangeSubscription;
		this.#deliveries.flush(connection);
		if (!this.#mayRead(connection.caller, topic)) return false;
		this.#move(subscription as ChangeSubscription);
		return true;
	}

	/** Puts a subscription into the group of its caller's roles, also in the midst of a change. */
	#move(subscription: ChangeSubscription) {
		const { topic, connection, group: before } = subscription;
		const group = this.#groups.ensure(topic, connection.caller.roles);
		if (group === before) return;
		before.remove(subscription);
		this.#groups.tidy(before);
		const { change, waiting } = this.#delivery;
		// It was told with those whom it leaves; those to whom it comes are told before it is there.
		if (change && !waiting.has(before) && waiting.delete(group)) this.#tellGroup(group, change);
		this.#deliveries.join(group, subscription);
		subscription.group = group;
		if (change && waiting.has(before) && !waiting.has(group))
			this.#tell(topic, connection, change);
	}

	/** Tells all whom it concerns of a change. */
	async deliver(change: LoggedChange): Promise<void> {
		const waiting = new Set(this.#groups.about(change));
		this.#delivery = { change, waiting };
		let readable = this.#sources.describe(change.collection);
		for (const group of waiting) {
			if (this.#hasBeenBusy()) {
				await this.#giveTurn();
				// What was asked for may have changed meanwhile; to find out costs more than many filters.
				readable = this.#sources.describe(change.collection);
			}
			if (!readable) return;
			if (waiting.delete(group)) this.#deliveries.tell(group, change, readable);
		}
		this.#turn.changes++;
	}

	#tellGroup(group: Group, change: LoggedChange) {
		const readable = this.#sources.describe(change.collection);
		if (readable) this.#deliveries.tell(group, change, readable);
	}

	#hasBeenBusy(): boolean {
		const { at, changes } = this.#turn;
		return changes >= CHANGES_IN_A_ROW || performance.now() - at >= BUSY_MS;
	}

	/** Lets other work have its turn. */
	async #giveTurn() {
		await setImmediate();
		this.#turn = { at: performance.now(), changes: 0 };
	}

	#add(topic: Topic, connection: Connection): Subscribed {
		if (!connection.subscriptions.has(topic.id))
			this.#place({ id: topic.id, source: this, topic, connection });
		return { subscription: topic.id, position: this.#sources.feed.position };
	}

	#place(subscription: Omit<ChangeSubscription, "group">) {
		const { connection } = subscription;
		const group = this.#groups.ensure(subscription.topic, connection.caller.roles);
		// All of a group share its topic, so that each holds no copy of its own.
		const { topic } = group;
		const placed = Object.assign(subscription, { id: topic.id, topic, group });
		this.#deliveries.join(group, placed);
		connection.subscriptions.set(topic.id, placed);
		this.size++;
	}

	/** Replays page by page, and the end while nothing new is handed on, so that nothing lies between. */
	async #resume(topic: Topic, connection: Connection, since: number): Promise<Subscribed> {
		const { feed, tooSlow } = this.#sources;
		const known = connection.subscriptions.get(topic.id);
		if (known) this.close(known);
		connection.subscriptions.delete(topic.id);
		const read = (after: number, upTo: number) => this.#missed(topic, after, upTo);
		const tell = (change: LoggedChange) => this.#tell(topic, connection, change);
		const position = () => feed.position;
		const told = await replay({ connection, since, position, read, tell, tooSlow });
		return feed.whenQuiet(async () => {
			for (const change of await read(told, feed.position)) tell(change);
			return this.#add(topic, connection);
		});
	}

	async #missed({ collection, documentId }: Topic, after: number, upTo: number) {
		const changes = await this.#sources.log.between(after, upTo, collection);
		return changes.filter(change => documentId === null || change.documentId === documentId);
	}

	/** Tells one connection alone of a change. */
	#tell(topic: Topic, connection: Connection, change: LoggedChange) {
		const group = new Group(topic, connection.caller.roles);
		group.add({ id: topic.id, source: this, connection });
		const readable = this.#readable(topic.collection);
		sendDeliveries(deliveriesOf(change, group, readable, this.#sources.abilities));
	}

	#readable(collection: string): Readable {
		const readable = this.#sources.describe(collection);
		if (!readable) throw errors.UNKNOWN_COLLECTION({ collection });
		return readable;
	}

	#requireRead(caller: Caller, { collection, dependsOn }: Topic) {
		const readable = this.#readable(collection);
		const { subject } = readable;
		const scope = `${collection}.read`;
		if (caller.scopes && !caller.scopes.includes(scope))
			throw accessErrors.SCOPE_MISSING({ scope });
		// Who is asked for makes no difference here, and an ability of each caller's own is some kilobytes.
		const ability = this.#sources.abilities.openAbilityOf(caller.roles);
		if (ability.can("read", subject)) {
			fieldScope(ability, readable, dependsOn);
			return;
		}
		if (caller.kind === "guest") throw accessErrors.UNAUTHENTICATED({});
		throw accessErrors.FORBIDDEN({ action: "read", subject });
	}

	#mayRead(caller: Caller, topic: Topic): boolean {
		try {
			this.#requireRead(caller, topic);
			return true;
		} catch {
			return false;
		}
	}

	async #requireKept(since: number) {
		const { log, feed } = this.#sources;
		// Another node may have told the client of what this one has not come to yet.
		await feed.reach(since);
		const oldest = Math.max(await log.tail(), feed.position - MAX_REPLAY) - 1;
		if (since < oldest || since > feed.position)
			throw errors.POSITION_TOO_OLD({ since, oldest });
	}
}

function requireCheap({ subscriptions }: Connection, topic: Topic) {
	const costs = [...subscriptions.values()].map(({ topic: own }: Partial<ChangeSubscription>) =>
		own && own.id !== topic.id ? own.cost : 0
	);
	const cost = costs.reduce((sum, own) => sum + own, topic.cost);
	if (cost > MAX_COST) throw errors.TOO_MUCH_TO_TEST({ limit: MAX_COST });
}
