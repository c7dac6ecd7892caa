/**
 * Holds requests to their limits: by address, by user or plan, by an action's own limit, and by the name that
 * a try to sign in is for. Who goes on and on although it is refused is blocked for a while.
 */
import { hash } from "node:crypto";
import type { Action, Caller } from "../../mixins/index.ts";
import { addressKey } from "./address-key.ts";
import { blockKey, type Blocks } from "./blocks.ts";
import type { Counters } from "./counters.ts";
import { errors } from "./errors.ts";
import type { LimitMetrics } from "./metrics.ts";
import type { Quota } from "./quota.ts";
import type { Quotas } from "./quotas.ts";
import type { Tally } from "./tally.ts";

/**
 * Who was refused as often as it was let in within one window does not heed what it is told; a few times more
 * than a small limit is only impatience.
 */
const LEAST_REFUSALS = 20;

const MAX_NAME_LENGTH = 254;
const SECOND_MS = 1000;

/** The action that a request is for. */
export interface Target {
	action: string;
	declaration: Pick<Action, "limit">;
}

export interface LimitParts {
	quotas: Quotas;
	counters: Counters;
	blocks: Blocks;
	metrics: LimitMetrics;
	/** Tells whether the person of that name has signed in from there lately. */
	isKnownAt: (name: string, address: string) => Promise<boolean>;
	/** Hears of a new block, so that the other nodes refuse, too. */
	blocked: () => void;
	/** Hears of a block that could not be stored. */
	report: (error: unknown) => void;
}

export class Limits {
	readonly #parts: LimitParts;

	constructor(parts: LimitParts) {
		this.#parts = parts;
	}

	/** Counts a request for the address that it comes from; throws when that has sent too many. */
	async arrive(tally: Tally, address: string): Promise<void> {
		await this.#hold(tally, this.#parts.quotas.address, addressKey(address));
	}

	/** Counts a request for who makes it, under the action's own limit or that of the caller's plan. */
	async enter(
		tally: Tally,
		{ action, declaration }: Target,
		{ id, plan, viewedBy }: Caller,
		address: string
	): Promise<void> {
		const { quotas } = this.#parts;
		const own = quotas.ofAction(action, declaration);
		const userId = viewedBy ?? id;
		if (own === null) {
			if (userId !== null) await this.#hold(tally, quotas.ofPlan(plan), userId);
			return;
		}
		const isByName = typeof declaration.limit === "string";
		const subject = userId === null || isByName ? addressKey(address) : userId;
		await this.#hold(tally, own, subject);
	}

	/**
	 * Counts a try for the name that it is for, of an account or not. It is in no header: others could see
	 * by it that somebody of that name signs in.
	 */
	async tryName(
		{ action, declaration }: Target,
		params: Record<string, unknown>,
		address: string
	): Promise<void> {
		const { limit } = declaration;
		const name = nameIn(params);
		if (typeof limit !== "string" || name === undefined) return;
		const { quotas, counters, metrics, isKnownAt } = this.#parts;
		const quota = quotas.ofAction(action, declaration)!;
		const key = blockKey(`${quota.name}-name`, hash("sha256", name, "base64url"));
		const { consumed, msLeft } = await counters.count(key, quota.seconds);
		if (consumed <= quota.points) return;
		// Otherwise strangers could keep somebody from signing in.
		if (limit === "login" && (await isKnownAt(name, address))) return;
		metrics.rejected(quota.kind);
		throw exceeded(quota, secondsOf(msLeft));
	}

	async #hold(tally: Tally, quota: Quota, subject: string) {
		const { blocks, counters, metrics } = this.#parts;
		const key = blockKey(quota.name, subject);
		const blockedMs = blocks.remaining(key);
		if (blockedMs > 0) throw this.#blocked(tally, quota, blockedMs);
		const { consumed, msLeft } = await counters.count(key, quota.seconds);
		const resetSeconds = secondsOf(msLeft);
		tally.note(quota, Math.max(0, quota.points - consumed), resetSeconds);
		if (consumed <= quota.points) return;
		if (consumed === blockedAt(quota)) await this.#block(quota, subject, msLeft);
		metrics.rejected(quota.kind);
		throw exceeded(quota, secondsOf(Math.max(msLeft, blocks.remaining(key))));
	}

	#blocked(tally: Tally, quota: Quota, milliseconds: number) {
		const retryAfterSeconds = secondsOf(milliseconds);
		tally.note(quota, 0, retryAfterSeconds);
		this.#parts.metrics.rejected(quota.kind);
		return errors.BLOCKED({ limit: quota.name, retryAfterSeconds });
	}

	async #block({ name, kind }: Quota, subject: string, leastMs: number) {
		const { blocks, metrics, blocked, report } = this.#parts;
		metrics.blocked(kind);
		try {
			await blocks.add(name, subject, leastMs);
			blocked();
		} catch (error) {
			report(error);
		}
	}
}

/** The number of the request that brings a block. */
function blockedAt({ points }: Quota) {
	return points + Math.max(points, LEAST_REFUSALS);
}

function exceeded({ name: limit, points, seconds }: Quota, retryAfterSeconds: number) {
	return errors.EXCEEDED({ limit, points, seconds, retryAfterSeconds });
}

/** The name as it is looked up, whatever it is written like. */
function nameIn({ username, email }: Record<string, unknown>) {
	const name = [username, email].find(given => typeof given === "string");
	return name?.trim().toLowerCase().slice(0, MAX_NAME_LENGTH);
}

/** Never 0, which would tell clients to come back at once. */
function secondsOf(milliseconds: number) {
	return Math.max(1, Math.ceil(milliseconds / SECOND_MS));
}
