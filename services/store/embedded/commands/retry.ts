/** Reads what makes a write repeatable: its session and its number. */
import { isNumber, toNumber, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { sessionKey } from "../session-key.ts";

export interface Retry {
	session: string;
	number: number;
}

/** Gives the session and number of a numbered command; `undefined` for any other. */
export function retryOf(body: Doc): Retry | undefined {
	if (body.txnNumber === undefined) return undefined;
	const session = sessionKey(body.lsid);
	if (!session || !isNumber(body.txnNumber)) {
		throw storeError(
			"InvalidOptions",
			"A transaction number requires a session ID (lsid) and to be a long"
		);
	}
	return { session, number: toNumber(body.txnNumber) };
}
