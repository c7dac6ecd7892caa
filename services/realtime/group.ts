/** The subscriptions to one topic by callers of the same roles: a change is worked out once for all of them. */
import { Query as MingoQuery } from "mingo";
import { has, type UserSet } from "./user-set.ts";
import type { Subscription, Topic } from "./subscription.ts";

export class Group {
	readonly topic: Topic;
	readonly roles: string[];
	readonly #filter: MingoQuery;
	/** By user; guests share the key null. */
	readonly #members = new Map<string | null, Set<Subscription>>();

	constructor(topic: Topic, roles: string[]) {
		this.topic = topic;
		this.roles = roles;
		this.#filter = new MingoQuery(topic.query);
	}

	get isEmpty(): boolean {
		return this.#members.size === 0;
	}

	get users(): Iterable<string | null> {
		return this.#members.keys();
	}

	add(subscription: Subscription): void {
		const { id } = subscription.connection.caller;
		const own = this.#members.get(id) ?? new Set();
		this.#members.set(id, own.add(subscription));
	}

	/** The caller is named because it may have changed since the subscription was added. */
	remove(subscription: Subscription, userId: string | null): void {
		const own = this.#members.get(userId);
		own?.delete(subscription);
		if (own?.size === 0) this.#members.delete(userId);
	}

	accepts(document: object | null): boolean {
		return document !== null && this.#filter.test(document as Record<string, unknown>);
	}

	/** The members that are in a set of users, at the cost of the smaller of both. */
	*within(users: UserSet): Iterable<[userId: string | null, subscriptions: Set<Subscription>]> {
		if (!users.excludes && users.ids.size < this.#members.size) {
			for (const id of users.ids) {
				const own = this.#members.get(id);
				if (own) yield [id, own];
			}
			return;
		}
		for (const [id, own] of this.#members) if (has(users, id)) yield [id, own];
	}
}
