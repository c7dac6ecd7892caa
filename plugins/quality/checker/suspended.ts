/** Rules, and modules of rules, that hung or took the thread along: they are left out for a while. */

const SUSPENDED_MS = 10 * 60 * 1000;

interface Suspension {
	until: number;
	reason: string;
}

export class Suspended {
	readonly #known = new Map<string, Suspension>();

	/** Leaves a rule, by its id, or a module, by its address, out. */
	add(name: string, reason: string, now = Date.now()): void {
		this.#known.set(name, { until: now + SUSPENDED_MS, reason });
	}

	/** Tells why a name is left out; undefined for one that is not. */
	reasonOf(name: string, now = Date.now()): string | undefined {
		const found = this.#known.get(name);
		if (!found || found.until > now) return found?.reason;
		this.#known.delete(name);
		return undefined;
	}
}
