/**
 * The streams of a node: takes what is published, in the transaction of the change, moves it to the driver,
 * and brings it to the services that consume it.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Service, ServiceBroker } from "moleculer";
import type {
	Ctx,
	Kernel,
	OutgoingMessage,
	StreamConsumer,
	StreamMessage
} from "../../mixins/index.ts";
import { Catalogue } from "./catalogue.ts";
import { DeadLetters } from "./dead-letters.ts";
import { DEFAULT_RETRY, DEFAULT_TIMEOUT_MS, deliveryTo } from "./delivery.ts";
import type { DriverOptions, StreamDriver, Unsubscribe } from "./driver.ts";
import { driverMaker, type MakeDriver } from "./driver-maker.ts";
import { Lease } from "./lease.ts";
import { StreamMetrics } from "./metrics.ts";
import { Outbox } from "./outbox.ts";
import { requireSoundMessage } from "./outgoing.ts";
import { Relay } from "./relay.ts";

/** How long messages wait at the most after the node that publishes has died. */
const LEASE_MS = 5000;
const TRIM_EVERY_MS = 60_000;

type Handle = (message: StreamMessage, ctx: Ctx) => unknown;

export interface StreamsOptions extends DriverOptions {
	/** Where JetStream is; null keeps streams in the store. */
	natsUrl: string | null;
	/** What the lease of the relay shows as its holder. */
	nodeId: string;
}

/** How nodes wake each other; the broker's broadcasts. */
export interface Neighbours {
	/** Messages wait for the node that publishes. */
	waiting(): void;
	/** Streams have new messages. */
	published(streams: string[]): void;
}

/** Makes the streams of a node, with what keeps them. */
export async function createStreams(
	kernel: Kernel,
	{ natsUrl, nodeId, ...options }: StreamsOptions
): Promise<Streams> {
	return new Streams(
		kernel,
		{ nodeId, isAlone: options.isAlone },
		await driverMaker(natsUrl, options)
	);
}

/** A service of this node as a member of a group. */
interface Member {
	stream: string;
	group: string;
	leave: Unsubscribe;
}

export class Streams {
	readonly catalogue = new Catalogue();
	readonly metrics = new StreamMetrics();
	readonly deadLetters: DeadLetters;
	readonly driver: StreamDriver;
	readonly outbox: Outbox;
	readonly #kernel: Kernel;
	readonly #isAlone: boolean;
	readonly #lease: Lease;
	readonly #relay: Relay;
	readonly #attached = new Map<Service, Member[]>();
	readonly #listeners = new Set<(streams: string[]) => void>();
	#logger: Pick<ServiceBroker["logger"], "error" | "warn"> | null = null;
	#neighbours: Neighbours = { waiting: () => undefined, published: () => undefined };
	#trimming: NodeJS.Timeout | undefined;

	/** See `createStreams`. */
	constructor(
		kernel: Kernel,
		{ nodeId, isAlone }: Pick<StreamsOptions, "nodeId" | "isAlone">,
		makeDriver: MakeDriver
	) {
		this.#kernel = kernel;
		this.outbox = new Outbox(kernel.connection);
		this.deadLetters = new DeadLetters(kernel, this.outbox);
		this.driver = makeDriver({
			connection: kernel.connection,
			failed: error =>
				this.#logger?.warn("What keeps the streams failed; it is tried again", error),
			connected: () => this.moveWaiting()
		});
		this.#isAlone = isAlone;
		this.#lease = new Lease(kernel.connection, "relay", nodeId, LEASE_MS);
		this.#relay = new Relay({
			kernel,
			outbox: this.outbox,
			lease: this.#lease,
			driver: this.driver,
			published: entries => {
				this.metrics.published(entries);
				const streams = [...new Set(entries.map(({ stream }) => stream))];
				this.wake(streams);
				this.#neighbours.published(streams);
			},
			waiting: () => this.#neighbours.waiting(),
			failed: error => this.#logger?.warn("Messages wait to be published", error)
		});
	}

	/** Makes what the store needs, and begins to look for NATS. */
	async open(): Promise<void> {
		await this.outbox.createIndexes();
		if (this.#isAlone) await this.#lease.free();
		await this.driver.open();
	}

	/** From now on it tells the other nodes and the log. */
	start(logger: ServiceBroker["logger"], neighbours: Neighbours): void {
		this.#logger = logger;
		this.#neighbours = neighbours;
		this.#trimming = setInterval(() => void this.trim(), TRIM_EVERY_MS).unref();
	}

	/** Begins to publish: what was told while the kernel started goes out together. */
	relay(): void {
		this.#relay.start();
		this.#relay.kick();
	}

	/** Publishes what waits once more; what is left is published by another node, or after the next start. */
	async stop(): Promise<void> {
		clearInterval(this.#trimming);
		await this.#relay.stop();
	}

	async close(): Promise<void> {
		await this.driver.close();
	}

	/** Adds a message of a declared type to the open transaction, or to one of its own. */
	async publish(message: OutgoingMessage): Promise<string> {
		const sound = requireSoundMessage(this.catalogue, message);
		return this.#kernel.transaction(async session => {
			const id = await this.outbox.add(sound, session);
			this.#kernel.afterCommit(() => this.moveWaiting());
			return id;
		});
	}

	/** Hears that streams have new messages, from this node or another. */
	wake(streams: string[]): void {
		this.driver.wake(streams);
		this.#listeners.forEach(listener => listener(streams));
	}

	/** Calls `listener` with the streams that have new messages; answers what ends it. */
	onPublished(listener: (streams: string[]) => void): () => void {
		this.#listeners.add(listener);
		return () => void this.#listeners.delete(listener);
	}

	/** Publishes what waits, if this node is the one that does so. */
	moveWaiting(): void {
		this.#relay.kick();
	}

	/** Brings messages to a service, until it is detached. */
	attach(service: Service, consumers: Record<string, StreamConsumer>, group: string): void {
		const members = Object.entries(consumers).map(([stream, consumer]): Member => {
			const own = consumer.group ?? group;
			const leave = this.#subscribe(service, stream, consumer, own);
			return { stream, group: own, leave };
		});
		this.#attached.set(service, members);
	}

	/** Brings nothing more, and waits for what the service works on. */
	async detach(service: Service): Promise<void> {
		const members = this.#attached.get(service) ?? [];
		this.#attached.delete(service);
		await Promise.all(members.map(({ leave }) => leave()));
	}

	/** True while a service of this node consumes the stream in that group. */
	isConsumed(stream: string, group: string): boolean {
		return [...this.#attached.values()]
			.flat()
			.some(member => member.stream === stream && member.group === group);
	}

	/** Forgets a group for good, its dead letters too; false when there is none of that name. */
	async removeGroup(stream: string, group: string): Promise<boolean> {
		const letters = await this.deadLetters.forget(stream, group);
		const isThere = await this.driver.removeGroup(stream, group);
		this.metrics.lag(stream, { groups: [{ group, lag: 0 }] });
		return isThere || letters > 0;
	}

	async trim(): Promise<void> {
		const names = this.catalogue.streams().map(({ name }) => name);
		await this.driver
			.trim(names)
			.catch(error => this.#logger?.warn("Old messages were not taken away", error));
	}

	#subscribe(service: Service, stream: string, consumer: StreamConsumer, group: string) {
		const { retry = DEFAULT_RETRY, timeoutMs = DEFAULT_TIMEOUT_MS } = consumer;
		// As whoever attaches: what wakes a member is the work of another service.
		const handle = AsyncLocalStorage.bind(consumer.handler.bind(service) as Handle);
		const deliver = deliveryTo({
			group,
			retry,
			timeoutMs,
			handle: message => {
				const { ContextFactory } = service.broker;
				const { requestID, meta } = { requestID: message.requestId, meta: {} };
				const ctx = ContextFactory.create(service.broker, null as never, message as never, {
					...(requestID !== null && { requestID }),
					meta
				});
				ctx.service = service;
				return handle(message, ctx as never);
			},
			bury: dead => this.deadLetters.bury(dead),
			counted: what => this.metrics.counted(what, stream, group),
			failed: (error, entry, attempt) =>
				this.#logger?.warn(
					`The group "${group}" failed at delivery ${attempt} of the message ${entry.messageId} ("${entry.type}" on "${stream}")`,
					error
				)
		});
		return this.driver.subscribe({ stream, group, deliver });
	}
}
