/** What clients of the plain WebSocket door send, and what each message is answered. */
import { requestErrors } from "../../mixins/index.ts";
import { requireSound } from "../gateway/body/json.ts";
import { orProblem } from "./calls.ts";
import type { Realtime } from "./realtime.ts";
import type { SocketConnection } from "./websocket-door.ts";

const TYPES = "subscribe, unsubscribe or call";

interface Message {
	type?: unknown;
	/** Comes back with the answer, so that a client can tell its answers apart. */
	ref?: unknown;
	task_id?: unknown;
	subscription?: unknown;
	action?: unknown;
	params?: unknown;
	[more: string]: unknown;
}

type Answer = [event: string, payload: object];

/** Makes what answers the messages of a connection, one by one. */
export function createMessageHandler({ subscriptions, calls, messageLimits }: Realtime) {
	return async function answer(connection: SocketConnection, text: string): Promise<void> {
		// A client that does not take its answers gets no more of them.
		if (connection.isClosed) return;
		const message = readMessage(text);
		const mark = message?.ref === undefined ? {} : { ref: message.ref };
		const answered = await orProblem(() => answerTo(connection, message));
		const [event, payload]: Answer =
			"error" in answered ? ["error", answered] : answered.result;
		connection.door.send(event, { ...mark, ...payload }, [connection]);
	};

	async function answerTo(
		connection: SocketConnection,
		message: Message | null
	): Promise<Answer> {
		// A call counts by itself.
		if (message?.type !== "call") await messageLimits.arrive(connection);
		if (message === null) throw invalid("", "is no message", "an object as JSON text");
		requireSound(message);
		const { type, ref: _ref, ...rest } = message;
		switch (type) {
			case "subscribe":
				return ["subscribed", await subscribe(connection, rest)];
			case "unsubscribe": {
				const ended = subscriptions.unsubscribe(connection, String(rest.subscription));
				return ["unsubscribed", { ended }];
			}
			case "call":
				return ["answer", await calls.call(connection, rest.action, rest.params)];
			default:
				throw invalid("/type", "is not known", TYPES, type);
		}
	}

	/** Older clients say `task_id` for a task. */
	async function subscribe(connection: SocketConnection, { task_id: task, ...request }: Message) {
		await messageLimits.subscribe(connection);
		const asked = task === undefined ? request : { task, ...request };
		return subscriptions.subscribe(connection, asked);
	}
}

function readMessage(text: string): Message | null {
	try {
		const message: unknown = JSON.parse(text);
		const isRecord = typeof message === "object" && message !== null && !Array.isArray(message);
		return isRecord ? (message as Message) : null;
	} catch {
		return null;
	}
}

function invalid(pointer: string, message: string, expected: string, value?: unknown) {
	const problem = { pointer, message, ...(value !== undefined && { value }), expected };
	return requestErrors.INVALID({ errors: [problem] });
}
