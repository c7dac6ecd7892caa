/**
 * What retryable writes and transactions have done, kept in the same SQLite transaction as the
 * write itself: a client that lost the answer and asks again gets the first answer, not a second write.
 */
import { asBuffer, encode } from "../bson/encode.ts";
import { decode } from "../bson/decode.ts";
import type { Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import type { Connection } from "./connection.ts";

/** As long as MongoDB keeps a session that is not used. */
const KEPT_MS = 30 * 60 * 1000;

/** Gives what is kept of a numbered write; throws when the session has already moved on. */
export function findRetry(
	connection: Connection,
	session: string,
	number: number
): Doc | undefined {
	const row = connection.get(
		"SELECT number, reply FROM retries WHERE session = ?",
		Buffer.from(session, "hex")
	);
	if (!row || (row[0] as number) < number) return undefined;
	if ((row[0] as number) > number) {
		throw storeError(
			"TransactionTooOld",
			`Retryable write with txnNumber ${number} is prohibited on session ${session} because a newer retryable write with txnNumber ${row[0]} has already started on this session.`
		);
	}
	return decode(asBuffer(row[1] as Uint8Array));
}

/** Keeps the outcome of a numbered write. */
export function keepRetry(
	connection: Connection,
	session: string,
	number: number,
	outcome: Doc
): void {
	connection.run(
		"INSERT OR REPLACE INTO retries (session, number, reply, at) VALUES (?, ?, ?, ?)",
		Buffer.from(session, "hex"),
		number,
		encode(outcome),
		Date.now()
	);
}

/** Forgets the sessions that were not used for half an hour. */
export function forgetOldRetries(connection: Connection): void {
	connection.run("DELETE FROM retries WHERE at < ?", Date.now() - KEPT_MS);
}
