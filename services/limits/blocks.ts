/**
 * Who is blocked, and for how long: kept in the store, so that every node refuses and a restart forgives
 * nothing, and in memory, so that a refusal costs no read.
 */
import { createHash } from "node:crypto";
import type { Model } from "mongoose";
import type { Stored } from "../../mixins/index.ts";
import type { LimitBlockFields } from "./block.model.ts";

type BlockModel = Model<LimitBlockFields & Stored>;

const MINUTE_MS = 60 * 1000;

/** How long the first block lasts, the second, and so on; all later ones last as long as the last of these. */
const DURATIONS_MS = [1, 5, 15, 60].map(minutes => minutes * MINUTE_MS);

/** Who keeps to the limits for so long begins with a short block again. */
const REMEMBER_MS = 24 * 60 * MINUTE_MS;

/** Whoever wants to fill the memory with blocks has to send that many times twice a limit. */
const MAX_HELD = 10_000;

export class Blocks {
	readonly #model: BlockModel;
	readonly #lifted: (key: string) => void;
	/** When each block ends, in milliseconds since 1970. */
	#ends = new Map<string, number>();

	/** `lifted` hears of keys whose block was taken away before its end. */
	constructor(model: BlockModel, lifted: (key: string) => void) {
		this.#model = model;
		this.#lifted = lifted;
	}

	/** How many are blocked at this moment, as far as this node knows. */
	get size(): number {
		const now = Date.now();
		return [...this.#ends.values()].filter(end => end > now).length;
	}

	/** How long a key is still blocked, in milliseconds; 0 when it is not. */
	remaining(key: string): number {
		if (this.#ends.size === 0) return 0;
		return Math.max(0, (this.#ends.get(key) ?? 0) - Date.now());
	}

	/** Blocks, each time for longer, but never for less than `leastMs`. Returns for how long. */
	async add(limit: string, subject: string, leastMs: number): Promise<number> {
		// At once, whatever becomes of the store.
		this.#ends.set(blockKey(limit, subject), Date.now() + Math.max(leastMs, DURATIONS_MS[0]!));
		const { blockedUntil } = await this.#store(limit, subject, leastMs);
		this.#ends.set(blockKey(limit, subject), blockedUntil.getTime());
		return blockedUntil.getTime() - Date.now();
	}

	/** Reads who is blocked. */
	async reload(): Promise<void> {
		const now = new Date();
		const found = await this.#model
			.find({ blockedUntil: { $gt: now } })
			.sort({ blockedUntil: -1 })
			.limit(MAX_HELD)
			.lean();
		const ends = found.map(
			({ limit, subject, blockedUntil }) =>
				[blockKey(limit, subject), blockedUntil.getTime()] as const
		);
		const before = this.#ends;
		this.#ends = new Map(ends);
		for (const [key, end] of before)
			if (end > Date.now() && !this.#ends.has(key)) this.#lifted(key);
	}

	async #store(limit: string, subject: string, leastMs: number) {
		const id = idOf(blockKey(limit, subject));
		const before = await this.#model.findById(id).lean();
		const now = Date.now();
		const isRemembered = before !== null && before.expiresAt.getTime() > now;
		const times = isRemembered ? before.times + 1 : 1;
		const duration = DURATIONS_MS[Math.min(times, DURATIONS_MS.length) - 1]!;
		const blockedUntil = new Date(now + Math.max(duration, leastMs));
		const expiresAt = new Date(blockedUntil.getTime() + REMEMBER_MS);
		const block = { limit, subject, times, blockedUntil, expiresAt };
		await this.#model.updateOne({ _id: id }, { $set: block }, { upsert: true });
		return block;
	}
}

/** What a subject is counted and blocked under. */
export function blockKey(limit: string, subject: string): string {
	return `${limit}:${subject}`;
}

function idOf(key: string) {
	return createHash("sha256").update(key).digest("hex").slice(0, 24);
}
