/** The Socket.IO door: moleculer-io's server on the gateway's port, with our handlers. */
import type { IncomingMessage, Server as HttpServer, ServerResponse } from "node:http";
import type { ServiceSchema } from "moleculer";
import SocketIo from "moleculer-io";
import type { Server, Socket } from "socket.io";
import { defineService } from "../../mixins/index.ts";
import { isOwnPage } from "../gateway/own-page.ts";
import type { Runtime } from "../kernel/runtime.ts";
import { orProblem, refusalOf } from "./calls.ts";
import type { Connection } from "./connection.ts";
import type { Leave } from "./connection-limits.ts";
import { createAdmission, type Admitted } from "./handshake.ts";
import type { Realtime } from "./realtime.ts";
import { refuseAtStop } from "./refuse.ts";
import { SocketDoor } from "./socket-door.ts";

/** As long as a body over REST may be. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

/** How long a client may take from its connection to saying who it is. */
const CONNECT_TIMEOUT_MS = 10_000;
const SECOND_MS = 1000;

interface SocketsThis {
	io: Server;
	initSocketIO(server: HttpServer, options: object): void;
}

interface SocketData {
	admitted: Admitted;
	leave: Leave;
	connection: Connection;
	door: SocketDoor;
}

type OpenSocket = Socket<never, never, never, SocketData>;

/** How moleculer-io's clients take the end of a call: an error, or null and the result. */
type Respond = (error: object | null, result?: unknown) => void;

type Acknowledge = (answer: object) => void;

/** moleculer-io closes the gateway's server with its own. */
const { stopped: _closesServer, ...withoutClose } = SocketIo;

/** Makes the definition; the server is the gateway's. */
export function socketsService(
	runtime: Runtime,
	server: HttpServer,
	{ subscriptions, callers, calls, metrics, messageLimits, connectionLimits }: Realtime
) {
	const { config } = runtime;
	const heartbeatMs = config.socketHeartbeatSeconds * SECOND_MS;
	const admit = createAdmission(runtime);

	/** Lets a socket in, or says why not. */
	async function admitSocket(socket: OpenSocket, next: (error?: Error) => void) {
		try {
			const admitted = await admit(socket.request, socket.handshake.auth);
			const leave = connectionLimits.enter(admitted);
			// Also of a client that goes before it is let in.
			socket.conn.once("close", leave);
			Object.assign(socket.data, { admitted, leave });
			next();
		} catch (error) {
			const problem = refusalOf(error);
			next(Object.assign(new Error(problem.detail), { data: problem }));
		}
	}

	function open(door: SocketDoor, socket: OpenSocket) {
		const connection = {
			id: socket.id,
			door,
			subscriptions: new Map(),
			isClosed: false,
			...socket.data.admitted
		};
		Object.assign(socket.data, { connection, door, admitted: undefined });
		forgetHandshake(socket);
		callers.add(connection);
		socket.once("disconnect", () => {
			callers.remove(connection);
			socket.data.leave();
			// What is left of it would count for nobody.
			socket.conn.close();
		});
	}

	async function subscribe(this: OpenSocket, request: unknown, acknowledge: unknown) {
		const { connection, door } = this.data;
		if (!door.keepsUp(connection)) return;
		const answer = await orProblem(async () => {
			await messageLimits.arrive(connection);
			await messageLimits.subscribe(connection);
			return subscriptions.subscribe(connection, request);
		});
		acknowledgeWith(acknowledge, "error" in answer ? answer : answer.result);
	}

	async function unsubscribe(this: OpenSocket, request: unknown, acknowledge: unknown) {
		const { connection, door } = this.data;
		if (!door.keepsUp(connection)) return;
		const { subscription = request } = (request ?? {}) as { subscription?: unknown };
		const answer = await orProblem(async () => {
			await messageLimits.arrive(connection);
			return { ended: subscriptions.unsubscribe(connection, String(subscription)) };
		});
		acknowledgeWith(acknowledge, "error" in answer ? answer : answer.result);
	}

	async function call(this: OpenSocket, action: unknown, ...rest: unknown[]) {
		const { connection, door } = this.data;
		if (!door.keepsUp(connection)) return;
		const [params, respond] = typeof rest[0] === "function" ? [undefined, rest[0]] : rest;
		const answer = await calls.call(connection, action, params);
		if (typeof respond !== "function") return;
		const reply = respond as Respond;
		if ("error" in answer) reply(answer.error);
		else reply(null, answer.result);
	}

	return defineService<SocketsThis>({
		name: "sockets",
		mixins: [withoutClose as Partial<ServiceSchema>],
		settings: {
			server: false,
			io: {
				namespaces: {
					"/": { middlewares: [admitSocket], events: { subscribe, unsubscribe, call } }
				}
			}
		},
		actions: { broadcast: false, getClients: false, call: false } as never,

		created() {
			this.initSocketIO(server, {
				serveClient: false,
				// Other upgrades on this server are for other doors.
				destroyUpgrade: false,
				maxHttpBufferSize: MAX_MESSAGE_BYTES,
				connectTimeout: CONNECT_TIMEOUT_MS,
				pingInterval: heartbeatMs,
				pingTimeout: heartbeatMs,
				cors: {
					origin: config.corsOrigins,
					credentials: !config.corsOrigins.includes("*")
				},
				allowRequest: (
					request: Parameters<typeof isOwnPage>[0],
					decide: (error: string | null, allowed: boolean) => void
				) => decide(null, isOwnPage(request, config))
			});
			// Those that poll; an upgrade is refused before it comes here.
			this.io.engine.use((_: IncomingMessage, response: ServerResponse, next: () => void) =>
				connectionLimits.isStopping ? refuseAtStop(response) : next()
			);
			this.io.engine.use(tellOfClose);
			const door = new SocketDoor(this.io, {
				tooSlow: connection => callers.drop(connection, "too-slow"),
				sent: count => metrics.delivered("socket.io", count)
			});
			this.io.on("connection", (socket: OpenSocket) => open(door, socket));
		},

		stopped() {
			this.io.disconnectSockets(true);
			this.io.engine.close();
		}
	});
}

/**
 * Engine.IO waits for a request's `close` to learn that a client which polls is gone. The gateway's server ends
 * requests without a body before they begin, so that they never say it.
 */
function tellOfClose(request: IncomingMessage, response: ServerResponse, next: () => void) {
	if (request.method === "GET" && request.headers.upgrade === undefined)
		response.once("close", () => request.emit("close"));
	next();
}

/** One for all sockets. */
const NOTHING = Object.freeze({});
const HANDSHAKE = { headers: NOTHING, query: NOTHING, auth: NOTHING, url: "", time: "" };

/**
 * Engine.IO keeps the request that opened a connection as long as the connection, and Socket.IO a copy of its
 * parts with the token: some kilobytes for each socket that nobody reads again.
 */
function forgetHandshake({ conn, handshake }: OpenSocket) {
	const { request } = conn;
	Object.assign(conn, { request: null });
	Object.assign(handshake, HANDSHAKE);
	// Listeners of Engine.IO's hold it too. One that polls is still being answered.
	if (conn.transport.name === "websocket") emptyOut(request);
}

/** Its properties stay, because without them it would become a table, which is larger than they are. */
function emptyOut(request: object) {
	for (const key of Reflect.ownKeys(request)) Reflect.set(request, key, undefined);
}

function acknowledgeWith(acknowledge: unknown, answer: object) {
	if (typeof acknowledge === "function") (acknowledge as Acknowledge)(answer);
}
