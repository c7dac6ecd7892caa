/**
 * Who may do what only one node may do at a time. The lease runs out by the clock; what keeps a holder that
 * does not know so from doing harm is the number, which the store compares in each of its transactions.
 */
import type { ClientSession, Collection } from "mongodb";
import type { Connection } from "mongoose";

export const LEASES = "streamLeases";
const DUPLICATE_KEY = 11000;

interface LeaseDocument {
	_id: string;
	owner: string;
	number: number;
	until: number;
}

/** Thrown inside of a transaction whose lease another node has taken over. */
export class LeaseLost extends Error {
	override name = "LeaseLost";
}

export class Lease {
	readonly #leases: Collection<LeaseDocument>;
	readonly #name: string;
	readonly #owner: string;
	readonly #durationMs: number;
	#number: number | null = null;
	#until = 0;

	constructor(connection: Connection, name: string, owner: string, durationMs: number) {
		this.#leases = connection.collection<LeaseDocument>(LEASES);
		this.#name = name;
		this.#owner = owner;
		this.#durationMs = durationMs;
	}

	/** Keeps the lease, or takes it from whoever had it before; null while another node has it. */
	async take(): Promise<"kept" | "taken" | null> {
		const now = Date.now();
		if (this.#number !== null && this.#until - now > this.#durationMs / 2) return "kept";
		const number = this.#number;
		const isFree = [{ until: { $lte: now } }, ...(number === null ? [] : [{ number }])];
		const held = await this.#leases
			.findOneAndUpdate(
				{ _id: this.#name, $or: isFree },
				{
					$set: { owner: this.#owner, until: now + this.#durationMs },
					$inc: { number: 1 }
				},
				{ upsert: true, returnDocument: "after" }
			)
			.catch((error: { code?: unknown }) => {
				if (error.code === DUPLICATE_KEY) return null;
				throw error;
			});
		this.#number = held?.number ?? null;
		this.#until = held?.until ?? 0;
		if (held === null) return null;
		return number !== null && held.number === number + 1 ? "kept" : "taken";
	}

	/** Takes the lease from whoever had it, because that one is dead. */
	async free(): Promise<void> {
		await this.#leases.updateOne({ _id: this.#name }, { $set: { until: 0 } });
	}

	/** Makes the transaction fail, with all that it writes, when the lease is no longer this one's. */
	async hold(session: ClientSession): Promise<void> {
		const until = Date.now() + this.#durationMs;
		const { matchedCount } = await this.#leases.updateOne(
			{ _id: this.#name, number: this.#number ?? -1 },
			{ $set: { until } },
			{ session }
		);
		if (matchedCount === 0) {
			this.#number = null;
			throw new LeaseLost(`The lease "${this.#name}" is another node's`);
		}
		this.#until = until;
	}

	/** Lets another node take over at once. */
	async release(): Promise<void> {
		if (this.#number === null) return;
		await this.#leases.updateOne(
			{ _id: this.#name, number: this.#number },
			{ $set: { until: 0 } }
		);
		this.#number = null;
	}
}
