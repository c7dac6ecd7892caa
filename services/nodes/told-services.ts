/**
 * What this node tells the others of its services, and when. Moleculer mentions an object that stands in several
 * places only once, and leaves the others empty: schemas and examples would arrive in part. And it waits until
 * nothing has changed for a second: others would call what is gone, and not find what is new.
 */
import type { LyceumBroker } from "../../mixins/index.ts";

/** What changes in one step is told in one message. */
const TELL_EVERY_MS = 50;

interface Lists {
	services: { getLocalNodeServices(): object[] };
	discoverer: { sendLocalNodeInfo(): Promise<void> };
}

/** Makes the broker tell of its services as JSON has them, without anything shared between them. */
export function tellServicesWhole(broker: LyceumBroker): void {
	const { services } = broker.registry as unknown as Lists;
	const localServices = services.getLocalNodeServices.bind(services);
	services.getLocalNodeServices = () => JSON.parse(JSON.stringify(localServices(), plain));
}

/** Makes the broker tell of a change at once, and of those that follow each other closely together. */
export function tellServicesSoon(broker: LyceumBroker): void {
	const { discoverer } = broker.registry as unknown as Lists;
	const teller = broker as unknown as { localServiceChanged: () => void; stopping: boolean };
	let toldAt = -Infinity;
	let waiting: NodeJS.Timeout | undefined;
	const tell = () => {
		waiting = undefined;
		toldAt = performance.now();
		// Whoever was not told asks when it meets this node again.
		if (!teller.stopping) discoverer.sendLocalNodeInfo().catch(() => undefined);
	};
	teller.localServiceChanged = () => {
		const pause = Math.max(0, toldAt + TELL_EVERY_MS - performance.now());
		waiting ??= setTimeout(tell, pause).unref();
	};
}

/** A pattern is known by its source, as in a JSON Schema. */
function plain(_key: string, value: unknown): unknown {
	return value instanceof RegExp ? value.source : value;
}
