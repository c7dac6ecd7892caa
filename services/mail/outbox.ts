/**
 * The outbox: what is to be sent lies in the store until it is, so that a crash loses nothing. A mail is
 * taken under a lease, so that no other node sends it too; an outcome counts while the lease is held.
 */
import type { Model } from "mongoose";
import { newId, type Stored } from "../../mixins/index.ts";
import type { MailFields } from "./mail.model.ts";
import { SEND_DEADLINE_MS, type SmtpFailure } from "./smtp.ts";
import type { Content } from "./templates/template.ts";

export type StoredMail = MailFields & Stored;

/** What is asked for. */
export type NewMail = Pick<MailFields, "kind" | "to" | "subject" | "values">;

/** A mail as it may be kept and shown. */
export type Shown = Content & { to: string };

const LEASE_MS = SEND_DEADLINE_MS + 30_000;

/** 20 attempts: 10 s after the first, then twice as long each time up to half an hour; six hours in all. */
export const MAX_ATTEMPTS = 20;
const FIRST_PAUSE_MS = 10_000;
const MAX_PAUSE_MS = 30 * 60 * 1000;

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

const UNLEASED = { lease: 1, leaseUntil: 1 };

export class Outbox {
	readonly #model: Model<StoredMail>;
	readonly #keepMs: number;

	/** A mail is removed `keepDays` after it was asked for. */
	constructor(model: Model<StoredMail>, keepDays: number) {
		this.#model = model;
		this.#keepMs = keepDays * DAY_MS;
	}

	/** Puts a mail in, within the transaction that is open. */
	async add(mail: NewMail, notBefore: Date): Promise<void> {
		await this.#model.create([
			{
				...mail,
				askedFor: mail.to,
				state: "queued",
				attempts: 0,
				nextAttemptAt: notBefore,
				expiresAt: this.#end()
			}
		]);
	}

	/** Takes the next mail that is due; null when there is none. */
	async take(): Promise<StoredMail | null> {
		const now = new Date();
		const due = dueAt(now);
		// Looked for first, because it is asked every second and a write costs more.
		const found = await this.#model.findOne(due, { _id: 1 }).sort({ nextAttemptAt: 1 }).lean();
		if (!found) return null;
		const lease = { lease: newId(), leaseUntil: new Date(now.getTime() + LEASE_MS) };
		return this.#model
			.findOneAndUpdate(
				{ ...due, _id: found._id },
				{ ...lease, state: "sending", $inc: { attempts: 1 } },
				{ returnDocument: "after" }
			)
			.lean();
	}

	/** How many mails of this kind one person was to be sent within the last hour, this one included. */
	countRecent({ askedFor, kind }: StoredMail): Promise<number> {
		const since = new Date(Date.now() - HOUR_MS);
		return this.#model.countDocuments({ askedFor, kind, createdAt: { $gt: since } });
	}

	/** Notes that the server has taken the mail. */
	async markSent(mail: StoredMail, shown: Shown): Promise<void> {
		await this.#settle(mail, { ...shown, state: "sent", sentAt: new Date() });
	}

	/** Keeps the mail to be read here. */
	async keep(mail: StoredMail, shown: Shown): Promise<void> {
		await this.#settle(mail, { ...shown, state: "kept" });
	}

	/** Plans the next attempt; returns false when there is none. */
	async retry(mail: StoredMail, shown: Partial<Shown>, failure: SmtpFailure): Promise<boolean> {
		const isOver = failure.isPermanent || mail.attempts >= MAX_ATTEMPTS;
		const outcome = isOver ? { state: "failed" as const } : nextAttempt(mail.attempts);
		const { message: error, isServerAway: serverAway } = failure;
		await this.#settle(mail, { ...shown, ...outcome, error, serverAway });
		return !isOver;
	}

	/** Puts a mail back whose attempt was broken off by the end of this node. */
	async putBack(mail: StoredMail): Promise<void> {
		await this.#model.updateOne(held(mail), {
			$set: { state: "queued", nextAttemptAt: new Date() },
			$inc: { attempts: -1 },
			$unset: UNLEASED
		});
	}

	/** Removes a mail that nobody is to get. */
	async drop(mail: StoredMail): Promise<void> {
		await this.#model.deleteOne(held(mail));
	}

	/** Lets those go at once that wait only because the server was away. */
	async hurry(): Promise<void> {
		await this.#model.updateMany(
			{ state: "queued", serverAway: true },
			{ nextAttemptAt: new Date() }
		);
	}

	/** Queues a mail again that was given up or kept, with all of its attempts; false when it is neither. */
	async queueAgain(id: string): Promise<boolean> {
		const { matchedCount } = await this.#model.updateOne(
			{ _id: id, state: { $in: ["queued", "failed", "kept"] } },
			{
				$set: {
					state: "queued",
					attempts: 0,
					nextAttemptAt: new Date(),
					expiresAt: this.#end()
				},
				$unset: { error: 1, serverAway: 1 }
			}
		);
		return matchedCount === 1;
	}

	async exists(id: string): Promise<boolean> {
		return (await this.#model.exists({ _id: id })) !== null;
	}

	async remove(id: string): Promise<boolean> {
		return (await this.#model.deleteOne({ _id: id })).deletedCount === 1;
	}

	countWaiting(): Promise<number> {
		return this.#model.countDocuments({ state: { $in: ["queued", "sending"] } });
	}

	async #settle(mail: StoredMail, outcome: Partial<MailFields>) {
		const gone = outcome.error === undefined ? { error: 1, serverAway: 1 } : {};
		const due = outcome.nextAttemptAt === undefined ? { nextAttemptAt: 1 } : {};
		await this.#model.updateOne(held(mail), {
			$set: outcome,
			$unset: { ...UNLEASED, ...gone, ...due }
		});
	}

	#end() {
		return new Date(Date.now() + this.#keepMs);
	}
}

/** What waits for its time, and what somebody took who has gone since. */
function dueAt(now: Date) {
	const queued = { state: "queued" as const, nextAttemptAt: { $lte: now } };
	const left = { state: "sending" as const, leaseUntil: { $lte: now } };
	return { $or: [queued, left] };
}

/** The mail as long as the attempt is the one that was leased. */
function held({ _id, lease }: StoredMail) {
	return { _id, lease };
}

function nextAttempt(attempts: number) {
	const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), MAX_PAUSE_MS);
	return { state: "queued" as const, nextAttemptAt: new Date(Date.now() + pauseMs) };
}
