/** The groups of this node, found by what a change is about. */
import type { Group, Topic } from "./group.ts";
import { GroupIndex, type Concern } from "./group-index.ts";

export class Groups {
	readonly #collections = new Map<string, GroupIndex>();

	/** The group of a topic and roles; made when there is none. */
	ensure(topic: Topic, roles: string[]): Group {
		const { collection } = topic;
		const index = this.#collections.get(collection) ?? new GroupIndex();
		this.#collections.set(collection, index);
		return index.ensure(topic, roles);
	}

	/** Forgets a group that nobody is in any more. */
	tidy(group: Group): void {
		if (!group.isEmpty) return;
		const { collection } = group.topic;
		const index = this.#collections.get(collection);
		index?.delete(group);
		if (index?.isEmpty) this.#collections.delete(collection);
	}

	/** Tells whether there are any of a collection. */
	has(collection: string): boolean {
		return this.#collections.has(collection);
	}

	/** The groups that a change may concern; those whose filter costs least come first. */
	about(change: Concern & { collection: string }): Group[] {
		const found = this.#collections.get(change.collection)?.about(change) ?? [];
		return [...found].sort((one, other) => one.topic.cost - other.topic.cost);
	}

	/** All groups, by collection. */
	*all(): Iterable<[collection: string, groups: Group[]]> {
		for (const [collection, { groups }] of this.#collections) yield [collection, groups];
	}
}
