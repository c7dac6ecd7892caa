/** The devices that a user has signed in with, for longer than sessions are kept. It has the user's id. */
import { Schema } from "mongoose";
import { defineModel } from "../../mixins/index.ts";

export interface KnownDevicesFields {
	/** What they are called, see `device.ts`; the newest last. */
	devices: string[];
}

export const KnownDevices = defineModel<KnownDevicesFields>(
	"KnownDevices",
	new Schema<KnownDevicesFields>({ devices: { type: [String], private: true } }),
	{ collection: "knownDevices" }
);
