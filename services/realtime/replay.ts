/** Tells a client what it has missed, as fast as it takes it and no faster. */
import type { Connection } from "./connection.ts";
import { whenRead } from "./slow-readers.ts";

/** How far back a client may resume; beyond it, reading anew is cheaper for both. */
export const MAX_REPLAY = 10_000;

/** How many positions are read at a time. */
const PAGE = 200;
/** So many are left to be told while everybody else waits. */
const END = 20;

export interface Replay<Item extends { position: number }> {
	connection: Connection;
	since: number;
	/** The position of what everybody has been told, which goes on meanwhile. */
	position: () => number;
	/** What lies after one position and up to another. */
	read: (after: number, upTo: number) => Promise<Item[]>;
	tell: (item: Item) => void;
	/** Ends the connection of a client that does not take what it asked for. */
	tooSlow: (connection: Connection) => void;
}

/**
 * Tells all but the last few; answers the position up to which was told. A client that is gone, or is let
 * go because it takes nothing, gets no more.
 */
export async function replay<Item extends { position: number }>({
	connection,
	since,
	position,
	read,
	tell,
	tooSlow
}: Replay<Item>): Promise<number> {
	let told = since;
	while (position() - told > END) {
		const upTo = Math.min(position(), told + PAGE);
		for (const item of await read(told, upTo)) {
			if (!(await hasRoom(connection, tooSlow))) return item.position - 1;
			tell(item);
		}
		told = upTo;
	}
	return told;
}

async function hasRoom(connection: Connection, tooSlow: Replay<never>["tooSlow"]) {
	const { door } = connection;
	const isReady = await whenRead(
		() => door.waiting(connection),
		() => connection.isClosed
	);
	if (!isReady && !connection.isClosed) tooSlow(connection);
	return isReady;
}
