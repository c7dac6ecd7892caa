/** Sends a client what it has missed, as fast as it takes it and no faster. */
import type { Connection } from "./connection.ts";
import { whenRead } from "./slow-readers.ts";

/** Waits until a client has room for more; false when it is gone, or is let go because it takes nothing. */
export async function hasRoom(
	connection: Connection,
	tooSlow: (connection: Connection) => void
): Promise<boolean> {
	const { door } = connection;
	const isReady = await whenRead(
		() => door.waiting(connection),
		() => connection.isClosed
	);
	if (!isReady && !connection.isClosed) tooSlow(connection);
	return isReady;
}
