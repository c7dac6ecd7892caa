/** What a thread works on at this moment: memory that both sides see, because a thread that hangs cannot answer. */

const COUNT = 0;
const ITEM = 1;
const PART = 2;
const CELLS = 3;

/** In place of an item: the thread still starts, or loads the module `part`. */
export const LOADING = -1;
/** In place of a module: the thread loads what is its own. */
export const OWN = -1;

export interface Beat {
	/** 0 until the thread has begun. */
	count: number;
	/** The index of the item, or `LOADING`. */
	item: number;
	/** The index of the rule, or of the module. */
	part: number;
}

export class Pulse {
	readonly shared: SharedArrayBuffer;
	readonly #cells: Int32Array;

	constructor(shared = new SharedArrayBuffer(CELLS * Int32Array.BYTES_PER_ELEMENT)) {
		this.shared = shared;
		this.#cells = new Int32Array(shared);
	}

	/** Says what begins now. */
	beat(item: number, part: number): void {
		Atomics.store(this.#cells, ITEM, item);
		Atomics.store(this.#cells, PART, part);
		Atomics.add(this.#cells, COUNT, 1);
	}

	read(): Beat {
		const [count, item, part] = [COUNT, ITEM, PART].map(at => Atomics.load(this.#cells, at));
		return { count: count!, item: item!, part: part! };
	}
}

const LOOK_EVERY_MS = 200;

/** Calls `onStill` once when the pulse has stood still for too long; returns what ends the watch. */
export function watchPulse(
	pulse: Pulse,
	limitOf: (beat: Beat) => number,
	onStill: (limitMs: number) => void
): () => void {
	let last = pulse.read();
	let since = performance.now();
	const looking = setInterval(() => {
		const beat = pulse.read();
		if (beat.count === 0 || beat.count !== last.count) {
			last = beat;
			since = performance.now();
			return;
		}
		const limit = limitOf(beat);
		if (performance.now() - since < limit) return;
		clearInterval(looking);
		onStill(limit);
	}, LOOK_EVERY_MS);
	return () => clearInterval(looking);
}
