/** The Socket.IO door: moleculer-io's server on the gateway's port, with our handlers. */
import type { Server as HttpServer } from "node:http";
import type { ServiceSchema } from "moleculer";
import SocketIo from "moleculer-io";
import type { Server, Socket } from "socket.io";
import { accessErrors, defineService, type LyceumBroker } from "../../mixins/index.ts";
import { isOwnPage } from "../gateway/own-page.ts";
import type { Runtime } from "../kernel/runtime.ts";
import { callAction, orProblem, refusalOf } from "./calls.ts";
import { createAdmission, type Admitted } from "./handshake.ts";
import type { Realtime } from "./realtime.ts";
import { socketDoor, type SocketIoConnection } from "./socket-door.ts";

/** As long as a body over REST may be. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

const USED = "This connection was used before: open another one";

interface SocketsThis {
	io: Server;
	broker: LyceumBroker;
	initSocketIO(server: HttpServer, options: object): void;
}

/** A socket first has who was let in, then the connection that was made of it. */
type SocketData = { admitted: Admitted; connection: SocketIoConnection };

type OpenSocket = Socket<never, never, never, SocketData>;

/** How moleculer-io's clients take the end of a call: an error, or null and the result. */
type Respond = (error: object | null, result?: unknown) => void;

type Acknowledge = (answer: object) => void;

/** moleculer-io closes the gateway's server with its own. */
const { stopped: _closesServer, ...withoutClose } = SocketIo;

/** Makes the definition; the server is the gateway's. */
export function socketsService(
	broker: LyceumBroker,
	runtime: Runtime,
	server: HttpServer,
	realtime: Realtime
) {
	const { subscriptions, callers } = realtime;
	const { config } = runtime;
	const admit = createAdmission(runtime);

	/** Lets a socket in, or says why not. */
	async function admitSocket(socket: OpenSocket, next: (error?: Error) => void) {
		try {
			// A client that left comes back over a connection of its own: this one's request is forgotten.
			if (socket.request === null) throw accessErrors.UNAUTHENTICATED({ reason: USED });
			socket.data.admitted = await admit(socket.request, socket.handshake.auth);
			next();
		} catch (error) {
			const problem = refusalOf(error);
			next(Object.assign(new Error(problem.detail), { data: problem }));
		}
	}

	function open(socket: OpenSocket) {
		const connection: SocketIoConnection = {
			id: socket.id,
			door: socketDoor,
			subscriptions: new Map(),
			isClosed: false,
			...socket.data.admitted,
			socket
		};
		socket.data = { connection } as SocketData;
		forgetHandshake(socket);
		callers.add(connection);
		socket.once("disconnect", () => callers.remove(connection));
	}

	async function subscribe(this: OpenSocket, request: unknown, acknowledge: unknown) {
		const answer = await orProblem(() =>
			subscriptions.subscribe(this.data.connection, request)
		);
		acknowledgeWith(acknowledge, "error" in answer ? answer : answer.result);
	}

	function unsubscribe(this: OpenSocket, request: unknown, acknowledge: unknown) {
		const { subscription = request } = (request ?? {}) as { subscription?: unknown };
		const ended = subscriptions.unsubscribe(this.data.connection, String(subscription));
		acknowledgeWith(acknowledge, { ended });
	}

	async function call(this: OpenSocket, action: unknown, ...rest: unknown[]) {
		const [params, respond] = typeof rest[0] === "function" ? [undefined, rest[0]] : rest;
		const answer = await callAction(broker, this.data.connection, action, params);
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
				cors: {
					origin: config.corsOrigins,
					credentials: !config.corsOrigins.includes("*")
				},
				allowRequest: (
					request: Parameters<typeof isOwnPage>[0],
					decide: (error: string | null, allowed: boolean) => void
				) => decide(null, isOwnPage(request, config))
			});
			this.io.on("connection", open);
		},

		stopped() {
			this.io.disconnectSockets(true);
			this.io.engine.close();
		}
	});
}

/**
 * Engine.IO keeps the request that opened a connection as long as the connection, and Socket.IO a copy of its
 * parts with the token: some kilobytes for each socket that nobody reads again.
 */
function forgetHandshake({ conn, handshake }: OpenSocket) {
	const { request } = conn;
	Object.assign(conn, { request: null });
	Object.assign(handshake, { headers: {}, query: {}, auth: {} });
	// Listeners of Engine.IO's hold it too. One that polls is still being answered.
	if (conn.transport.name === "websocket") emptyOut(request);
}

function emptyOut(request: object) {
	for (const key of Reflect.ownKeys(request)) Reflect.deleteProperty(request, key);
}

function acknowledgeWith(acknowledge: unknown, answer: object) {
	if (typeof acknowledge === "function") (acknowledge as Acknowledge)(answer);
}
