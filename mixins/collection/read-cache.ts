/**
 * Keeps what a request was answered until something is written to the collection, or to the document that
 * it is about. An answer belongs to one ability, so that a changed role makes it unreachable; it is frozen,
 * because it is given out again.
 */
import { LRUCache } from "lru-cache";
import { abilityOf, type Ability } from "../ability.ts";
import type { Ctx, LyceumBroker } from "../context.ts";
import type { Target } from "./target.ts";

/** A page of 25 documents takes some 20 KB. */
const MAX_ANSWERS = 300;

interface Kept {
	revision: number;
	/** May still be on its way: equal requests at one moment are one piece of work. */
	answer: Promise<object>;
}

export class ReadCache {
	readonly #answers = new LRUCache<string, Kept>({ max: MAX_ANSWERS });

	/** The kept answer to the same request, or what `work` returns now. */
	async read(
		target: Target,
		ctx: Ctx<unknown>,
		id: string | undefined,
		work: () => Promise<object>
	): Promise<object> {
		const { kernel } = ctx.broker as LyceumBroker;
		const revision = kernel.revisionOf(target.definition.collection, id);
		if (revision === null || !isRequest(ctx)) return work();
		const key = `${numberOf(abilityOf(ctx))} ${ctx.action!.name} ${JSON.stringify(ctx.params)}`;
		const kept = this.#answers.get(key);
		if (kept?.revision === revision) return kept.answer;
		const fresh = { revision, answer: work().then(deepFreeze) };
		this.#answers.set(key, fresh);
		// What has failed is tried again by the next request.
		fresh.answer.catch(() => this.#answers.get(key) === fresh && this.#answers.delete(key));
		return fresh.answer;
	}
}

/** A call inside of another may change what it gets, or be part of a transaction: it gets nothing shared. */
export function isRequest(ctx: Ctx<unknown>): boolean {
	return ctx.level === 1 && ctx.meta.caller !== undefined;
}

const numbers = new WeakMap<Ability, number>();
let last = 0;

/** A number that no other ability has. */
function numberOf(ability: Ability): number {
	const known = numbers.get(ability) ?? ++last;
	numbers.set(ability, known);
	return known;
}

function deepFreeze<T extends object>(value: T): T {
	for (const entry of Object.values(value)) {
		if (typeof entry === "object" && entry !== null && !Object.isFrozen(entry))
			deepFreeze(entry as object);
	}
	return Object.freeze(value);
}
