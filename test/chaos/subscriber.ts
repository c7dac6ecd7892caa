/**
 * A subscriber that goes on at another gateway, from the last position that it knows, whenever its connection
 * breaks. It keeps its own list of the documents by what it is told alone.
 */
import { setTimeout } from "node:timers/promises";
import { openSocket, type SocketClient } from "../support/socket-client.ts";
import type { AnyGateway } from "./writers.ts";

interface Change {
	type: "created" | "updated" | "removed";
	id: string;
	document?: { n: number; rev: number };
	position: number;
}

const AGAIN_AFTER_MS = 200;
const KEPT_LINES = 60;

export class Subscriber {
	readonly #anyGateway: AnyGateway;
	readonly list = new Map<string, { n: number; rev: number }>();
	/** What must never happen, in words. */
	readonly faults: string[] = [];
	reconnections = 0;
	position: number | undefined;
	/** What was heard last, to explain a fault. */
	readonly #heard: string[] = [];
	#socket: SocketClient | undefined;
	#isOver = false;

	constructor(anyGateway: AnyGateway) {
		this.#anyGateway = anyGateway;
	}

	/** Stays subscribed until it is stopped. */
	async run(): Promise<void> {
		while (!this.#isOver) {
			await this.#stay().catch(() => undefined);
			if (this.#isOver) break;
			this.reconnections++;
			await setTimeout(AGAIN_AFTER_MS);
		}
	}

	stop(): void {
		this.#isOver = true;
		this.#socket?.close();
	}

	/** Subscribes, and resolves when the connection has ended. */
	async #stay(): Promise<void> {
		const { url, token } = this.#anyGateway();
		const socket = await openSocket(url, { token });
		this.#socket = socket;
		const ended = new Promise<void>(resolve =>
			socket.socket.once("disconnect", () => resolve())
		);
		socket.socket.on("change", (change: Change) => this.#take(change));
		socket.socket.on("revoked", ({ reason }) => {
			this.#note(`revoked: ${reason}`);
			socket.close();
		});
		const since = this.position;
		const answer = await socket.subscribe({
			collection: "counters",
			...(since !== undefined && { since })
		});
		if (answer.error) {
			const { code } = answer.error as { code: string };
			if (code === "REALTIME_POSITION_TOO_OLD") this.faults.push("a position was gone");
			socket.close();
			return ended;
		}
		this.#note(`subscribed at ${url} since ${since}, which is at ${String(answer.position)}`);
		this.position ??= answer.position as number;
		return ended;
	}

	#take({ type, id, document, position }: Change) {
		const known = this.list.get(id);
		if (type === "removed") this.list.delete(id);
		else if (document) {
			this.#note(`${position}: ${id} ${document.rev}`);
			this.#requireNext(id, known?.rev, document.rev);
			this.list.set(id, { n: document.n, rev: document.rev });
		}
		this.position = Math.max(this.position ?? 0, position);
	}

	#note(line: string) {
		this.#heard.push(line);
		if (this.#heard.length > KEPT_LINES) this.#heard.shift();
	}

	/** Each revision comes, in order; one that is known already may come again after a reconnection. */
	#requireNext(id: string, known: number | undefined, rev: number) {
		if (rev <= (known ?? 0)) return;
		if (rev !== (known ?? 0) + 1)
			this.faults.push(
				`of ${id} revision ${rev} came after ${known ?? "nothing"}:\n  ${this.#heard.join("\n  ")}`
			);
	}
}
