/** Numbers that a seed tells: the same seed chooses the same faults. */
export interface Random {
	seed: number;
	/** From 0 up to, not including, 1. */
	next(): number;
	/** A whole number from `low` to `high`. */
	between(low: number, high: number): number;
	pick<Entry>(entries: readonly Entry[]): Entry;
}

/** Mulberry32, by Tommy Ettinger (public domain). */
export function randomFrom(seed: number): Random {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	return {
		seed,
		next,
		between: (low, high) => low + Math.floor(next() * (high - low + 1)),
		pick: entries => entries[Math.floor(next() * entries.length)]!
	};
}
