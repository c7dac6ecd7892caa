/** The first answer of a cursor. */
import { cursorReply, readBatch, type ReadNext } from "../cursors.ts";
import { TooLong, type Work } from "../query/work.ts";
import type { ReadHost } from "../read-host.ts";
import { sessionKey } from "../session-key.ts";
import type { Request } from "../wire/messages.ts";
import { numberField } from "./fields.ts";

/** Sends the first batch of a result and keeps a cursor for the rest. */
export function firstBatch(
	host: ReadHost,
	request: Request,
	namespace: string,
	next: ReadNext,
	{ batchSize, singleBatch, work }: { batchSize: number; singleBatch: boolean; work: Work }
): Buffer {
	const isOpenEnded = batchSize === 0 && !singleBatch;
	const { documents, peeked } = readBatch(next, batchSize);
	if (singleBatch || (!peeked && !isOpenEnded)) {
		return cursorReply(namespace, undefined, "firstBatch", documents);
	}
	if (!host.keepsCursors) throw new TooLong();
	const cursor = host.cursors.keep({
		namespace,
		owner: host.owner,
		session: sessionKey(request.body.lsid),
		next,
		peeked,
		timesOut: request.body.noCursorTimeout !== true,
		renew: () => work.renew(numberField(request.body, "maxTimeMS"))
	});
	return cursorReply(namespace, cursor.id, "firstBatch", documents);
}
