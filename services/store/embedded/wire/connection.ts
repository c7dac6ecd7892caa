/** One client: cuts its bytes into commands, runs them in order, sends the answers. */
import type { Socket } from "node:net";
import { encode } from "../bson/encode.ts";
import { toStoreError, type StoreError } from "../errors.ts";
import type { Doc } from "../bson/values.ts";
import { Framing } from "./framing.ts";
import { frameReply, MAX_MESSAGE_BYTES, parseMessage, type Request } from "./messages.ts";
import type { ScramConversation } from "./scram.ts";

/** Who has not proved who they are has nothing large to say. */
const MAX_BYTES_BEFORE_LOGIN = 64 * 1024;

/** Runs one command; what it throws becomes the error that the client sees. */
export type RunCommand = (request: Request, client: Client) => Buffer | Promise<Buffer>;

/** What the store remembers of a connection. */
export class Client {
	readonly id: number;
	isAuthenticated = false;
	isGone = false;
	conversation: ScramConversation | undefined;
	private readonly socket: Socket;
	private readonly run: RunCommand;
	private readonly framing = new Framing();
	private readonly waiting: Buffer[] = [];
	private isBusy = false;
	private replies = 0;

	constructor(id: number, socket: Socket, run: RunCommand) {
		this.id = id;
		this.socket = socket;
		this.run = run;
		socket.setNoDelay(true);
		socket.on("data", chunk => this.receive(chunk));
		socket.on("error", () => socket.destroy());
		socket.on("close", () => (this.isGone = true));
	}

	private receive(chunk: Buffer): void {
		try {
			const limit = this.isAuthenticated ? MAX_MESSAGE_BYTES : MAX_BYTES_BEFORE_LOGIN;
			this.waiting.push(...this.framing.push(chunk, limit));
		} catch {
			// Where a length is wrong, nothing that follows can be understood.
			this.socket.destroy();
			return;
		}
		// Clients wait for an answer before they go on; one that does not is not read further.
		if (this.isBusy) this.socket.pause();
		else this.runWaiting();
	}

	/** Answers at once as long as commands need no waiting: no promise for a short command. */
	private runWaiting(): void {
		for (let message = this.waiting.shift(); message; message = this.waiting.shift()) {
			const pending = this.answer(message);
			if (!pending) continue;
			this.isBusy = true;
			void pending.finally(() => {
				this.isBusy = false;
				if (this.socket.isPaused()) this.socket.resume();
				this.runWaiting();
			});
			return;
		}
	}

	private answer(message: Buffer): Promise<void> | undefined {
		let request: Request;
		try {
			request = parseMessage(message);
		} catch (error) {
			this.send(
				{ id: message.readInt32LE(4), isLegacy: false, isSilent: false },
				errorReply(toStoreError(error))
			);
			return undefined;
		}
		try {
			const reply = this.run(request, this);
			if (Buffer.isBuffer(reply)) return this.send(request, reply);
			return reply.then(
				bytes => this.send(request, bytes),
				(error: unknown) => this.send(request, errorReply(toStoreError(error)))
			) as Promise<void>;
		} catch (error) {
			return this.send(request, errorReply(toStoreError(error)));
		}
	}

	private send(
		request: { id: number; isLegacy: boolean; isSilent: boolean },
		reply: Buffer
	): undefined {
		if (request.isSilent || this.isGone) return undefined;
		this.socket.write(frameReply(request, reply, ++this.replies));
		return undefined;
	}

	close(): void {
		this.socket.destroy();
	}
}

/** Writes an error as a command's answer. */
export function errorReply(error: StoreError): Buffer {
	const reply: Doc = {
		ok: 0,
		errmsg: error.message,
		code: error.code,
		codeName: error.codeName,
		...error.extra
	};
	if (error.labels.length > 0) reply.errorLabels = error.labels;
	return encode(reply);
}
