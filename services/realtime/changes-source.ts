/** Changes of documents: all of a collection's, those that a filter takes, or one document's. */
import { accessErrors, type Caller } from "../../mixins/index.ts";
import { fieldScope } from "../../mixins/collection/access.ts";
import type { Readable } from "../../mixins/collection/represent.ts";
import type { ChangeLog, LoggedChange } from "../audit/change-log.ts";
import type { ChangeFeed } from "./change-feed.ts";
import type { Connection } from "./connection.ts";
import { deliveriesOf, type Abilities, type Delivery } from "./deliveries.ts";
import { errors } from "./errors.ts";
import { Group, type Topic } from "./group.ts";
import { Groups } from "./groups.ts";
import { readRequest, topicOf } from "./request.ts";
import type { Source, Subscribed, Subscription } from "./subscription.ts";

/** How far back a client may resume; beyond it, reading anew is cheaper for both. */
const MAX_REPLAY = 10_000;

/** How much is replayed at a time, and at most while everybody else waits. */
const REPLAY_PAGE = 200;

export interface Sources {
	log: ChangeLog;
	feed: ChangeFeed;
	/** What is known of the collections of all nodes. */
	describe: (collection: string) => Readable | undefined;
	abilities: Abilities;
}

interface ChangeSubscription extends Subscription {
	topic: Topic;
	group: Group;
}

export class ChangesSource implements Source {
	readonly key = "collection";
	readonly #groups = new Groups();
	readonly #sources: Sources;

	constructor(sources: Sources) {
		this.#sources = sources;
	}

	async open(connection: Connection, request: Record<string, unknown>): Promise<Subscribed> {
		const asked = readRequest(request);
		const topic = topicOf(asked, this.#readable(asked.collection));
		this.#requireRead(connection.caller, topic);
		if (asked.since === null) return this.#add(topic, connection);
		await this.#requireKept(asked.since);
		return this.#resume(topic, connection, asked.since);
	}

	close(subscription: Subscription): void {
		const { group } = subscription as ChangeSubscription;
		group.remove(subscription);
		this.#groups.tidy(group);
	}

	callerChanged(subscription: Subscription): boolean {
		const { topic, connection } = subscription as ChangeSubscription;
		if (!this.#mayRead(connection.caller, topic)) return false;
		this.close(subscription);
		this.#place(subscription as ChangeSubscription);
		return true;
	}

	/** Tells all whom it concerns of a change. */
	deliver(change: LoggedChange): void {
		const readable = this.#sources.describe(change.collection);
		if (!readable) return;
		for (const group of this.#groups.about(change.collection, change.documentId))
			send(deliveriesOf(change, group, readable, this.#sources.abilities));
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
		group.add(placed);
		connection.subscriptions.set(topic.id, placed);
	}

	/** Replays page by page, and the rest while nothing new is handed on, so that nothing lies between. */
	async #resume(topic: Topic, connection: Connection, since: number): Promise<Subscribed> {
		const { feed } = this.#sources;
		const known = connection.subscriptions.get(topic.id);
		if (known) this.close(known);
		connection.subscriptions.delete(topic.id);
		let replayed = since;
		while (feed.position - replayed > REPLAY_PAGE) {
			await this.#replay(topic, connection, replayed, replayed + REPLAY_PAGE);
			replayed += REPLAY_PAGE;
		}
		return feed.whenQuiet(async () => {
			await this.#replay(topic, connection, replayed, feed.position);
			return this.#add(topic, connection);
		});
	}

	async #replay(topic: Topic, connection: Connection, after: number, upTo: number) {
		const { log, abilities } = this.#sources;
		const readable = this.#readable(topic.collection);
		const group = new Group(topic, connection.caller.roles);
		group.add({ id: topic.id, source: this, connection });
		for (const change of await log.between(after, upTo, topic.collection)) {
			if (topic.documentId !== null && change.documentId !== topic.documentId) continue;
			send(deliveriesOf(change, group, readable, abilities));
		}
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
		const oldest = Math.max(await log.tail(), feed.position - MAX_REPLAY) - 1;
		if (since < oldest || since > feed.position)
			throw errors.POSITION_TOO_OLD({ since, oldest });
	}
}

function send(deliveries: Delivery[]) {
	for (const { frame, subscriptions } of deliveries) {
		const doors = Map.groupBy(subscriptions, ({ connection }) => connection.door);
		for (const [door, own] of doors)
			door.send(
				"change",
				frame,
				own.map(({ connection }) => connection)
			);
	}
}
