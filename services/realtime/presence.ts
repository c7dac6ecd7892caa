/** Who is in which room, on all nodes. A user with several connections is there once. */

/** One user's coming or going on one node. */
export interface PresenceChange {
	node: string;
	room: string;
	userId: string;
	present: boolean;
	/** Its place among all that the node tells. */
	number: number;
}

/** Everybody who is in a room on one node. */
export interface NodePresence {
	node: string;
	/** Up to where of what the node has told this is. */
	number: number;
	members: { room: string; userId: string }[];
}

type Tell = (room: string, userId: string, present: boolean) => void;

export class Presence {
	/** The nodes that each user is connected to, by room. */
	readonly #rooms = new Map<string, Map<string, Set<string>>>();
	readonly #tell: Tell;
	#members = 0;

	/** `tell` hears of each user who comes first or goes last. */
	constructor(tell: Tell) {
		this.#tell = tell;
	}

	get rooms(): number {
		return this.#rooms.size;
	}

	/** How many users are in rooms, each once a room. */
	get members(): number {
		return this.#members;
	}

	membersOf(room: string): string[] {
		return [...(this.#rooms.get(room)?.keys() ?? [])];
	}

	apply({ node, room, userId, present }: Omit<PresenceChange, "number">): void {
		if (present) this.#enter(node, room, userId);
		else this.#leave(node, room, userId);
	}

	/** Takes what a node says of itself in the place of what was known of it. */
	replace({ node, members }: Omit<NodePresence, "number">): void {
		const wanted = new Set(members.map(({ room, userId }) => `${room} ${userId}`));
		for (const { room, userId } of this.of(node))
			if (!wanted.has(`${room} ${userId}`)) this.#leave(node, room, userId);
		for (const { room, userId } of members) this.#enter(node, room, userId);
	}

	/** Everybody who is known to be on a node. */
	of(node: string): { room: string; userId: string }[] {
		return [...this.#rooms].flatMap(([room, users]) =>
			[...users].filter(([, nodes]) => nodes.has(node)).map(([userId]) => ({ room, userId }))
		);
	}

	#enter(node: string, room: string, userId: string) {
		const users = this.#rooms.get(room) ?? new Map<string, Set<string>>();
		this.#rooms.set(room, users);
		const nodes = users.get(userId);
		users.set(userId, (nodes ?? new Set()).add(node));
		if (nodes) return;
		this.#members++;
		this.#tell(room, userId, true);
	}

	#leave(node: string, room: string, userId: string) {
		const users = this.#rooms.get(room);
		const nodes = users?.get(userId);
		if (!users || !nodes?.delete(node) || nodes.size > 0) return;
		users.delete(userId);
		if (users.size === 0) this.#rooms.delete(room);
		this.#members--;
		this.#tell(room, userId, false);
	}
}
