import { Long, type Db, type Document, type UUID } from "mongodb";

/**
 * Sends a command under a session id and a number of the caller's choice, as a driver does that
 * sends a write again. The client must be the caller's own: its pool keeps the session afterwards.
 */
export async function sendNumbered(db: Db, id: UUID, number: number, command: Document) {
	const session = db.client.startSession();
	// The driver puts its own session's id into each command: so this one takes the caller's name.
	Object.assign(session.id!, { id });
	try {
		return await db.command({ ...command, txnNumber: Long.fromNumber(number) }, { session });
	} finally {
		await session.endSession();
	}
}
