/** The Socket.IO door: moleculer-io's server on the gateway's port, with our handlers. */
import type { Server as HttpServer } from "node:http";
import type { ServiceSchema } from "moleculer";
import SocketIo from "moleculer-io";
import type { Server, Socket } from "socket.io";
import { defineService, type LyceumBroker } from "../../mixins/index.ts";
import { isOwnPage } from "../gateway/own-page.ts";
import type { Runtime } from "../kernel/runtime.ts";
import { callAction, orProblem, refusalOf } from "./calls.ts";
import type { Connection } from "./connection.ts";
import { createAdmission, type Admitted } from "./handshake.ts";
import type { Realtime } from "./realtime.ts";
import { SocketDoor } from "./socket-door.ts";

/** As long as a body over REST may be. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

interface SocketsThis {
	io: Server;
	door: SocketDoor;
	broker: LyceumBroker;
	initSocketIO(server: HttpServer, options: object): void;
}

type OpenSocket = Socket<never, never, never, { admitted: Admitted; connection: Connection }>;

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
			socket.data.admitted = await admit(socket.request, socket.handshake.auth);
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
		socket.data.connection = connection;
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
			const door = new SocketDoor(this.io);
			this.io.on("connection", (socket: OpenSocket) => open(door, socket));
		},

		stopped() {
			this.io.disconnectSockets(true);
			this.io.engine.close();
		}
	});
}

function acknowledgeWith(acknowledge: unknown, answer: object) {
	if (typeof acknowledge === "function") (acknowledge as Acknowledge)(answer);
}
