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
	}

	/** Other rights show other screens. */
	callerChanged(subscription: Subscription): boolean {
		this.#tell([subscription]);
		return true;
	}

	/** Services or plugins are others than before. */
	changed(): void {
		if (this.#telling) return;
		this.#telling = setTimeout(() => {
			this.#telling = undefined;
			this.#tell([...this.#subscriptions]);
		}, GATHER_MS).unref();
	}

	#tell(subscriptions: Subscription[]) {
		const connections = subscriptions.map(({ connection }) => connection);
		for (const [door, own] of Map.groupBy(connections, ({ door }) => door))
			door.send("console", { subscription: ID }, own);
	}
}
