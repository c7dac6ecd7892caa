/** Somebody who listens to a collection through one of the doors, can be away, and goes on where it was. */
import type { Client } from "./client.ts";
import { openEventStream } from "./event-stream.ts";
import { openSocket } from "./socket-client.ts";
import { waitUntil } from "./wait-until.ts";

export interface Told {
	type: string;
	id: string;
	document?: Record<string, unknown>;
	position: number;
}

interface Connection {
	/** Everything after it is told. */
	position: number;
	told(): Told[];
	close(): void;
}

/** Opens a connection behind a position, or from now on. */
export type Door = (client: Client, topic: Topic, since: number | null) => Promise<Connection>;

export interface Topic {
	collection: string;
	filter?: Record<string, string>;
}

export class Listener {
	readonly client: Client;
	readonly topic: Topic;
	readonly #door: Door;
	#connection: Connection | null = null;
	#earlier: Told[] = [];
	/** Where it came for the first time. */
	#position: number | null = null;

	constructor(client: Client, topic: Topic, door: Door) {
		this.client = client;
		this.topic = topic;
		this.#door = door;
	}

	get isAway(): boolean {
		return this.#connection === null;
	}

	/** Everything that it was told in all of its connections. */
	get told(): Told[] {
		return [...this.#earlier, ...(this.#connection?.told() ?? [])];
	}

	async come(): Promise<void> {
		const since = this.told.at(-1)?.position ?? this.#position;
		this.#connection = await this.#door(this.client, this.topic, since);
		this.#position ??= this.#connection.position;
	}

	leave(): void {
		this.#earlier = this.told;
		this.#connection?.close();
		this.#connection = null;
	}
}

export const socketDoor: Door = async ({ url, token }, topic, since) => {
	const socket = await openSocket(url, { token });
	const request = { ...topic, ...(since !== null && { since }) };
	const { error, position } = await socket.subscribe(request);
	if (error !== undefined) throw new Error(JSON.stringify(error));
	return {
		position: position as number,
		told: () => socket.changes() as unknown as Told[],
		close: () => socket.close()
	};
};

export const eventStreamDoor: Door = async ({ url, token }, { collection, filter = {} }, since) => {
	const query = new URLSearchParams({ collection });
	for (const [field, value] of Object.entries(filter)) query.set(`filter[${field}]`, value);
	const lastEventId = since === null ? undefined : String(since);
	const stream = await openEventStream(url, query.toString(), { token: token!, lastEventId });
	const changes = () => stream.told.filter(({ event }) => event === "change");
	const subscribed = () => stream.told.find(({ event }) => event === "subscribed");
	await waitUntil("it is subscribed", () => subscribed() !== undefined);
	return {
		position: subscribed()!.data.position as number,
		told: () => changes().map(({ data }) => data as unknown as Told),
		close: () => stream.close()
	};
};
