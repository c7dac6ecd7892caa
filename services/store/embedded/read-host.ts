/** What a read command needs around it; every thread that reads has one. */
import type { Cursors } from "./cursors.ts";
import type { Collection } from "./storage/catalog.ts";
import type { Connection } from "./storage/connection.ts";
import { Work, type WorkLimits } from "./query/work.ts";

export interface ReadHost {
	connection: Connection;
	cursors: Cursors;
	/** Names the transaction in which the read happens. */
	owner: string | undefined;
	limits: WorkLimits;
	/** The thread of the sockets keeps no cursors: what needs one is done by a reader. */
	keepsCursors: boolean;
}

/** Starts counting the work of one command. */
export function startWork(host: ReadHost, maxTimeMs: number | undefined): Work {
	return new Work({
		...host.limits,
		...(maxTimeMs && { maxTimeMs: Math.min(maxTimeMs, host.limits.maxTimeMs ?? maxTimeMs) })
	});
}

/** Finds a collection as the host sees it now. */
export function findCollection(host: ReadHost, db: string, name: string): Collection | undefined {
	return host.connection.catalog.find(db, name);
}
