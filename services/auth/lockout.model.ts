/** Failed tries to sign in, counted by who was meant and where they came from. */
import { Schema } from "mongoose";
import { defineModel } from "../../mixins/index.ts";

export interface LockoutFields {
	kind: "pair" | "login" | "address";
	login?: string;
	address?: string;
	tries: number;
	locked: boolean;
	expiresAt: Date;
}

const schema = new Schema<LockoutFields>({
	kind: {
		type: String,
		required: true,
		readOnly: true,
		enum: ["pair", "login", "address"],
		description: "What is counted: a name from one address, a name, or an address"
	},
	login: {
		type: String,
		readOnly: true,
		description: "The name that was given, of an account or not",
		example: "ada@example.org"
	},
	address: {
		type: String,
		readOnly: true,
		description: "Where the tries came from",
		example: "192.0.2.7"
	},
	tries: {
		type: Number,
		integer: true,
		required: true,
		readOnly: true,
		description: "How many tries failed",
		example: 5
	},
	locked: {
		type: Boolean,
		required: true,
		readOnly: true,
		description: "True when no more tries are taken"
	},
	expiresAt: {
		type: Date,
		required: true,
		readOnly: true,
		description: "When the tries are forgotten"
	}
});

schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const Lockout = defineModel<LockoutFields>("Lockout", schema);
