/**
 * Rooms: who is in one hears who comes and goes. A room named `<collection>/<id>` is for those who may
 * read the document; any other is for everybody who is signed in.
 */
import { accessErrors, documentErrors, requestErrors, type Caller } from "../../mixins/index.ts";
import type { Connection } from "./connection.ts";
import { Peers, type Beat } from "./peers.ts";
import { Presence, type NodePresence, type PresenceChange } from "./presence.ts";
import type { Source, Subscribed, Subscription } from "./subscription.ts";

const NAME = /^[\w-][\w.:-]{0,99}(\/[\w.:-]{1,100})?$/;

/** Tells whether a caller may read a document now. */
export type MayRead = (caller: Caller, collection: string, id: string) => Promise<boolean>;

interface Sources {
	node: string;
	mayRead: MayRead;
	/** The position of what was told so far, as every subscription's answer names it. */
	position: () => number;
	/** Tells the other nodes. */
	announce: (change: PresenceChange) => void;
	/** Asks a node who is in its rooms. */
	ask: (node: string) => void;
	/** Hears how many rooms and how many users in them there are now. */
	measured: (rooms: number, members: number) => void;
}

interface Membership extends Subscription {
	room: string;
}

export class RoomsSource implements Source {
	readonly key = "room";
	size = 0;
	/** This node's members, by room and user. */
	readonly #members = new Map<string, Map<string, Set<Membership>>>();
	readonly #presence: Presence;
	readonly #peers = new Peers();
	/** Begins where no earlier life of this node can have been. */
	#number = Date.now();
	readonly #sources: Sources;

	constructor(sources: Sources) {
		this.#sources = sources;
		this.#presence = new Presence((...change) => this.#tell(...change));
	}

	async open(connection: Connection, request: Record<string, unknown>): Promise<Subscribed> {
		const room = readRoom(request);
		await this.#requireEntry(connection.caller, room);
		const id = `room ${room}`;
		if (!connection.subscriptions.has(id)) {
			const membership = { id, room, source: this, connection };
			connection.subscriptions.set(id, membership);
			this.#enter(membership);
		}
		const members = this.#presence.membersOf(room);
		return { subscription: id, position: this.#sources.position(), members };
	}

	close(subscription: Subscription): void {
		const membership = subscription as Membership;
		const { room, connection } = membership;
		this.size--;
		const userId = connection.caller.id!;
		const users = this.#members.get(room);
		const own = users?.get(userId);
		own?.delete(membership);
		if (!users || !own || own.size > 0) return;
		users.delete(userId);
		if (users.size === 0) this.#members.delete(room);
		this.#announce(room, userId, false);
	}

	async callerChanged(subscription: Subscription): Promise<boolean> {
		const { room, connection } = subscription as Membership;
		return this.#mayEnter(connection.caller, room);
	}

	/** Takes what another node has announced. */
	apply(change: PresenceChange): void {
		if (change.node === this.#sources.node) return;
		if (this.#peers.isNext(change)) this.#presence.apply(change);
		else this.#sources.ask(change.node);
	}

	/** Takes what another node says of itself. */
	replace(state: NodePresence): void {
		if (state.node === this.#sources.node) return;
		this.#peers.whole(state);
		this.#presence.replace(state);
	}

	/** Takes how far another node says it is. */
	hear(beat: Beat): void {
		if (beat.node === this.#sources.node || this.#peers.isUpToDate(beat)) return;
		this.#sources.ask(beat.node);
	}

	/** Takes that a node is gone, and nobody is there any more. */
	forget(node: string): void {
		this.#peers.forget(node);
		this.#presence.replace({ node, members: [] });
	}

	/** Forgets the nodes that have been silent for too long; answers how far this one is. */
	beat(): Beat {
		for (const node of this.#peers.silent()) this.forget(node);
		return { node: this.#sources.node, number: this.#number };
	}

	/** Who is in rooms on this node, for a node that is new. */
	own(): NodePresence {
		const { node } = this.#sources;
		return { node, number: this.#number, members: this.#presence.of(node) };
	}

	#enter(membership: Membership) {
		const { room, connection } = membership;
		this.size++;
		const userId = connection.caller.id!;
		const users = this.#members.get(room) ?? new Map<string, Set<Membership>>();
		this.#members.set(room, users);
		const own = users.get(userId);
		users.set(userId, (own ?? new Set()).add(membership));
		if (!own) this.#announce(room, userId, true);
	}

	#announce(room: string, userId: string, present: boolean) {
		const number = ++this.#number;
		const change = { node: this.#sources.node, room, userId, present, number };
		this.#presence.apply(change);
		this.#sources.announce(change);
	}

	#tell(room: string, userId: string, present: boolean) {
		this.#sources.measured(this.#presence.rooms, this.#presence.members);
		const payload = {
			subscription: `room ${room}`,
			room,
			type: present ? "joined" : "left",
			userId
		};
		const users = this.#members.get(room)?.values() ?? [];
		const connections = [...users].flatMap(own => [...own]).map(({ connection }) => connection);
		for (const [door, own] of Map.groupBy(connections, ({ door }) => door))
			door.send("presence", payload, own);
	}

	async #requireEntry(caller: Caller, room: string) {
		if (caller.id === null) throw accessErrors.UNAUTHENTICATED({});
		if (caller.scopes) throw accessErrors.NOT_FOR_KEYS({});
		if (await this.#mayEnter(caller, room)) return;
		const [collection = "", id = ""] = room.split("/");
		throw documentErrors.NOT_FOUND({ subject: `document of ${collection}`, id });
	}

	async #mayEnter(caller: Caller, room: string): Promise<boolean> {
		const [collection, id] = room.split("/") as [string, string?];
		return id === undefined || this.#sources.mayRead(caller, collection, id);
	}
}

function readRoom({ room, ...others }: Record<string, unknown>): string {
	const [unknown] = Object.keys(others);
	if (unknown !== undefined)
		throw invalid(`/${unknown}`, "is not known", others[unknown], "the room alone");
	if (typeof room === "string" && NAME.test(room)) return room;
	throw invalid(
		"/room",
		"is not a room",
		room,
		"a name such as lobby, or a document such as projects/65f0c0ffee65f0c0ffee65f0"
	);
}

function invalid(pointer: string, message: string, value: unknown, expected: string) {
	return requestErrors.INVALID({ errors: [{ pointer, message, value, expected }] });
}
