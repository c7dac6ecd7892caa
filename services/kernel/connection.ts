/** The one connection to the store, with the driver's settings that the kernel relies on. */
import mongoose, { type Connection } from "mongoose";

/** How long a request waits for a store that is away before it is answered with a 503. */
const SERVER_SELECTION_MS = 2000;

/** Connects; throws when the store does not answer in time. */
export async function connectStore(url: string): Promise<Connection> {
	// Whatever mongoose does inside of a transaction takes part in it, so that no write waits on itself.
	mongoose.set("transactionAsyncLocalStorage", true);
	const connection = mongoose.createConnection(url, {
		serverSelectionTimeoutMS: SERVER_SELECTION_MS,
		autoIndex: false,
		autoCreate: false,
		bufferCommands: false,
		maxPoolSize: 50,
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
