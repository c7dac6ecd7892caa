/**
 * What several callers write at the same moment goes to the embedded store in one message, which it
 * commits once. Each caller's writes are still all or nothing by themselves: when the message is refused,
 * nothing of it was written, and each is sent alone.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import mongoose, { type mongo } from "mongoose";
import { weightOf } from "./weight.ts";
import { writeInOneMessage, type StoreWrite } from "./write-together.ts";

/** A message holds so many callers' writes at most. */
const MOST_CALLERS = 100;
/** And so many bytes, as they are estimated; the driver sends 16 MB. */
const MOST_BYTES = 4 * 1024 * 1024;

interface Waiting {
	writes: StoreWrite[];
	bytes: number;
	resolve: (isWritten: boolean) => void;
	reject: (error: unknown) => void;
}

export class JoinedWrites {
	readonly #admin: mongo.Db;
	readonly #databaseName: string;
	/** A message belongs to none of those who wait for it. */
	readonly #outside = AsyncLocalStorage.snapshot();
	#waiting: Waiting[] = [];
	#isUnderWay = false;

	constructor(admin: mongo.Db, databaseName: string) {
		this.#admin = admin;
		this.#databaseName = databaseName;
	}

	/** Writes all or nothing; false when a document was not found. */
	write(writes: StoreWrite[]): Promise<boolean> {
		return new Promise((resolve, reject) => {
			this.#waiting.push({ writes, bytes: weightOf(writes), resolve, reject });
			if (this.#isUnderWay) return;
			this.#isUnderWay = true;
			this.#outside(() => this.#sendSoon());
		});
	}

	/** Waits for those who come in the same turn of the event loop. */
	#sendSoon() {
		setImmediate(() => void this.#sendNext());
	}

	async #sendNext() {
		await this.#send(this.#takeNext());
		if (this.#waiting.length > 0) this.#sendSoon();
		else this.#isUnderWay = false;
	}

	#takeNext(): Waiting[] {
		let bytes = 0;
		const tooMany = this.#waiting.findIndex((one, index) => {
			bytes += one.bytes;
			return index === MOST_CALLERS || (index > 0 && bytes > MOST_BYTES);
		});
		return this.#waiting.splice(0, tooMany < 0 ? this.#waiting.length : tooMany);
	}

	async #send(callers: Waiting[]): Promise<void> {
		const writes = callers.flatMap(caller => caller.writes);
		try {
			const isWritten = await writeInOneMessage(this.#admin, this.#databaseName, writes);
			if (isWritten || callers.length === 1)
				return callers.forEach(({ resolve }) => resolve(isWritten));
		} catch (error) {
			if (callers.length === 1 || !wasRefused(error))
				return callers.forEach(({ reject }) => reject(error));
		}
		await Promise.all(callers.map(caller => this.#send([caller])));
	}
}

/** Nothing was written: the store said so, or the message was never made. Any other failure leaves that open. */
function wasRefused(error: unknown): boolean {
	const { MongoError, MongoServerError } = mongoose.mongo;
	return error instanceof MongoServerError || !(error instanceof MongoError);
}
