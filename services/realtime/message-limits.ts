/** What a client sends over a connection counts as the same requests would over REST. */
import type { Limits, Target } from "../limits/limits.ts";
import { Tally } from "../limits/tally.ts";
import type { Connection } from "./connection.ts";

/** Enough for a console with many lists that comes back after a restart. */
const SUBSCRIBE: Target = {
	action: "realtime.subscribe",
	declaration: { limit: { points: 600, seconds: 60 } }
};

/** The type of the refusal of who goes on and on although it is refused. */
const BLOCKED = "LIMITS_BLOCKED";

export class MessageLimits {
	/** Null while nothing is limited. */
	readonly #limits: () => Limits | null;
	readonly #drop: (connection: Connection) => void;

	/** `drop` ends the connection of a client that does not heed refusals. */
	constructor(limits: () => Limits | null, drop: (connection: Connection) => void) {
		this.#limits = limits;
		this.#drop = drop;
	}

	/** Counts any message for the address that it comes from. */
	arrive(connection: Connection): Promise<void> {
		return this.#heeded(connection, limits =>
			limits.arrive(new Tally(), connection.client.address)
		);
	}

	/** Counts a wish to subscribe for whoever has it. */
	subscribe(connection: Connection): Promise<void> {
		return this.#enter(connection, SUBSCRIBE);
	}

	/** Counts a call for its caller, and for the name that it tries where the action is limited by name. */
	async call(
		connection: Connection,
		target: Target,
		params: Record<string, unknown>
	): Promise<void> {
		if (target.declaration.limit === false) return;
		await this.#enter(connection, target);
		await this.#limits()?.tryName(target, params, connection.client.address);
	}

	#enter(connection: Connection, target: Target) {
		const { caller, client } = connection;
		return this.#heeded(connection, limits =>
			limits.enter(new Tally(), target, caller, client.address)
		);
	}

	async #heeded(connection: Connection, count: (limits: Limits) => Promise<void>) {
		const limits = this.#limits();
		if (limits === null) return;
		try {
			await count(limits);
		} catch (error) {
			if ((error as { type?: unknown }).type === BLOCKED) this.#drop(connection);
			throw error;
		}
	}
}
