/**
 * Whether what this node knows of the rooms on others is whole. Each node numbers what it tells of its rooms, and
 * says every few seconds how far it is: so what the bus has lost is noticed, and so is a node that is gone.
 */

/** How often a node says how far it is. */
export const BEAT_MS = 5000;

/** A node that was not heard of for so long counts as dead. */
const SILENCE_MS = 3 * BEAT_MS;

/** How far a node is with what it tells. */
export interface Beat {
	node: string;
	number: number;
}

interface Heard {
	number: number;
	at: number;
}

export class Peers {
	readonly #heard = new Map<string, Heard>();
	readonly #now: () => number;

	constructor(now: () => number = () => performance.now()) {
		this.#now = now;
	}

	/** Takes that a node has told something; false when something before it is missing. */
	isNext({ node, number }: Beat): boolean {
		if (this.#heard.get(node)?.number !== number - 1) return false;
		this.whole({ node, number });
		return true;
	}

	/** Takes how far a node says it is; false when something is missing. */
	isUpToDate({ node, number }: Beat): boolean {
		const heard = this.#heard.get(node);
		if (heard) heard.at = this.#now();
		return heard?.number === number;
	}

	/** Notes that everything is known up to there. */
	whole({ node, number }: Beat): void {
		this.#heard.set(node, { number, at: this.#now() });
	}

	forget(node: string): void {
		this.#heard.delete(node);
	}

	/** The nodes that have been silent for too long. */
	silent(): string[] {
		const latest = this.#now() - SILENCE_MS;
		return [...this.#heard].filter(([, { at }]) => at < latest).map(([node]) => node);
	}
}
