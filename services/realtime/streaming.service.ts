/**
 * The door for server-sent events: `GET /streaming/events` and `/streaming/progress`. A browser's `EventSource` comes back by itself
 * and says with `Last-Event-ID` where it was, so that it misses nothing.
 */
import { randomUUID } from "node:crypto";
import { PassThrough } from "node:stream";
import { defineService, type Client, type Ctx, type JsonSchema } from "../../mixins/index.ts";
import { GUEST } from "../kernel/runtime.ts";
import type { Door } from "./connection.ts";
import {
	eventStreamDoor,
	eventText,
	isLast,
	taskStreamDoor,
	type StreamConnection
} from "./event-stream-door.ts";
import type { Realtime } from "./realtime.ts";
import type { Subscribed } from "./subscription.ts";

/** Shorter than the usual proxy waits for a next byte. */
const HEARTBEAT_MS = 15_000;

/** How long a client should wait before it comes back. */
const RETRY_MS = 2000;

const UNKNOWN_CLIENT: Client = { address: "", userAgent: "", ownPage: false };

interface Events {
	collection?: string;
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
		id: { type: "string", description: "One document alone" },
		filter: {
			type: "object",
			additionalProperties: true,
			description: "As in the collection's list, e.g. `filter[status]=active`"
		},
		since: { type: "string", description: "The position after which to tell everything" }
	},
	required: ["collection"],
	additionalProperties: false
};

/** Makes the definition. */
export function streamingService({ subscriptions, callers }: Realtime) {
	/** Opens a stream for whoever calls, and subscribes it; nothing stays open when that is refused. */
	async function open(
		ctx: Ctx<unknown>,
		request: object,
		door: Door = eventStreamDoor
	): Promise<PassThrough> {
		const { caller = GUEST, client = UNKNOWN_CLIENT } = ctx.meta;
		const stream = new PassThrough();
		const connection: StreamConnection = {
			id: randomUUID(),
			door,
			caller,
			client,
			subscriptions: new Map(),
			isClosed: false,
			stream
		};
		stream.write(`retry: ${RETRY_MS}\n\n`);
		callers.add(connection);
		stream.once("close", () => callers.remove(connection));
		try {
			const subscribed = await subscriptions.subscribe(connection, request);
			stream.write(eventText("subscribed", subscribed));
			tellFirst(stream, subscribed);
		} catch (error) {
			stream.destroy();
			throw error;
		}
		keepAlive(stream);
		ctx.meta.$responseType = "text/event-stream";
		ctx.meta.$responseHeaders = { "Cache-Control": "no-store", "X-Accel-Buffering": "no" };
		return stream;
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
					return open(ctx, ctx.params);
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
					return open(ctx, { task: ctx.params.task }, taskStreamDoor);
				}
			}
		}
	});
}

/** Where a task is already is told as what comes later is, so that a client hears of it in one way. */
function tellFirst(stream: PassThrough, { subscription, task }: Subscribed) {
	if (task === undefined) return;
	const payload = { subscription, ...(task as { state: string }) };
	stream.write(eventText("progress", payload));
	if (isLast(payload)) stream.end();
}

function keepAlive(stream: PassThrough) {
	const beating = setInterval(() => stream.write(":\n\n"), HEARTBEAT_MS).unref();
	stream.once("close", () => clearInterval(beating));
	stream.once("finish", () => clearInterval(beating));
}
