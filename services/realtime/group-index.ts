/**
 * The groups of one collection. Those that wait for documents with a certain value are found by it, so that the
 * thousand that wait for others cost a change nothing.
 */
import type { LoggedChange } from "../audit/change-log.ts";
import { ByKey } from "./by-key.ts";
import { Group, type Topic } from "./group.ts";
import { keysAt, soughtBy, type Sought, type ValueKey } from "./sought-values.ts";

const ID = "_id";

/** What says which groups a change may concern. */
export type Concern = Pick<LoggedChange, "documentId" | "before" | "after">;

interface Held {
	group: Group;
	/** What it is found by; null when it has to be asked about each change. */
	sought: Sought | null;
}

export class GroupIndex {
	readonly #groups = new Map<string, Held>();
	readonly #byPath = new Map<string, ByKey<ValueKey, Group>>();
	readonly #askedAlways = new Set<Group>();

	get isEmpty(): boolean {
		return this.#groups.size === 0;
	}

	get groups(): Group[] {
		return [...this.#groups.values()].map(({ group }) => group);
	}

	/** The group of a topic and roles; made when there is none. */
	ensure(topic: Topic, roles: string[]): Group {
		const name = nameOf(topic, roles);
		const known = this.#groups.get(name);
		if (known) return known.group;
		const held = { group: new Group(topic, roles), sought: this.#easiest(topic) };
		this.#groups.set(name, held);
		this.#insert(held);
		return held.group;
	}

	delete({ topic, roles }: Group): void {
		const name = nameOf(topic, roles);
		const held = this.#groups.get(name);
		if (!held) return;
		this.#groups.delete(name);
		this.#remove(held);
	}

	/** The groups that a change may concern, each once: all that take the document as it was or as it is are among them. */
	about({ documentId, before, after }: Concern): Set<Group> {
		const found = new Set(this.#askedAlways);
		for (const [path, groups] of this.#byPath) {
			const keys =
				path === ID ? [documentId] : [...keysAt(before, path), ...keysAt(after, path)];
			for (const key of keys) for (const group of groups.of(key)) found.add(group);
		}
		return found;
	}

	/** Of what it may be looked for by, that which it shares with the fewest others. */
	#easiest({ documentId, query }: Topic): Sought | null {
		if (documentId !== null) return { path: ID, keys: [documentId] };
		const sharing = soughtBy(query).map(sought => ({ sought, others: this.#sharing(sought) }));
		if (sharing.length === 0) return null;
		return sharing.reduce((best, next) => (next.others < best.others ? next : best)).sought;
	}

	#sharing({ path, keys }: Sought): number {
		const groups = this.#byPath.get(path);
		return groups ? keys.reduce<number>((sum, key) => sum + groups.count(key), 0) : 0;
	}

	#insert({ group, sought }: Held) {
		if (!sought) {
			this.#askedAlways.add(group);
			return;
		}
		const groups = this.#byPath.get(sought.path) ?? new ByKey<ValueKey, Group>();
		this.#byPath.set(sought.path, groups);
		for (const key of sought.keys) groups.add(key, group);
	}

	#remove({ group, sought }: Held) {
		this.#askedAlways.delete(group);
		const groups = sought && this.#byPath.get(sought.path);
		if (!groups) return;
		for (const key of sought.keys) groups.remove(key, group);
		if (groups.size === 0) this.#byPath.delete(sought.path);
	}
}

function nameOf({ id }: Topic, roles: string[]) {
	return `${id} ${roles.join(" ")}`;
}
