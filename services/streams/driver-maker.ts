/** Chooses what keeps the streams: JetStream where there is a NATS, the store elsewhere. */
import type { Connection } from "mongoose";
import type { DriverOptions, StreamDriver } from "./driver.ts";
import { StoreDriver } from "./store/store-driver.ts";

/** What a driver works with and tells. */
export interface DriverParts {
	connection: Connection;
	/** Hears of what failed and is tried again. */
	failed: (error: unknown) => void;
	/** Hears that NATS is there, again. */
	connected: () => void;
}

export type MakeDriver = (parts: DriverParts) => StreamDriver;

/** The client of NATS is loaded where it is used: without it a start is shorter. */
export async function driverMaker(
	natsUrl: string | null,
	options: DriverOptions
): Promise<MakeDriver> {
	if (natsUrl === null)
		return ({ connection, failed }) => new StoreDriver(connection, options, failed);
	const { JetStreamDriver } = await import("./jetstream/jetstream-driver.ts");
	return ({ failed, connected }) => new JetStreamDriver(natsUrl, options, failed, connected);
}
