/** Hands deliveries to the doors of those who get them. */
import type { Delivery } from "./deliveries.ts";

export function sendDeliveries(deliveries: Delivery[]): void {
	for (const { frame, subscriptions } of deliveries) {
		const doors = Map.groupBy(subscriptions, ({ connection }) => connection.door);
		for (const [door, own] of doors)
			door.send(
				"change",
				frame,
				own.map(({ connection }) => connection)
			);
	}
}
