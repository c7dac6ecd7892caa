/**
 * The threads that rules run in; they come with the first check and go when there is nothing to do. A rule that
 * hangs, or takes its thread along, is found out by the thread's pulse and left out; the other rules go on.
 */
import type { Piscina } from "piscina";
import type { CheckedItem } from "../item.ts";
import type { Signature } from "../duplicates/minhash.ts";
import { LOADING, OWN, Pulse, watchPulse } from "./pulse.ts";
import { Suspended } from "./suspended.ts";
import type {
	CheckedItemResult,
	CheckWork,
	Described,
	DescribeWork,
	ItemWork,
	RuleModule,
	SignWork
} from "./work.ts";
import type { LinkState } from "../rules/rule.ts";
import type { RuleFailure } from "../rules/check-item.ts";

/** One: a check of the whole library leaves a core to the kernel, and its order does not matter. */
const THREADS = 1;
const IDLE_MS = 60_000;
const MAX_MEMORY_MB = 512;
/** For starting, and for loading the dictionary or one module. */
const LOADING_MS = 20_000;
/** For all of a piece of work, also while it waits for its turn. */
const AT_MOST_MS = 10 * 60 * 1000;

type Work = Omit<DescribeWork, "pulse"> | Omit<CheckWork, "pulse"> | SignWork;

export interface CheckOptions {
	/** What outside addresses led to. */
	links?: [string, LinkState][];
	/** Gives the work up. */
	signal?: AbortSignal;
}

/** Loaded with the first check: a start makes none. */
async function startThreads() {
	const { Piscina } = await import("piscina");
	return new Piscina({
		filename: new URL("./check-worker.ts", import.meta.url).href,
		minThreads: 0,
		maxThreads: THREADS,
		idleTimeout: IDLE_MS,
		resourceLimits: { maxOldGenerationSizeMb: MAX_MEMORY_MB }
	});
}

export class Checker {
	#threads: Promise<Piscina> | undefined;
	readonly #ruleMs: () => number;
	readonly #suspended = new Suspended();

	/** `ruleMs` is how long one rule may take for one item. */
	constructor(ruleMs: () => number) {
		this.#ruleMs = ruleMs;
	}

	/** Tells which rules there are, and what is wrong with those that are left out. */
	async describe(modules: RuleModule[]): Promise<Described> {
		const good = modules.filter(({ url }) => !this.#suspended.reasonOf(url));
		const bad = modules.flatMap(({ owner, url }) => {
			const reason = this.#suspended.reasonOf(url);
			return reason ? [`The rules of "${owner}" were not loaded: ${reason}`] : [];
		});
		const described = await this.#runWith<Described>({ kind: "describe", modules: good }, () =>
			this.describe(modules)
		);
		const out = described.rules.flatMap(({ id }) => {
			const reason = this.#suspended.reasonOf(id);
			return reason ? [`"${id}" is left out for a while: ${reason}`] : [];
		});
		return { ...described, failures: [...new Set([...described.failures, ...bad, ...out])] };
	}

	sign(items: CheckedItem[]): Promise<(Signature | null)[]> {
		return this.#run<(Signature | null)[]>({ kind: "sign", items }, new Pulse());
	}

	/** Checks items; whatever goes wrong in one rule is told with the results of the others. */
	async check(
		items: ItemWork[],
		modules: RuleModule[],
		{ links = [], signal }: CheckOptions = {}
	): Promise<CheckedItemResult[]> {
		const failures: RuleFailure[] = [];
		const attempt = async (): Promise<CheckedItemResult[]> => {
			const chosen = items.map(each => this.#withoutSuspended(each));
			const work = {
				kind: "check" as const,
				modules: modules.filter(({ url }) => !this.#suspended.reasonOf(url)),
				items: chosen.map(({ work: own }) => own),
				links,
				now: Date.now()
			};
			const results = await this.#runWith<CheckedItemResult[]>(
				work,
				attempt,
				failures,
				signal
			);
			return results.map((result, at) => ({ ...result, leftOut: chosen[at]!.leftOut }));
		};
		const results = await attempt();
		return results.map(result => ({
			...result,
			failures: [
				...result.failures,
				...failures.filter(({ itemId }) => itemId === result.itemId)
			]
		}));
	}

	async close(): Promise<void> {
		await (await this.#threads)?.destroy();
	}

	#withoutSuspended(work: ItemWork) {
		const leftOut = work.rules.filter(rule => this.#suspended.reasonOf(rule));
		return {
			work: { ...work, rules: work.rules.filter(rule => !leftOut.includes(rule)) },
			leftOut
		};
	}

	/** Runs it; when a rule or a module takes the thread along, that one is left out and all is done `again`. */
	async #runWith<Result>(
		work: Omit<DescribeWork, "pulse"> | Omit<CheckWork, "pulse">,
		again: () => Promise<Result>,
		failures: RuleFailure[] = [],
		signal?: AbortSignal
	): Promise<Result> {
		const pulse = new Pulse();
		try {
			return await this.#run<Result>(work, pulse, signal);
		} catch (error) {
			// Nobody is to blame for what was given up.
			if (signal?.aborted) throw error;
			const reason = error instanceof Error ? error.message : String(error);
			const failure = this.#blame(work, pulse, reason);
			if (!failure) throw error;
			failures.push(failure);
			return again();
		}
	}

	/** Leaves out what the thread was at; null when that was nobody's but its own. */
	#blame(work: Work, pulse: Pulse, reason: string): RuleFailure | null {
		const { count, item, part } = pulse.read();
		if (count === 0 || work.kind === "sign") return null;
		if (item === LOADING) {
			const module = part === OWN ? undefined : work.modules[part];
			if (!module) return null;
			this.#suspended.add(module.url, reason);
			return { rule: "*", itemId: "", reason };
		}
		const { item: checked, rules } = (work as CheckWork).items[item]!;
		const rule = rules[part]!;
		this.#suspended.add(rule, reason);
		return { rule, itemId: checked.id, reason };
	}

	async #run<Result>(work: Work, pulse: Pulse, given?: AbortSignal): Promise<Result> {
		const threads = await (this.#threads ??= startThreads());
		const still = new AbortController();
		let reason: string | undefined;
		const unwatch = watchPulse(
			pulse,
			({ item }) => (item === LOADING ? LOADING_MS : this.#ruleMs()),
			limit => {
				reason = `it did not end within ${limit / 1000} s`;
				still.abort();
			}
		);
		const ends = [still.signal, AbortSignal.timeout(AT_MOST_MS), ...(given ? [given] : [])];
		const signal = AbortSignal.any(ends);
		try {
			const input = work.kind === "sign" ? work : { ...work, pulse: pulse.shared };
			return (await threads.run(input, { signal })) as Result;
		} catch (error) {
			throw reason === undefined ? error : new Error(reason, { cause: error });
		} finally {
			unwatch();
		}
	}
}
