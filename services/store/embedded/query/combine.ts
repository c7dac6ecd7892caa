/** The stages that put others together: union, ordered union, sort, skip and limit. */
import type { Doc } from "../bson/values.ts";
import { decode } from "../bson/decode.ts";
import { storeError } from "../errors.ts";
import type { IndexScan } from "./scans.ts";
import type { SortOrder } from "./sort.ts";
import type { Found, Stage } from "./stage.ts";

/** Gives the documents of all inputs, each once. */
export class Union implements Stage {
	private readonly inputs: Stage[];
	private readonly seen = new Set<number>();
	private at = 0;

	constructor(inputs: Stage[]) {
		this.inputs = inputs;
	}

	next(): Found | null {
		while (this.at < this.inputs.length) {
			const found = this.inputs[this.at]!.next();
			if (!found) this.at++;
			else if (!this.seen.has(found.rid)) {
				this.seen.add(found.rid);
				return found;
			}
		}
		return null;
	}

	explain(): Doc {
		return { stage: "OR", inputStages: this.inputs.map(input => input.explain()) };
	}
}

interface Head {
	scan: IndexScan;
	found: Found | null;
	order: Buffer;
}

/** Merges index scans whose keys, after the pinned prefix, are all in the wanted order. */
export class MergeSorted implements Stage {
	private readonly scans: IndexScan[];
	private readonly pattern: Doc;
	private heads: Head[] | undefined;
	private readonly seen = new Set<number>();

	constructor(scans: IndexScan[], pattern: Doc) {
		this.scans = scans;
		this.pattern = pattern;
	}

	next(): Found | null {
		this.heads ??= this.scans.map(scan => advance({ scan, found: null, order: NO_BYTES }));
		for (;;) {
			const head = this.smallest();
			if (!head) return null;
			const found = head.found!;
			advance(head);
			if (this.seen.has(found.rid)) continue;
			this.seen.add(found.rid);
			return found;
		}
	}

	private smallest(): Head | undefined {
		let best: Head | undefined;
		for (const head of this.heads!) {
			if (head.found && (!best || Buffer.compare(head.order, best.order) < 0)) best = head;
		}
		return best;
	}

	explain(): Doc {
		return {
			stage: "SORT_MERGE",
			sortPattern: this.pattern,
			inputStages: this.scans.map(scan => scan.explain())
		};
	}
}

const NO_BYTES = Buffer.alloc(0);

function advance(head: Head): Head {
	head.found = head.scan.next();
	if (!head.found) return head;
	const suffix = head.found.key!.subarray(head.scan.prefix);
	// A scan that runs backward gives falling keys; inverted, all inputs rise alike.
	head.order = head.scan.direction > 0 ? suffix : (suffix.map(byte => ~byte & 0xff) as Buffer);
	return head;
}

const SORT_MEMORY_BYTES = 100 * 1024 * 1024;

interface Sorted {
	found: Found;
	key: unknown[];
}

/** Sorts in memory, keeping no more than `limit` documents where a limit is known. */
export class Sort implements Stage {
	private readonly inner: Stage;
	private readonly order: SortOrder;
	private readonly limit: number;
	private sorted: Sorted[] | undefined;
	private at = 0;
	private bytes = 0;

	constructor(inner: Stage, order: SortOrder, limit = 0) {
		this.inner = inner;
		this.order = order;
		this.limit = limit;
	}

	next(): Found | null {
		this.sorted ??= this.sortAll();
		return this.sorted[this.at++]?.found ?? null;
	}

	private sortAll(): Sorted[] {
		let kept: Sorted[] = [];
		for (let found = this.inner.next(); found; found = this.inner.next()) {
			const doc = found.doc ?? decode(found.raw!);
			kept.push({ found: { ...found, doc: undefined }, key: this.order.keyOf(doc, found) });
			this.bytes += found.raw!.length;
			if (this.limit > 0 && kept.length >= this.limit * 2 + 1000) kept = this.cut(kept);
			else if (this.bytes > SORT_MEMORY_BYTES) throw tooMuchToSort();
		}
		return this.cut(kept);
	}

	private cut(kept: Sorted[]): Sorted[] {
		kept.sort((a, b) => this.order.compare(a.key, b.key));
		if (this.limit === 0 || kept.length <= this.limit) return kept;
		const best = kept.slice(0, this.limit);
		this.bytes = best.reduce((sum, { found }) => sum + found.raw!.length, 0);
		return best;
	}

	explain(): Doc {
		return {
			stage: "SORT",
			sortPattern: this.order.pattern,
			memLimit: SORT_MEMORY_BYTES,
			type: "simple",
			...(this.limit > 0 && { limitAmount: this.limit }),
			inputStage: this.inner.explain()
		};
	}
}

function tooMuchToSort(): Error {
	return storeError(
		"QueryExceededMemoryLimitNoDiskUseAllowed",
		"Executor error during find command :: caused by :: Sort exceeded memory limit of 104857600 bytes, but did not opt in to external sorting."
	);
}

export class Skip implements Stage {
	private readonly inner: Stage;
	private readonly amount: number;
	private left: number;

	constructor(inner: Stage, amount: number) {
		this.inner = inner;
		this.amount = amount;
		this.left = amount;
	}

	next(): Found | null {
		for (; this.left > 0; this.left--) if (!this.inner.next()) return null;
		return this.inner.next();
	}

	explain(): Doc {
		return { stage: "SKIP", skipAmount: this.amount, inputStage: this.inner.explain() };
	}
}

export class Limit implements Stage {
	private readonly inner: Stage;
	private readonly amount: number;
	private left: number;

	constructor(inner: Stage, amount: number) {
		this.inner = inner;
		this.amount = amount;
		this.left = amount;
	}

	next(): Found | null {
		return this.left-- > 0 ? this.inner.next() : null;
	}

	explain(): Doc {
		return { stage: "LIMIT", limitAmount: this.amount, inputStage: this.inner.explain() };
	}
}
