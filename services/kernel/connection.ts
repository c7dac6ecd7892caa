/** The one connection to the store, with the driver's settings that the kernel relies on. */
import mongoose, { type Connection } from "mongoose";
import { isForStoreAway } from "./store-away.ts";

/** How long a request waits for a store that is away before it is answered with a 503. */
const SERVER_SELECTION_MS = 2000;

/** How many commands are under way at once. */
const MAX_CONNECTIONS = 50;

/**
 * How many transactions are under way at once. One that waits for the store to begin holds a connection, and
 * whichever has begun needs one for its next command: if all were waiting, none could go on.
 */
export const MAX_TRANSACTIONS = 40;

/**
 * Connects; throws when the store does not answer in time: in that of a request, or as long as whoever knows
 * that the store is there is willing to wait.
 */
export async function connectStore(
	url: string,
	patienceMs = SERVER_SELECTION_MS
): Promise<Connection> {
	const end = performance.now() + patienceMs;
	for (;;)
		try {
			return await connectOnce(url);
		} catch (error) {
			if (performance.now() >= end || !isForStoreAway(error)) throw error;
		}
}

async function connectOnce(url: string): Promise<Connection> {
	// Whatever mongoose does inside of a transaction takes part in it, so that no write waits on itself.
	mongoose.set("transactionAsyncLocalStorage", true);
	const connection = mongoose.createConnection(url, {
		serverSelectionTimeoutMS: SERVER_SELECTION_MS,
		autoIndex: false,
		autoCreate: false,
		bufferCommands: false,
		maxPoolSize: MAX_CONNECTIONS,
		monitorCommands: true,
		...(new URL(url.replace(/^mongodb(\+srv)?:/, "http:")).pathname.length <= 1 && {
			dbName: "lyceum"
		})
	});
	try {
		return await connection.asPromise();
	} catch (error) {
		await connection.destroy().catch(() => undefined);
		throw error;
	}
}
