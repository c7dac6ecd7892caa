/** Who is refused for a while for having sent on and on although it was refused. */
import { Schema } from "mongoose";
import { defineModel } from "../../mixins/index.ts";

export interface LimitBlockFields {
	limit: string;
	subject: string;
	times: number;
	blockedUntil: Date;
	expiresAt: Date;
}

const schema = new Schema<LimitBlockFields>({
	limit: {
		type: String,
		required: true,
		readOnly: true,
		description: "The limit that was not kept: address, user, login, reset or an action's name",
		example: "address"
	},
	subject: {
		type: String,
		required: true,
		readOnly: true,
		description: "Who is blocked: an address, a network of IPv6, or a user's id",
		example: "198.51.100.7"
	},
	times: {
		type: Number,
		integer: true,
		required: true,
		readOnly: true,
		description: "How often it was blocked; each time is longer than the one before",
		example: 2
	},
	blockedUntil: {
		type: Date,
		required: true,
		readOnly: true,
		description: "When it is let back"
	},
	expiresAt: {
		type: Date,
		required: true,
		readOnly: true,
		description: "When this is forgotten, so that the next block would be a short one again"
	}
});

schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
schema.index({ blockedUntil: 1 });

export const LimitBlock = defineModel<LimitBlockFields>("LimitBlock", schema);
