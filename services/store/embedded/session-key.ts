/** Names sessions and transactions: the client's `lsid` as text. */
import { Binary } from "bson";
import { binaryBytes } from "./bson/compare.ts";
import { isDoc } from "./bson/values.ts";

/** Gives a session's key; `undefined` for a command without a session. */
export function sessionKey(lsid: unknown): string | undefined {
	if (!isDoc(lsid) || !(lsid.id instanceof Binary)) return undefined;
	return binaryBytes(lsid.id).toString("hex");
}
