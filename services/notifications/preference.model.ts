/** What a user has chosen to be told of, and by which way. It has the user's id; what is not in it is as declared. */
import { defineModel, Schema, CHANNELS, type Channel } from "../../mixins/index.ts";

export interface Choice {
	kind: string;
	channel: Channel;
	wanted: boolean;
}

export interface PreferenceFields {
	choices: Choice[];
}

const schema = new Schema<PreferenceFields>({
	choices: [
		{
			kind: { type: String, required: true },
			channel: { type: String, required: true, enum: CHANNELS },
			wanted: { type: Boolean, required: true }
		}
	]
});

export const Preference = defineModel<PreferenceFields>("NotificationPreference", schema);
