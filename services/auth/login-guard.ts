/**
 * Locks out who guesses. Tries are counted before they are made, so that many at once are no way around,
 * and by the name that was given, so that a name without an account locks like one with an account.
 */
import { createHash } from "node:crypto";
import type { Model } from "mongoose";
import { hasType, type Stored } from "../../mixins/index.ts";
import { errors } from "./errors.ts";
import type { LockoutFields } from "./lockout.model.ts";

type LockoutModel = Model<LockoutFields & Stored>;
type Kind = LockoutFields["kind"];

/** Who tries to be whom. */
export interface Attempt {
	login: string;
	address: string;
	/** Whose account it is, where the caller has signed in already. */
	userId?: string;
	/** Tells whether this person has signed in from this address lately. */
	isKnownHere: () => Promise<boolean>;
}

interface Counter {
	id: string;
	kind: Kind;
	limit: number;
	login?: string;
	address?: string;
}

const LOCK_MS = 30 * 60 * 1000;

/**
 * A stranger who locks a name out does so for its own address. Many addresses together lock a name, and one
 * address that tries many names is locked, but not for who has signed in from there before.
 */
const LIMITS: Record<Kind, number> = { pair: 5, login: 20, address: 100 };

const MAX_LOGIN_LENGTH = 254;
const DUPLICATE_KEY = 11000;

/** What tells that a try was a wrong guess, not a fault of another kind. */
const WRONG_GUESSES = ["AUTH_INVALID_CREDENTIALS", "AUTH_WRONG_PASSWORD", "AUTH_OTP_INVALID"];

export class LoginGuard {
	readonly #model: LockoutModel;
	readonly #locked: (attempt: Attempt) => void;

	/** `locked` hears of each lock-out. */
	constructor(model: LockoutModel, locked: (attempt: Attempt) => void) {
		this.#model = model;
		this.#locked = locked;
	}

	/** Does what a wrong guess makes fail; throws `AUTH_LOCKED` without doing it after too many of them. */
	async protect<Result>(attempt: Attempt, work: () => Promise<Result>): Promise<Result> {
		const { counted, isLast } = await this.#count(attempt);
		try {
			const result = await work();
			await this.#succeed(attempt, counted);
			return result;
		} catch (error) {
			if (!WRONG_GUESSES.some(type => hasType(error, type))) await this.#uncount(counted);
			else if (isLast) this.#locked(attempt);
			throw error;
		}
	}

	/** Lets a name be tried again at once, from everywhere. */
	async forgive(login: string): Promise<void> {
		await this.#model.deleteMany({ login: nameOf(login) });
	}

	/** Counts a try where there is room for one; `isLast` when the next one will be refused. */
	async #count(attempt: Attempt): Promise<{ counted: Counter[]; isLast: boolean }> {
		const [pair, ...wider] = countersOf(attempt);
		const tries = await this.#take(pair);
		if (tries > pair.limit) throw await this.#refusal(pair);
		const taken = await Promise.all(wider.map(counter => this.#take(counter)));
		const counted = [pair, ...wider.filter(({ limit }, index) => taken[index]! <= limit)];
		const full = wider.find(({ limit }, index) => taken[index]! > limit);
		if (full && !(await attempt.isKnownHere())) {
			await this.#uncount(counted);
			throw await this.#refusal(full);
		}
		return { counted, isLast: tries === pair.limit };
	}

	/** Counts one more, up to the limit: tries during a lock do not make it longer. Returns this try's number. */
	async #take(counter: Counter): Promise<number> {
		try {
			return await this.#takeOnce(counter);
		} catch (error) {
			// Another try made the counter at the same moment.
			if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw error;
			return this.#takeOnce(counter);
		}
	}

	async #takeOnce({ id, kind, limit, login, address }: Counter): Promise<number> {
		const now = new Date();
		const isOver = { $lte: [{ $ifNull: ["$expiresAt", now] }, now] };
		const isFull = { $and: [{ $not: [isOver] }, { $gte: ["$tries", limit] }] };
		const tries = { $cond: [isOver, 1, { $add: ["$tries", 1] }] };
		const counted = {
			kind,
			...(login !== undefined && { login: { $literal: login } }),
			...(address !== undefined && { address: { $literal: address } }),
			tries: { $cond: [isFull, "$tries", tries] },
			locked: { $or: [isFull, { $gte: [tries, limit] }] },
			expiresAt: { $cond: [isFull, "$expiresAt", new Date(now.getTime() + LOCK_MS)] },
			rev: { $add: [{ $ifNull: ["$rev", 0] }, 1] },
			createdAt: { $ifNull: ["$createdAt", now] },
			updatedAt: now
		};
		const before = await this.#model.collection.findOneAndUpdate(
			{ _id: id as never },
			[{ $set: counted }],
			{ upsert: true, returnDocument: "before" }
		);
		return before && before.expiresAt > now ? (before.tries as number) + 1 : 1;
	}

	async #succeed(attempt: Attempt, counted: Counter[]) {
		const [pair, login] = countersOf(attempt);
		await this.#model.deleteMany({ _id: { $in: [pair.id, login.id] } });
		// One right password does not excuse the wrong ones for other names.
		await this.#uncount(counted.filter(({ kind }) => kind === "address"));
	}

	async #uncount(counted: Counter[]) {
		const ids = counted.map(({ id }) => id as never);
		await this.#model.collection.updateMany(
			{ _id: { $in: ids }, tries: { $gt: 0 } },
			{ $inc: { tries: -1 }, $set: { locked: false } }
		);
	}

	async #refusal({ id }: Counter) {
		const found = await this.#model.findById(id).lean();
		const waitMs = (found?.expiresAt.getTime() ?? 0) - Date.now();
		return errors.LOCKED({ retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) });
	}
}

function countersOf({ login: given, address }: Attempt): [Counter, Counter, Counter] {
	const login = nameOf(given);
	return [
		counter("pair", { login, address }),
		counter("login", { login }),
		counter("address", { address })
	];
}

function counter(kind: Kind, what: { login?: string; address?: string }): Counter {
	const key = JSON.stringify([kind, what.login, what.address]);
	const id = createHash("sha256").update(key).digest("hex").slice(0, 24);
	return { id, kind, limit: LIMITS[kind], ...what };
}

function nameOf(login: string) {
	return login.trim().toLowerCase().slice(0, MAX_LOGIN_LENGTH);
}
