/**
 * Puts entries on a stream in their order. Each names the place that it expects to be behind, so that NATS
 * refuses a relay that does not know the end of the stream: another one has been at work since.
 */
import type { PubAck, StreamInfo } from "nats";
import type { Entry } from "../entry.ts";
import type { Connection } from "./connection.ts";
import { decode, encode } from "./encoding.ts";
import { streamName, subjectOf } from "./names.ts";

/** As many as a relay that died could have put there without noting it. */
const UNSETTLED = 100;
const PUBLISH_TIMEOUT_MS = 5000;

export class Publisher {
	readonly #connection: Connection;
	readonly #stream: string;
	/** The last place of the stream; null when it has to be looked at. */
	#end: number | null = null;

	constructor(connection: Connection, stream: string) {
		this.#connection = connection;
		this.#stream = stream;
	}

	/** Looks at the stream again before the next entry. */
	forget(): void {
		this.#end = null;
	}

	/** Answers the entries that are on the stream: a beginning of those given. */
	async publish(entries: Entry[], failed: (error: unknown) => void): Promise<Entry[]> {
		const there = this.#end === null ? await this.#findEnd() : new Set<string>();
		const missing = entries.filter(({ _id }) => !there.has(_id));
		const found = entries.filter(({ _id }) => there.has(_id));
		const answers = await Promise.allSettled(
			missing.map((entry, index) => this.#put(entry, this.#end! + index))
		);
		const refused = answers.findIndex(({ status }) => status === "rejected");
		const kept = refused === -1 ? missing : missing.slice(0, refused);
		if (refused === -1) this.#end! += missing.length;
		else {
			this.#end = null;
			failed((answers[refused] as PromiseRejectedResult).reason);
		}
		return [...found, ...kept];
	}

	#put(entry: Entry, end: number): Promise<PubAck> {
		const jetstream = this.#connection.nats.jetstream({ timeout: PUBLISH_TIMEOUT_MS });
		return jetstream.publish(subjectOf(this.#stream, entry.partition), encode(entry), {
			msgID: entry._id,
			expect: { lastSequence: end }
		});
	}

	/** The ids at the end of the stream: what a relay before may have put there and not noted. */
	async #findEnd(): Promise<Set<string>> {
		const { manager } = this.#connection;
		const name = streamName(this.#stream);
		const { state }: StreamInfo = await manager.streams.info(name);
		const first = Math.max(state.first_seq, state.last_seq - UNSETTLED + 1, 1);
		const ids = new Set<string>();
		for (let seq = first; seq <= state.last_seq; seq++) {
			const message = await manager.streams.getMessage(name, { seq }).catch(ignoreMissing);
			if (message) ids.add(decode(message.data)._id);
		}
		this.#end = state.last_seq;
		return ids;
	}
}

/** A place in the middle may be empty: its message was taken away. */
function ignoreMissing(error: { code?: unknown; api_error?: { code?: number } }) {
	if (error.api_error?.code === 404) return null;
	throw error;
}
