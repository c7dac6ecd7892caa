/** The console's screens: who asked is told when something may have changed that they are made of. */
import { accessErrors } from "../../mixins/index.ts";
import type { Connection } from "./connection.ts";
import type { Source, Subscribed, Subscription } from "./subscription.ts";

/** Starting a plugin changes many services: they are told of once. */
const GATHER_MS = 50;

const ID = "console";

export class ScreensSource implements Source {
	readonly key = "console";
	readonly #subscriptions = new Set<Subscription>();
	/** Who is told next. */
	readonly #waiting = new Set<Subscription>();
	readonly #position: () => number;
	#telling: NodeJS.Timeout | undefined;

	/** `position` is that of what was told so far, as every subscription's answer names it. */
	constructor(position: () => number) {
		this.#position = position;
	}

	open(connection: Connection): Promise<Subscribed> {
		if (connection.caller.id === null) return Promise.reject(accessErrors.UNAUTHENTICATED({}));
		const subscription = { id: ID, source: this, connection };
		if (!connection.subscriptions.has(ID)) {
			connection.subscriptions.set(ID, subscription);
			this.#subscriptions.add(subscription);
		}
		return Promise.resolve({ subscription: ID, position: this.#position() });
	}

	close(subscription: Subscription): void {
		this.#subscriptions.delete(subscription);
		this.#waiting.delete(subscription);
	}

	get size(): number {
		return this.#subscriptions.size;
	}

	/** Other rights show other screens. */
	callerChanged(subscription: Subscription): boolean {
		this.#gather([subscription]);
		return true;
	}

	/** Services or plugins are others than before. */
	changed(): void {
		this.#gather(this.#subscriptions);
	}

	#gather(subscriptions: Iterable<Subscription>) {
		for (const subscription of subscriptions) this.#waiting.add(subscription);
		if (this.#telling || this.#waiting.size === 0) return;
		this.#telling = setTimeout(() => {
			this.#telling = undefined;
			this.#tell();
		}, GATHER_MS).unref();
	}

	#tell() {
		const connections = [...this.#waiting].map(({ connection }) => connection);
		this.#waiting.clear();
		for (const [door, own] of Map.groupBy(connections, ({ door }) => door))
			door.send("console", { subscription: ID }, own);
	}
}
