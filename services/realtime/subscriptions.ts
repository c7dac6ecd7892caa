/** The subscription service of this node: the same for every door. */
import { accessErrors, type Caller } from "../../mixins/index.ts";
import type { Readable } from "../../mixins/collection/represent.ts";
import { fieldScope } from "../../mixins/collection/access.ts";
import type { ChangeFeed } from "./change-feed.ts";
import type { ChangeLog, LoggedChange } from "../audit/change-log.ts";
import type { Connection } from "./connection.ts";
import { deliveriesOf, type Abilities, type Delivery } from "./deliveries.ts";
import { errors } from "./errors.ts";
import { Group } from "./group.ts";
import { Groups } from "./groups.ts";
import { readRequest, topicOf } from "./request.ts";
import type { Topic } from "./subscription.ts";

const MAX_SUBSCRIPTIONS = 100;

/** How far back a client may resume; beyond it, reading anew is cheaper for both. */
const MAX_REPLAY = 10_000;

/** What is left to replay while nothing else is handed on. */
const REPLAY_PAGE = 200;

/** What is known of the collections of all nodes. */
export type Describe = (collection: string) => Readable | undefined;

export interface Subscribed {
	subscription: string;
	/** Everything after it will be told. */
	position: number;
}

interface Sources {
	log: ChangeLog;
	feed: ChangeFeed;
	describe: Describe;
	abilities: Abilities;
}

export class Subscriptions {
	readonly #groups = new Groups();
	readonly #sources: Sources;

	constructor(sources: Sources) {
		this.#sources = sources;
	}

	/** Subscribes a connection; throws what the caller is refused for. */
	async subscribe(connection: Connection, request: unknown): Promise<Subscribed> {
		const asked = readRequest(request);
		const topic = topicOf(asked, this.#readable(asked.collection));
		this.#requireRead(connection.caller, topic);
		const known = connection.subscriptions.get(topic.id);
		if (!known && connection.subscriptions.size >= MAX_SUBSCRIPTIONS)
			throw errors.TOO_MANY_SUBSCRIPTIONS({ limit: MAX_SUBSCRIPTIONS });
		if (asked.since === null) return this.#add(topic, connection);
		await this.#requireKept(asked.since);
		return this.#resume(topic, connection, asked.since);
	}

	/** Ends a subscription; false when the connection has no such one. */
	unsubscribe(connection: Connection, id: string): boolean {
		const subscription = connection.subscriptions.get(id);
		if (!subscription) return false;
		this.#groups.remove(subscription);
		return connection.subscriptions.delete(id);
	}

	/** Ends all subscriptions of a connection. */
	drop(connection: Connection): void {
		for (const id of [...connection.subscriptions.keys()]) this.unsubscribe(connection, id);
	}

	/** Puts another caller in the place of a connection's; what it may not read any more is revoked. */
	setCaller(connection: Connection, caller: Caller): void {
		const own = [...connection.subscriptions.values()];
		for (const subscription of own) this.#groups.remove(subscription);
		connection.caller = caller;
		for (const subscription of own) this.#groups.add(subscription);
		this.revoke(connection);
	}

	/** Ends the subscriptions to what the caller may not read at all any more, and says so. */
	revoke(connection: Connection): void {
		for (const { topic } of [...connection.subscriptions.values()]) {
			if (this.#mayRead(connection.caller, topic)) continue;
			this.unsubscribe(connection, topic.id);
			connection.door.send("revoked", { subscription: topic.id }, [connection]);
		}
	}

	/** Tells all whom it concerns of a change. */
	deliver(change: LoggedChange): void {
		const readable = this.#sources.describe(change.collection);
		if (!readable) return;
		for (const group of this.#groups.about(change.collection, change.documentId))
			this.#send(deliveriesOf(change, group, readable, this.#sources.abilities));
	}

	#add(topic: Topic, connection: Connection): Subscribed {
		if (!connection.subscriptions.has(topic.id)) {
			const subscription = { topic, connection };
			connection.subscriptions.set(topic.id, subscription);
			this.#groups.add(subscription);
		}
		return { subscription: topic.id, position: this.#sources.feed.position };
	}

	/** Replays page by page, and the rest while nothing new is handed on, so that nothing lies between. */
	async #resume(topic: Topic, connection: Connection, since: number): Promise<Subscribed> {
		const { feed } = this.#sources;
		this.unsubscribe(connection, topic.id);
		let replayed = since;
		while (feed.position - replayed > REPLAY_PAGE) {
			const next = replayed + REPLAY_PAGE;
			await this.#replay(topic, connection, replayed, next);
			replayed = next;
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
		group.add({ topic, connection });
		for (const change of await log.between(after, upTo, topic.collection)) {
			if (topic.documentId !== null && change.documentId !== topic.documentId) continue;
			this.#send(deliveriesOf(change, group, readable, abilities));
		}
	}

	#send(deliveries: Delivery[]) {
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
		const ability = this.#sources.abilities.abilityOf(caller);
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
