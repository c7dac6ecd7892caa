/**
 * Values by a key of which most have one value alone: a set for each key would be larger than what is in it,
 * and there are as many as clients.
 */
export class ByKey<Key, Value extends object> {
	readonly #values = new Map<Key, Value | Set<Value>>();

	/** How many keys have values. */
	get size(): number {
		return this.#values.size;
	}

	keys(): Iterable<Key> {
		return this.#values.keys();
	}

	add(key: Key, value: Value): void {
		const known = this.#values.get(key);
		if (known instanceof Set) known.add(value);
		else if (known === undefined) this.#values.set(key, value);
		else if (known !== value) this.#values.set(key, new Set([known, value]));
	}

	remove(key: Key, value: Value): void {
		const known = this.#values.get(key);
		if (known instanceof Set) known.delete(value);
		if (known === value || (known instanceof Set && known.size === 0)) this.#values.delete(key);
	}

	/** The values of a key; none for an unknown one. */
	of(key: Key): Value[] {
		return listOf(this.#values.get(key));
	}

	has(key: Key): boolean {
		return this.#values.has(key);
	}

	/** How many values a key has. */
	count(key: Key): number {
		const known = this.#values.get(key);
		if (known === undefined) return 0;
		return known instanceof Set ? known.size : 1;
	}

	*[Symbol.iterator](): Iterator<[Key, Value[]]> {
		for (const [key, known] of this.#values) yield [key, listOf(known)];
	}
}

function listOf<Value extends object>(known: Value | Set<Value> | undefined): Value[] {
	if (known === undefined) return [];
	return known instanceof Set ? [...known] : [known];
}
