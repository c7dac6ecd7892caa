/**
 * The changes that this process has committed and the trail does not have yet, ready to be linked without
 * reading them back. The store remains the truth: what is not held here is found there by its mark.
 */
import type { Change } from "../../mixins/index.ts";
import type { Unlinked } from "./chain.ts";

/** More than these are left to the store. */
const MAX_ENTRIES = 1000;
const MAX_CHARACTERS = 4_000_000;

/** A change with the entry that it will have. */
export interface HeldChange {
	change: Change;
	entry: Unlinked;
}

export class HeldChanges {
	readonly #changes = new Map<string, HeldChange>();
	#characters = 0;
	/** False while changes may wait in the store alone. */
	#isWhole = false;

	add(held: HeldChange): void {
		this.#changes.set(held.entry.sourceId, held);
		this.#characters += held.entry.details.length;
		if (this.#changes.size > MAX_ENTRIES || this.#characters > MAX_CHARACTERS) this.lose();
	}

	/** False while there may be others in the store, which come first. */
	get areAll(): boolean {
		return this.#isWhole;
	}

	/** The first of them; none while there may be older ones in the store. */
	first(count: number): HeldChange[] {
		return this.#isWhole ? this.#changes.values().take(count).toArray() : [];
	}

	/** Begins anew with what comes from now on; to be called before all others are read from the store. */
	beginAnew(): void {
		this.#clear();
		this.#isWhole = true;
	}

	/** Lets go of everything, so that the store has to be read. */
	lose(): void {
		this.#clear();
		this.#isWhole = false;
	}

	/** Forgets what has got its place in the trail. */
	settle(ids: string[]): void {
		for (const id of ids) {
			this.#characters -= this.#changes.get(id)?.entry.details.length ?? 0;
			this.#changes.delete(id);
		}
	}

	#clear() {
		this.#changes.clear();
		this.#characters = 0;
	}
}
