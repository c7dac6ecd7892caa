/** Reads a page of a stream, the newest messages first: JetStream itself can only be read forwards. */
import { DeliverPolicy } from "nats";
import {
	LOOKED_THROUGH,
	type MessagePage,
	type MessageQuery,
	type PlacedEntry
} from "../driver.ts";
import type { Entry } from "../entry.ts";
import type { Connection } from "./connection.ts";
import { decode } from "./encoding.ts";
import { streamName } from "./names.ts";

/** How many messages are held in memory at once. */
const WINDOW = 200;
const WINDOW_TIMEOUT_MS = 5000;

export async function readPage(
	connection: Connection,
	stream: string,
	{ key, type, page, pageSize }: MessageQuery
): Promise<MessagePage> {
	const name = streamName(stream);
	const { state } = await connection.manager.streams.info(name);
	const lowest = Math.max(state.first_seq, state.last_seq - LOOKED_THROUGH + 1, 1);
	const isWanted = (entry: Entry) =>
		entry.group === null &&
		(key === undefined || entry.key === key) &&
		(type === undefined || entry.type === type);
	const [from, to] = [(page - 1) * pageSize, page * pageSize];
	const entries: Entry[] = [];
	let total = 0;
	for (let last = state.last_seq; last >= lowest; last -= WINDOW) {
		const first = Math.max(lowest, last - WINDOW + 1);
		for (const { entry } of (await readWindow(connection, name, first, last)).reverse()) {
			if (!isWanted(entry)) continue;
			if (total >= from && total < to) entries.push(entry);
			total++;
		}
	}
	return { entries, total };
}

/** The messages from one place to another, by a consumer that goes by itself. */
export async function readWindow(
	connection: Connection,
	name: string,
	first: number,
	last: number
): Promise<PlacedEntry[]> {
	const consumer = await connection.nats
		.jetstream()
		.consumers.get(name, { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: first });
	const entries: PlacedEntry[] = [];
	try {
		const messages = await consumer.fetch({
			max_messages: last - first + 1,
			expires: WINDOW_TIMEOUT_MS
		});
		for await (const message of messages) {
			if (message.seq > last) break;
			entries.push({ position: message.seq, entry: decode(message.data) });
			if (message.seq === last || message.info.pending === 0) break;
		}
	} finally {
		await consumer.delete().catch(() => undefined);
	}
	return entries;
}
