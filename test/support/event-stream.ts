/** A client of server-sent events, as `EventSource` is one: it keeps what it was told, and says where it was. */

export interface Sent {
	/** The position; undefined for what has none. */
	id: string | undefined;
	event: string;
	data: Record<string, unknown>;
}

export interface EventStream {
	/** Everything that it was told, in order. */
	told: Sent[];
	/** Resolves once the connection is over, whoever ended it. */
	over: Promise<void>;
	close(): void;
}

/** Opens the stream behind `lastEventId`; throws for any answer but a 200. */
export async function openEventStream(
	url: string,
	query: string,
	{ token, lastEventId }: { token: string; lastEventId?: string | undefined }
): Promise<EventStream> {
	const aborting = new AbortController();
	const response = await fetch(`${url}/api/v1/streaming/events?${query}`, {
		headers: {
			authorization: `Bearer ${token}`,
			...(lastEventId !== undefined && { "last-event-id": lastEventId })
		},
		signal: aborting.signal
	});
	if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
	const told: Sent[] = [];
	const reading = read(response.body!.pipeThrough(new TextDecoderStream()), told);
	return { told, over: reading.catch(() => undefined), close: () => aborting.abort() };
}

async function read(text: ReadableStream<string>, told: Sent[]) {
	let rest = "";
	for await (const chunk of text) {
		const blocks = (rest + chunk).split("\n\n");
		// The last one may not have come whole: a client must not take half an event for one.
		rest = blocks.pop()!;
		told.push(...blocks.filter(block => block.includes("data: ")).map(sentOf));
	}
}

function sentOf(block: string): Sent {
	const fields = new Map(
		block.split("\n").map(line => {
			const end = line.indexOf(": ");
			return [line.slice(0, end), line.slice(end + 2)];
		})
	);
	return {
		id: fields.get("id"),
		event: fields.get("event") ?? "message",
		data: JSON.parse(fields.get("data")!) as Record<string, unknown>
	};
}
