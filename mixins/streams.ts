/**
 * Durable streams: messages that are written with the change that they tell of, kept, and delivered at
 * least once to one member of every group, in order for each key.
 */
import type { Ctx, LyceumBroker } from "./context.ts";
import type { JsonSchema } from "./json-schema.ts";

/** A type of message on a stream, see `defineMessage`. */
export interface MessageDefinition<Payload = unknown> {
	readonly stream: string;
	/** What happened, in lower-case words: `evaluated`, `message-posted`. */
	readonly type: string;
	readonly description: string;
	/** What the payload has to fit. */
	readonly schema: JsonSchema;
	/** Holds the payload's type for the compiler; never set. */
	readonly payload?: Payload;
}

/** A message as a consumer gets it. */
export interface StreamMessage<Payload = unknown> {
	/** The same at every delivery, so that an effect can be had once. */
	id: string;
	stream: string;
	/** What the messages are in order for: a student, a session. */
	key: string;
	type: string;
	payload: Payload;
	at: Date;
	actorId: string | null;
	requestId: string | null;
}

/** What is published; the kernel adds the id and the time. */
export type OutgoingMessage = Omit<StreamMessage, "id" | "at">;

/** How often a message whose handler fails is delivered again: once after each of the delays. */
export interface RetryPolicy {
	delaysMs: number[];
}

/** What a service does with the messages of a stream. */
export interface StreamConsumer {
	/** Each message goes to one member of every group; the default is the service's name. */
	group?: string;
	/** The default is 1 s, 5 s, 30 s and 2 min: five deliveries, then the message is a dead letter. */
	retry?: RetryPolicy;
	/** A handler that takes longer has failed; the default is a minute. */
	timeoutMs?: number;
	/** May be called again with the same message: when it threw, or its node died before it ended. */
	handler(message: StreamMessage<never>, ctx: Ctx): unknown;
}

/** Declares a type of message; the service that publishes it names it under `publishes`. */
export function defineMessage<Payload>(
	stream: string,
	type: string,
	description: string,
	schema: JsonSchema
): MessageDefinition<Payload> {
	return Object.freeze({ stream, type, description, schema });
}

/**
 * Publishes a message in the open transaction, or in one of its own: it is there when the transaction
 * commits, and never otherwise. Answers the message's id.
 */
export function publish<Payload>(
	ctx: Ctx<unknown>,
	{ stream, type }: MessageDefinition<Payload>,
	key: string,
	payload: Payload
): Promise<string> {
	const { kernel } = ctx.broker as LyceumBroker;
	return kernel.publish({
		stream,
		type,
		key,
		payload,
		actorId: ctx.meta.caller?.id ?? null,
		requestId: ctx.requestID ?? null
	});
}
