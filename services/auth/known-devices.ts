/** Knows which devices a user has signed in with. */
import type { Model } from "mongoose";
import type { Stored } from "../../mixins/index.ts";
import type { KnownDevicesFields } from "./known-device.model.ts";

/** More than a person has; beyond them the oldest is forgotten. */
const MAX_DEVICES = 50;

/** `first` is the first device of all: nothing is known that it could be compared with. */
export type Acquaintance = "known" | "unknown" | "first";

export class Devices {
	readonly #model: Model<KnownDevicesFields & Stored>;

	constructor(model: Model<KnownDevicesFields & Stored>) {
		this.#model = model;
	}

	async look(userId: string, device: string): Promise<Acquaintance> {
		const found = await this.#model.findById(userId, { devices: 1 }).lean();
		if (!found) return "first";
		return found.devices.includes(device) ? "known" : "unknown";
	}

	/** Keeps a device that is not known, in the open transaction. */
	async remember(userId: string, device: string): Promise<void> {
		await this.#model.updateOne(
			{ _id: userId },
			{ $push: { devices: { $each: [device], $slice: -MAX_DEVICES } } },
			{ upsert: true }
		);
	}
}
