/** The streams of one node without the rest of a kernel: a store, a broker, and whatever consumes. */
import { ServiceBroker, type Service } from "moleculer";
import {
	defineMessage,
	type LyceumBroker,
	type StreamConsumer,
	type StreamMessage
} from "../../mixins/index.ts";
import { readConfig } from "../../services/kernel/config.ts";
import { connectStore } from "../../services/kernel/connection.ts";
import { createRuntime, type Runtime } from "../../services/kernel/runtime.ts";
import {
	createStreams,
	type Streams,
	type StreamsOptions
} from "../../services/streams/streams.ts";

/** What the tests publish: numbers in an order. */
export const COUNTED = defineMessage<{ n: number }>("counts", "counted", "A number was counted", {
	type: "object",
	properties: { n: { type: "integer" }, padding: { type: "string" } },
	required: ["n"],
	additionalProperties: false
});

export type Counted = StreamMessage<{ n: number }>;

export interface StreamNode {
	streams: Streams;
	runtime: Runtime;
	count(key: string, n: number, padding?: string): Promise<string>;
	/** Consumes `counts`; answers what ends it. */
	consume(
		handler: (message: Counted) => unknown,
		options?: Partial<Pick<StreamConsumer, "group" | "retry" | "timeoutMs">>
	): () => Promise<void>;
	close(): Promise<void>;
}

export interface StreamNodeOptions extends Partial<StreamsOptions> {
	mongoUrl: string;
}

const DAY_MS = 86_400_000;

export async function openStreamNode({
	mongoUrl,
	...given
}: StreamNodeOptions): Promise<StreamNode> {
	const connection = await connectStore(mongoUrl);
	const config = readConfig({ MONGO_URL: mongoUrl });
	const abilities = { abilityOf: () => undefined as never };
	const runtime: Runtime = createRuntime(
		config,
		connection,
		abilities,
		() => null,
		message => streams.publish(message)
	);
	const streams = await createStreams(runtime, {
		natsUrl: null,
		nodeId: `node-${process.pid}`,
		ackWaitMs: 2000,
		isAlone: false,
		replicas: 1,
		retention: { maxAgeMs: DAY_MS, maxBytes: 64 * 1024 * 1024 },
		...given
	});
	const broker = new ServiceBroker({ logger: process.env.LOG_LEVEL === "debug" }) as LyceumBroker;
	broker.kernel = runtime;
	const publisher = { name: "counter" } as Service;
	streams.catalogue.add(publisher, { publishes: [COUNTED] });
	await streams.open();
	streams.start(broker.logger, { waiting: () => undefined, published: () => undefined });
	streams.relay();
	const attached = new Set<Service>();
	return {
		streams,
		runtime,
		count: (key, n, padding) =>
			streams.publish({
				stream: COUNTED.stream,
				type: COUNTED.type,
				key,
				payload: { n, ...(padding !== undefined && { padding }) },
				actorId: null,
				requestId: null
			}),
		consume(handler, options = {}) {
			const service = { name: "counter", broker } as unknown as Service;
			const consumer = { ...options, handler: (message: never) => handler(message) };
			streams.attach(service, { [COUNTED.stream]: consumer }, "counter");
			attached.add(service);
			return async () => {
				attached.delete(service);
				await streams.detach(service);
			};
		},
		async close() {
			await Promise.all([...attached].map(service => streams.detach(service)));
			await streams.stop();
			await streams.close();
			await connection.close();
		}
	};
}
