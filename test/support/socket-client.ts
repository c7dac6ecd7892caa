/** A Socket.IO client of a test: it keeps what it was told, so that a test can wait for it. */
import { io, type Socket } from "socket.io-client";
import { waitUntil } from "./wait-until.ts";

export interface Told {
	event: string;
	payload: Record<string, unknown>;
}

export interface SocketClient {
	socket: Socket;
	/** Everything that it was told, in order. */
	told: Told[];
	/** The changes alone. */
	changes(): Record<string, unknown>[];
	subscribe(request: object): Promise<Record<string, unknown>>;
	call(action: string, params?: object): Promise<{ error: unknown; result: unknown }>;
	/** Waits until it has been told of this many changes. */
	afterChanges(count: number): Promise<Record<string, unknown>[]>;
	close(): void;
}

/** Connects; rejects with the server's refusal. */
export async function openSocket(
	url: string,
	auth: object = {},
	extraHeaders: Record<string, string> = {},
	transports = ["websocket"]
): Promise<SocketClient> {
	const socket = io(url, {
		auth,
		extraHeaders,
		transports,
		reconnection: false,
		forceNew: true
	});
	const told: Told[] = [];
	socket.onAny((event: string, payload: Record<string, unknown>) =>
		told.push({ event, payload })
	);
	await new Promise<void>((resolve, reject) => {
		socket.once("connect", resolve);
		socket.once("connect_error", reject);
	});
	const changes = () =>
		told.filter(({ event }) => event === "change").map(({ payload }) => payload);
	return {
		socket,
		told,
		changes,
		subscribe: request => socket.emitWithAck("subscribe", request) as never,
		call: (action, params) =>
			new Promise(resolve =>
				socket.emit("call", action, params, (error: unknown, result: unknown) =>
					resolve({ error, result })
				)
			),
		async afterChanges(count) {
			await waitUntil(`${count} changes`, () => changes().length >= count);
			return changes();
		},
		close: () => socket.close()
	};
}
