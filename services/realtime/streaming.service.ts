/**
 * The door for server-sent events: `GET /streaming/events` and `/streaming/progress`. A browser's `EventSource` comes back by itself
 * and says with `Last-Event-ID` where it was, so that it misses nothing.
 */
import { randomUUID } from "node:crypto";
import type { PassThrough } from "node:stream";
import { defineService, type Client, type Ctx, type JsonSchema } from "../../mixins/index.ts";
import { WatchedStream } from "../gateway/watched-stream.ts";
import { GUEST, type Runtime } from "../kernel/runtime.ts";
import { EventStreamDoor, type StreamConnection } from "./event-stream-door.ts";
import type { Realtime } from "./realtime.ts";
import type { SocketDoorHooks } from "./socket-door.ts";
import { TaskStreamDoor } from "./task-stream-door.ts";

const SECOND_MS = 1000;

/** How long a client should wait before it comes back. */
const RETRY_MS = 2000;

/** A client that takes nothing in so many heartbeats is gone, or might as well be. */
const HEARTBEATS_TO_TAKE = 2;

const UNKNOWN_CLIENT: Client = { address: "", userAgent: "", ownPage: false };

interface Events {
	collection?: string;
	stream?: string;
	id?: string;
	filter?: unknown;
	since?: string;
}

const EVENTS_EXAMPLE = [
	`retry: ${RETRY_MS}`,
	"",
	"id: 42",
	"event: change",
	'data: {"subscription":"X1","type":"created","id":"65f0c0ffee65f0c0ffee65f0","document":{},"position":42}',
	""
].join("\n");

const PROGRESS_EXAMPLE = [
	`retry: ${RETRY_MS}`,
	"",
	"event: progress",
	'data: {"subscription":"task 65f0c0ffee65f0c0ffee65f0","task":"65f0c0ffee65f0c0ffee65f0","state":"running","progress":0.5,"message":"12 of 24","error":null}',
	""
].join("\n");

const eventsQuery: JsonSchema = {
	type: "object",
	properties: {
		collection: { type: "string", description: "Whose changes", example: "projects" },
		stream: {
			type: "string",
			description: "The durable stream whose messages, in place of `collection`"
		},
		id: { type: "string", description: "One document alone" },
		filter: {
			type: "object",
			additionalProperties: true,
			description:
				"As in the collection's list, e.g. `filter[status]=active`; of a stream e.g. `filter[key]=…`"
		},
		since: { type: "string", description: "The position after which to tell everything" }
	},
	additionalProperties: false
};

/** Makes the definition. */
export function streamingService(
	{ config }: Runtime,
	{ subscriptions, callers, metrics, connectionLimits }: Realtime
) {
	const heartbeatMs = config.socketHeartbeatSeconds * SECOND_MS;
	const hooks: SocketDoorHooks = {
		tooSlow: connection => callers.drop(connection, "too-slow"),
		sent: count => metrics.delivered("sse", count)
	};
	const eventsDoor = new EventStreamDoor(hooks);
	const taskDoor = new TaskStreamDoor(hooks);

	/** Opens a stream for whoever calls, and subscribes it; nothing stays open when that is refused. */
	async function open(
		ctx: Ctx<unknown>,
		request: object,
		door: EventStreamDoor
	): Promise<PassThrough> {
		const { caller = GUEST, client = UNKNOWN_CLIENT } = ctx.meta;
		const leave = connectionLimits.enter({ caller, client });
		const stream = new WatchedStream(HEARTBEATS_TO_TAKE * heartbeatMs, () =>
			hooks.tooSlow(connection)
		);
		const begun = Promise.withResolvers<void>();
		const connection: StreamConnection = {
			id: randomUUID(),
			door,
			caller,
			client,
			subscriptions: new Map(),
			isClosed: false,
			stream,
			begun: begun.resolve
		};
		stream.write(`retry: ${RETRY_MS}\n\n`);
		callers.add(connection);
		stream.once("close", () => {
			leave();
			callers.remove(connection);
		});
		const subscribing = subscribe(connection, request);
		// What was missed may be more than can wait here: the client reads it as it comes.
		await Promise.race([subscribing, begun.promise]);
		// Later refusals have ended the stream, which is all that a client can still be told.
		subscribing.catch(() => undefined);
		keepAlive(stream, heartbeatMs);
		ctx.meta.$responseType = "text/event-stream";
		ctx.meta.$responseHeaders = { "Cache-Control": "no-store", "X-Accel-Buffering": "no" };
		return stream;
	}

	async function subscribe(connection: StreamConnection, request: object) {
		try {
			const subscribed = await subscriptions.subscribe(connection, request);
			connection.door.send("subscribed", subscribed, [connection]);
		} catch (error) {
			connection.stream.destroy();
			throw error;
		}
	}

	return defineService({
		name: "streaming",

		actions: {
			events: {
				rest: "GET /events",
				can: "public",
				headers: { "last-event-id": "since" },
				summary: "Hear of changes as they happen, as server-sent events",
				description:
					"Each `change` names a document that came, changed or went for the caller; its `id:` is the position to go on from with `Last-Event-ID`.",
				input: { query: eventsQuery },
				returns: {
					type: "text/event-stream",
					schema: { type: "string" },
					example: EVENTS_EXAMPLE
				},
				handler(ctx: Ctx<Events>) {
					return open(ctx, ctx.params, eventsDoor);
				}
			},

			progress: {
				rest: "GET /progress",
				can: "public",
				params: { task: { type: "string", max: 64, example: "65f0c0ffee65f0c0ffee65f0" } },
				summary: "Hear how far a task is, as server-sent events",
				description:
					"Each `progress` has its state and how far it is, from 0 to 1; the stream ends with the task.",
				returns: {
					type: "text/event-stream",
					schema: { type: "string" },
					example: PROGRESS_EXAMPLE
				},
				handler(ctx: Ctx<{ task: string }>) {
					return open(ctx, { task: ctx.params.task }, taskDoor);
				}
			}
		}
	});
}

/** Shows proxies that the connection is used, and the client that the server is there. */
function keepAlive(stream: PassThrough, everyMs: number) {
	const beating = setInterval(() => {
		if (!stream.writableEnded) stream.write(":\n\n");
	}, everyMs).unref();
	stream.once("close", () => clearInterval(beating));
	stream.once("finish", () => clearInterval(beating));
}
