/** Streams on JetStream: a stream for each, a subject for each partition, a consumer for each group and partition. */
import { AckPolicy, DeliverPolicy, DiscardPolicy, nanos, RetentionPolicy, StorageType } from "nats";
import type {
	DriverOptions,
	GroupStatus,
	MessagePage,
	MessageQuery,
	PlacedEntry,
	StreamDriver,
	StreamEnds,
	StreamStatus,
	Subscription,
	Unsubscribe
} from "../driver.ts";
import { PARTITIONS, type Entry } from "../entry.ts";
import { Connection, NatsAway } from "./connection.ts";
import { Member } from "./member.ts";
import { consumerName, groupOf, streamName, subjectOf } from "./names.ts";
import { Publisher } from "./publisher.ts";
import { readPage, readWindow } from "./read-page.ts";

/** In this time NATS itself knows an entry that it has already; beyond it the publisher looks. */
const DUPLICATE_WINDOW_MS = 120_000;

const NOT_FOUND = 404;

export class JetStreamDriver implements StreamDriver {
	readonly #options: DriverOptions;
	readonly #connection: Connection;
	readonly #failed: (error: unknown) => void;
	readonly #publishers = new Map<string, Publisher>();
	readonly #members = new Set<Member>();
	/** The streams that are known to be there. */
	readonly #streams = new Map<string, Promise<void>>();

	/** `reconnected` hears that messages can be published again. */
	constructor(
		url: string,
		options: DriverOptions,
		failed: (error: unknown) => void,
		reconnected: () => void
	) {
		this.#options = options;
		this.#failed = failed;
		const connected = () => {
			this.#streams.clear();
			this.takeOver();
			this.#members.forEach(member => void member.start());
			reconnected();
		};
		this.#connection = new Connection(url, connected, failed);
	}

	open(): Promise<void> {
		this.#connection.open();
		return Promise.resolve();
	}

	takeOver(): void {
		this.#publishers.forEach(publisher => publisher.forget());
	}

	async publish(entries: Entry[]): Promise<Entry[]> {
		const streams = [...Map.groupBy(entries, entry => entry.stream)];
		const kept = streams.map(([stream, own]) =>
			this.#publishOn(stream, own).catch(error => {
				// That NATS is away is told once, when the connection is lost.
				if (!(error instanceof NatsAway)) this.#failed(error);
				return [];
			})
		);
		return (await Promise.all(kept)).flat();
	}

	/** What is taken out of the outbox is on JetStream already. */
	keep(): Promise<void> {
		return Promise.resolve();
	}

	wake(): void {
		// JetStream answers the questions of the members by itself.
	}

	subscribe(subscription: Subscription): Unsubscribe {
		const { stream, group } = subscription;
		const members = Array.from({ length: PARTITIONS }, (_, partition) => {
			const place = {
				streamName: streamName(stream),
				consumerName: consumerName(group, partition)
			};
			const ensure = () => this.#ensureConsumer(stream, group, partition);
			const { ackWaitMs } = this.#options;
			return new Member(
				this.#connection,
				subscription,
				place,
				ackWaitMs,
				ensure,
				this.#failed
			);
		});
		for (const member of members) {
			this.#members.add(member);
			void member.start();
		}
		return async () => {
			members.forEach(member => this.#members.delete(member));
			await Promise.all(members.map(member => member.stop()));
		};
	}

	async status(stream: string): Promise<StreamStatus> {
		const { manager } = this.#connection;
		await this.#ensureStream(stream);
		const { state } = await manager.streams.info(streamName(stream));
		const lags = new Map<string, number>();
		for await (const { name, num_pending, num_ack_pending } of manager.consumers.list(
			streamName(stream)
		)) {
			const group = groupOf(name);
			if (group === null) continue;
			lags.set(group, (lags.get(group) ?? 0) + num_pending + num_ack_pending);
		}
		const isEmpty = state.messages === 0;
		return {
			messages: state.messages,
			oldestAt: isEmpty ? null : new Date(state.first_ts),
			newestAt: isEmpty ? null : new Date(state.last_ts),
			groups: [...lags]
				.map(([group, lag]): GroupStatus => ({ group, lag }))
				.sort((one, other) => (one.group < other.group ? -1 : 1))
		};
	}

	async messages(stream: string, query: MessageQuery): Promise<MessagePage> {
		await this.#ensureStream(stream);
		return readPage(this.#connection, stream, query);
	}

	async ends(stream: string): Promise<StreamEnds> {
		await this.#ensureStream(stream);
		const { state } = await this.#connection.manager.streams.info(streamName(stream));
		// NATS calls the first place of a new stream 0.
		return { first: Math.max(state.first_seq, 1), last: state.last_seq };
	}

	async between(stream: string, after: number, upTo: number): Promise<PlacedEntry[]> {
		const { first, last } = await this.ends(stream);
		const [from, to] = [Math.max(after + 1, first), Math.min(upTo, last)];
		return from > to ? [] : readWindow(this.#connection, streamName(stream), from, to);
	}

	async removeGroup(stream: string, group: string): Promise<boolean> {
		const { consumers } = this.#connection.manager;
		const removing = Array.from({ length: PARTITIONS }, (_, partition) =>
			consumers.delete(streamName(stream), consumerName(group, partition)).catch(notFound)
		);
		return (await Promise.all(removing)).includes(true);
	}

	/** JetStream does so itself. */
	trim(): Promise<void> {
		return Promise.resolve();
	}

	async check(): Promise<unknown> {
		return this.#connection.nats.flush();
	}

	close(): Promise<void> {
		return this.#connection.close();
	}

	async #publishOn(stream: string, entries: Entry[]): Promise<Entry[]> {
		await this.#ensureStream(stream);
		const publisher = this.#publishers.get(stream) ?? new Publisher(this.#connection, stream);
		this.#publishers.set(stream, publisher);
		return publisher.publish(entries, this.#failed);
	}

	#ensureStream(stream: string): Promise<void> {
		const known = this.#streams.get(stream);
		if (known) return known;
		const ensuring = this.#makeStream(stream);
		this.#streams.set(stream, ensuring);
		ensuring.catch(() => this.#streams.delete(stream));
		return ensuring;
	}

	async #makeStream(stream: string) {
		const { streams } = this.#connection.manager;
		const { retention, replicas } = this.#options;
		const config = {
			subjects: [subjectOf(stream, "*")],
			storage: StorageType.File,
			retention: RetentionPolicy.Limits,
			discard: DiscardPolicy.Old,
			max_age: nanos(retention.maxAgeMs),
			max_bytes: retention.maxBytes,
			duplicate_window: nanos(Math.min(DUPLICATE_WINDOW_MS, retention.maxAgeMs)),
			num_replicas: replicas
		};
		const name = streamName(stream);
		const isThere = await streams.info(name).then(() => true, notFound);
		await (isThere ? streams.update(name, config) : streams.add({ name, ...config }));
	}

	async #ensureConsumer(stream: string, group: string, partition: number) {
		await this.#ensureStream(stream);
		const { consumers } = this.#connection.manager;
		const name = consumerName(group, partition);
		const isThere = await consumers.info(streamName(stream), name).then(() => true, notFound);
		const changeable = { ack_wait: nanos(this.#options.ackWaitMs), max_ack_pending: 1 };
		if (isThere) {
			await consumers.update(streamName(stream), name, changeable);
			return;
		}
		await consumers.add(streamName(stream), {
			durable_name: name,
			filter_subject: subjectOf(stream, partition),
			deliver_policy: DeliverPolicy.All,
			ack_policy: AckPolicy.Explicit,
			max_deliver: -1,
			...changeable
		});
	}
}

function notFound(error: { api_error?: { code?: number } }): false {
	if (error.api_error?.code === NOT_FOUND) return false;
	throw error;
}
