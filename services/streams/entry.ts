/** A message as it travels: from the outbox through a driver to the consumers. */
import { hash } from "node:crypto";
import type { StreamMessage } from "../../mixins/index.ts";

/** How many keys of one stream can be worked on at the same time by a group; the order holds for each. */
export const PARTITIONS = 8;

export interface Entry {
	/** What a driver de-duplicates by; a message that is replayed has a new one. */
	_id: string;
	messageId: string;
	stream: string;
	partition: number;
	key: string;
	type: string;
	payload: unknown;
	at: Date;
	actorId: string | null;
	requestId: string | null;
	/** The one group that a replay is for; null for everybody. */
	group: string | null;
}

/** A key is always in the same partition; another number of partitions would break the order. */
export function partitionOf(key: string): number {
	return hash("sha1", key, "buffer").readUInt32BE(0) % PARTITIONS;
}

/** What a consumer gets of an entry. */
export function toMessage(entry: Entry): StreamMessage {
	const { messageId: id, stream, key, type, payload, at, actorId, requestId } = entry;
	return { id, stream, key, type, payload, at, actorId, requestId };
}
