import type { ClientSession } from "mongodb";
import type { Store } from "./store.ts";

/** Registers the hook that ends the sessions of each test, and gives the ways to open them. */
export function useSessions(store: Store) {
	let sessions: ClientSession[] = [];

	afterEach(async () => {
		await Promise.all(sessions.map(opened => opened.endSession()));
		sessions = [];
	});

	function session(options = {}): ClientSession {
		const opened = store.client.startSession(options);
		sessions.push(opened);
		return opened;
	}

	function transaction(): ClientSession {
		const opened = session();
		opened.startTransaction();
		return opened;
	}

	return { session, transaction };
}
