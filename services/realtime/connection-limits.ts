/** How many connections one user and one address may have open to this node, over all doors together. */
import { addressKey } from "../limits/address-key.ts";
import { errors } from "./errors.ts";
import type { Admitted } from "./handshake.ts";
import type { RealtimeMetrics } from "./metrics.ts";

export interface MostConnections {
	user: number;
	address: number;
}

/** Gives a place back; harmless when called again. */
export type Leave = () => void;

export class ConnectionLimits {
	readonly #most: MostConnections;
	readonly #metrics: RealtimeMetrics;
	/** How many each user and each address has open. */
	readonly #open = { user: new Map<string, number>(), address: new Map<string, number>() };

	#isStopping = false;

	constructor(most: MostConnections, metrics: RealtimeMetrics) {
		this.#most = most;
		this.#metrics = metrics;
	}

	/** Takes a place; throws `REALTIME_TOO_MANY_CONNECTIONS` when there is none left. */
	enter({ caller, client }: Admitted): Leave {
		if (this.#isStopping) throw errors.STOPPING({});
		const address = addressKey(client.address);
		// Whoever looks at things as somebody else takes a place of the own; guests share their address alone.
		const user = caller.viewedBy ?? caller.id;
		this.#require("address", address);
		if (user !== null) this.#require("user", user);
		this.#count("address", address, 1);
		if (user !== null) this.#count("user", user, 1);
		let isGone = false;
		return () => {
			if (isGone) return;
			isGone = true;
			this.#count("address", address, -1);
			if (user !== null) this.#count("user", user, -1);
		};
	}

	get isStopping(): boolean {
		return this.#isStopping;
	}

	/** Lets nobody in any more, because the server stops. */
	stop(): void {
		this.#isStopping = true;
	}

	#require(limit: keyof MostConnections, subject: string) {
		const most = this.#most[limit];
		if ((this.#open[limit].get(subject) ?? 0) < most) return;
		this.#metrics.refused(limit);
		throw errors.TOO_MANY_CONNECTIONS({ limit, most });
	}

	#count(limit: keyof MostConnections, subject: string, change: 1 | -1) {
		const count = (this.#open[limit].get(subject) ?? 0) + change;
		if (count === 0) this.#open[limit].delete(subject);
		else this.#open[limit].set(subject, count);
	}
}
