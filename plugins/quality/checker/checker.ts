/** The threads that rules run in; they come with the first check and go when there is nothing to do. */
import { Piscina } from "piscina";
import type { CheckedItem } from "../item.ts";
import type { Signature } from "../duplicates/minhash.ts";
import type {
	CheckedItemResult,
	CheckWork,
	Described,
	ItemWork,
	RuleModule,
	Work
} from "./work.ts";
import type { LinkState } from "../rules/rule.ts";

/** One: a check of the whole library leaves a core to the kernel, and its order does not matter. */
const THREADS = 1;
const IDLE_MS = 60_000;
const MAX_MEMORY_MB = 512;
/** For one item; a rule that takes longer hangs. */
const LIMIT_MS = 10_000;
/** Loading the dictionary and the rules. */
const START_MS = 20_000;

export class Checker {
	#threads: Piscina | undefined;

	describe(modules: RuleModule[]): Promise<Described> {
		return this.#run({ kind: "describe", modules }, 1) as Promise<Described>;
	}

	sign(items: CheckedItem[]): Promise<(Signature | null)[]> {
		return this.#run({ kind: "sign", items }, items.length) as Promise<(Signature | null)[]>;
	}

	/** Checks items; when a rule hangs, each of them by itself, so that one item holds up no other. */
	async check(
		items: ItemWork[],
		modules: RuleModule[],
		links: [string, LinkState][] = []
	): Promise<CheckedItemResult[]> {
		const work: CheckWork = { kind: "check", modules, items, links, now: Date.now() };
		try {
			return (await this.#run(work, items.length)) as CheckedItemResult[];
		} catch (error) {
			const [only] = items;
			if (items.length === 1) return [failed(only!, error)];
			const results: CheckedItemResult[] = [];
			for (const item of items) results.push(...(await this.check([item], modules, links)));
			return results;
		}
	}

	async close(): Promise<void> {
		await this.#threads?.destroy();
	}

	#run(work: Work, items: number): Promise<unknown> {
		this.#threads ??= new Piscina({
			filename: new URL("./check-worker.ts", import.meta.url).href,
			minThreads: 0,
			maxThreads: THREADS,
			idleTimeout: IDLE_MS,
			resourceLimits: { maxOldGenerationSizeMb: MAX_MEMORY_MB }
		});
		return this.#threads.run(work, {
			signal: AbortSignal.timeout(START_MS + items * LIMIT_MS)
		}) as Promise<unknown>;
	}
}

function failed({ item }: ItemWork, error: unknown): CheckedItemResult {
	const reason = `The item could not be checked: ${String(error)}`;
	return { itemId: item.id, findings: [], failures: [{ rule: "*", itemId: item.id, reason }] };
}
