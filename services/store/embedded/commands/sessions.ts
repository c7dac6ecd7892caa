/** The end of client sessions. */
import { encode } from "../bson/encode.ts";
import type { Engine } from "../engine.ts";
import type { Request } from "../wire/messages.ts";

/** Ends sessions: their transactions are taken back. */
export function endSessions(engine: Engine, { body, name }: Request): Buffer {
	const sessions = body[name];
	for (const lsid of Array.isArray(sessions) ? sessions : []) engine.endSession(lsid);
	return encode({ ok: 1 });
}
