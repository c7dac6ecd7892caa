/**
 * `Idempotency-Key`: the same POST sent twice is carried out once. The answer is kept in the
 * transaction of the write (`answerToKeep`), so that there is no moment in which one is without the other.
 */
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { Connection } from "mongoose";
import { newId, type Action, type Caller, type Kernel, type Meta } from "../../mixins/index.ts";
import { errors } from "./errors.ts";

const COLLECTION = "idempotency";
const KEY = /^[\x21-\x7e]{1,255}$/;
const KEEP_MS = 24 * 60 * 60 * 1000;
/** How long a request may run before another with its key is believed to be a retry after a crash. */
const LEASE_MS = 60_000;
const DUPLICATE_KEY = 11000;

interface Entry {
	_id: string;
	bodyHash: string;
	state: "running" | "done";
	/** Which of the requests with this key is carried out: what an earlier one still writes is not taken. */
	attempt: string;
	leaseEndsAt: Date;
	expiresAt: Date;
	status?: number;
	/** False for an answer that was not kept. */
	kept?: boolean;
	answer?: unknown;
	location?: string;
}

export interface Identity {
	key: string;
	caller: Caller;
	address: string;
	method: string;
	path: string;
	bodyHash: string;
}

/** One request that is carried out under a key. */
export type Attempt = Pick<Entry, "_id" | "attempt">;

export interface Replay {
	status: number;
	answer: unknown;
	location: string | undefined;
}

export class Idempotency {
	readonly #connection: Connection;

	constructor(connection: Connection) {
		this.#connection = connection;
	}

	async createIndexes(): Promise<void> {
		await this.#entries().createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 });
	}

	/** Takes the key for this request, or returns what the same request was answered before. */
	async begin(identity: Identity): Promise<{ attempt: Attempt } | { replay: Replay }> {
		if (!KEY.test(identity.key)) {
			throw errors.BAD_HEADER({
				header: "Idempotency-Key",
				value: identity.key,
				expected: "1 to 255 visible characters"
			});
		}
		const now = Date.now();
		const entry: Entry = {
			_id: idOf(identity),
			attempt: newId(),
			bodyHash: identity.bodyHash,
			state: "running",
			leaseEndsAt: new Date(now + LEASE_MS),
			expiresAt: new Date(now + KEEP_MS)
		};
		try {
			await this.#entries().insertOne(entry);
		} catch (error) {
			if ((error as { code?: number }).code !== DUPLICATE_KEY) throw error;
			const replay = await this.#resume(identity, entry);
			if (replay) return { replay };
		}
		return { attempt: { _id: entry._id, attempt: entry.attempt } };
	}

	/** Keeps the answer of an action that did not write in a transaction of the collection mixin. */
	async finish(attempt: Attempt, action: Action, answer: unknown, meta: Meta): Promise<void> {
		const done = {
			state: "done" as const,
			status: meta.$statusCode ?? 200,
			...keepable(action, answer),
			location: meta.$location
		};
		await this.#entries().updateOne(attempt, { $set: done });
	}

	/** Gives the key back after a failure, so that the request may be tried again. */
	async abandon(attempt: Attempt): Promise<void> {
		await this.#entries().deleteOne({ ...attempt, state: "running" });
	}

	readonly answerToKeep: Kernel["answerToKeep"] = (ctx, answer) => {
		const { attempt } = ctx.meta;
		// Only the request's own action answers it, not those that it calls.
		if (attempt === undefined || ctx.level > 1) return null;
		const action = ctx.action as unknown as Action;
		const status = action.returns?.status ?? 200;
		const fields = { state: "done", status, ...keepable(action, answer) };
		return { collection: COLLECTION, kind: "set", filter: attempt, fields };
	};

	async #resume({ key, bodyHash }: Identity, entry: Entry): Promise<Replay | null> {
		const { _id, leaseEndsAt, attempt } = entry;
		const found = await this.#entries().findOne({ _id });
		if (found && found.bodyHash !== bodyHash) throw errors.KEY_REUSED({ key });
		if (found?.state === "done") return replayOf(found, key);
		const { matchedCount } = await this.#entries().updateOne(
			{ _id, state: "running", leaseEndsAt: { $lte: new Date() } },
			{ $set: { leaseEndsAt, attempt } }
		);
		if (matchedCount === 0) throw errors.KEY_RUNNING({ key });
		return null;
	}

	#entries() {
		return this.#connection.collection<Entry>(COLLECTION);
	}
}

/** An answer with a secret must not be kept, and one that flows cannot be. */
function keepable(action: Action, answer: unknown) {
	const kept = !action.secretAnswer && !(answer instanceof Readable);
	return { kept, answer: kept ? answer : null };
}

function replayOf({ status = 200, kept, answer, location }: Entry, key: string): Replay {
	if (kept === false) throw errors.ANSWER_NOT_KEPT({ key });
	const created = status === 201 ? (answer as { id?: string } | null)?.id : undefined;
	return { status, answer, location: location ?? created };
}

/** The key belongs to its caller and route; a guest's to the address that it comes from. */
function idOf({ key, caller, address, method, path }: Identity) {
	const owner = caller.id ?? `guest ${address}`;
	return createHash("sha256")
		.update(JSON.stringify([owner, method, path, key]))
		.digest("base64url");
}
