/** The groups of this node, found by what a change is about. */
import { Group, type Topic } from "./group.ts";

export class Groups {
	/** By collection, then by the document's id (empty for all documents), then by topic and roles. */
	readonly #collections = new Map<string, Map<string, Map<string, Group>>>();

	/** The group of a topic and roles; made when there is none. */
	ensure(topic: Topic, roles: string[]): Group {
		const documents = ensure(this.#collections, topic.collection, () => new Map());
		const groups = ensure(documents, topic.documentId ?? "", () => new Map());
		return ensure(groups, keyOf(topic, roles), () => new Group(topic, roles));
	}

	/** Forgets a group that nobody is in any more. */
	tidy({ topic, roles, isEmpty }: Group): void {
		if (!isEmpty) return;
		const documents = this.#collections.get(topic.collection);
		const groups = documents?.get(topic.documentId ?? "");
		groups?.delete(keyOf(topic, roles));
		if (groups?.size === 0) documents!.delete(topic.documentId ?? "");
		if (documents?.size === 0) this.#collections.delete(topic.collection);
	}

	/** The groups that a change of this document may concern; those whose filter costs least come first. */
	about(collection: string, documentId?: string): Group[] {
		const documents = this.#collections.get(collection);
		const found = [
			...(documents?.get("")?.values() ?? []),
			...(documentId === undefined ? [] : (documents?.get(documentId)?.values() ?? []))
		];
		return found.sort((one, other) => one.topic.cost - other.topic.cost);
	}

	/** All groups, by collection. */
	*all(): Iterable<[collection: string, groups: Group[]]> {
		for (const [collection, documents] of this.#collections)
			yield [collection, [...documents.values()].flatMap(groups => [...groups.values()])];
	}
}

function keyOf({ id }: Topic, roles: string[]) {
	return `${id} ${roles.join(" ")}`;
}

function ensure<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
	const known = map.get(key);
	if (known !== undefined) return known;
	const made = make();
	map.set(key, made);
	return made;
}
