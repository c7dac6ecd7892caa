/** The subscriptions to one topic by callers of the same roles: a change is worked out once for all of them. */
import { conditionTest } from "../../mixins/condition.ts";
import type { Query } from "../../mixins/index.ts";
import { ByKey } from "./by-key.ts";
import type { Asked } from "./request.ts";
import type { Subscription } from "./subscription.ts";
import { has, type UserSet } from "./user-set.ts";

/** Changes of a collection's documents: of all, of those that a filter takes, or of one. */
export interface Topic {
	/** The same for the same topic. */
	readonly id: string;
	readonly collection: string;
	readonly documentId: string | null;
	/** The filter as a query; empty for all documents. */
	readonly query: Query;
	/** The fields that the filter depends on: who may not read them learns nothing by it. */
	readonly dependsOn: string[];
	/** How much work the filter is for one document, in simple conditions. */
	readonly cost: number;
	/** What was asked for, to be read again when the collection is of another version. */
	readonly asked: Asked;
}

const NONE: readonly Subscription[] = [];

export class Group {
	readonly topic: Topic;
	readonly roles: string[];
	readonly #filter: (document: object) => boolean;
	/** By user; guests share the key null. */
	readonly #members = new ByKey<string | null, Subscription>();
	/** Known until somebody comes or goes. */
	#ofOneUser: readonly Subscription[] | undefined;

	constructor(topic: Topic, roles: string[]) {
		this.topic = topic;
		this.roles = roles;
		this.#filter = conditionTest(topic.query);
	}

	get isEmpty(): boolean {
		return this.#members.size === 0;
	}

	/** All subscriptions, if one user alone has them; guests, who are one here, count as many. */
	get ofOneUser(): readonly Subscription[] {
		return (this.#ofOneUser ??= this.#findOneUser());
	}

	#findOneUser() {
		if (this.#members.size !== 1) return NONE;
		const { subscriptions } = this;
		return subscriptions.length === 1 || !this.#members.has(null) ? subscriptions : NONE;
	}

	get users(): Iterable<string | null> {
		return this.#members.keys();
	}

	get subscriptions(): Subscription[] {
		return [...this.#members].flatMap(([, own]) => own);
	}

	add(subscription: Subscription): void {
		this.#ofOneUser = undefined;
		this.#members.add(subscription.connection.caller.id, subscription);
	}

	remove(subscription: Subscription): void {
		this.#ofOneUser = undefined;
		this.#members.remove(subscription.connection.caller.id, subscription);
	}

	accepts(document: object | null): boolean {
		return document !== null && this.#filter(document);
	}

	/** The members that are in a set of users, at the cost of the smaller of both. */
	*within(users: UserSet): Iterable<[userId: string | null, subscriptions: Subscription[]]> {
		if (!users.excludes && users.ids.size < this.#members.size) {
			for (const id of users.ids) {
				const own = this.#members.of(id);
				if (own.length > 0) yield [id, own];
			}
			return;
		}
		for (const [id, own] of this.#members) if (has(users, id)) yield [id, own];
	}
}
