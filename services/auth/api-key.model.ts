/** An API key: what a program shows in a person's name, limited to scopes. */
import { Schema } from "mongoose";
import { defineModel } from "../../mixins/index.ts";

export interface ApiKeyFields {
	userId: string;
	name: string;
	scopes: string[];
	expiresAt: Date;
	prefix: string;
	keyHash: string;
	/** The key before the last rotation, good until `previousExpiresAt`. */
	previousKeyHash?: string;
	previousExpiresAt?: Date;
	rotatedAt?: Date;
	lastUsedAt?: Date;
}

const schema = new Schema<ApiKeyFields>({
	userId: {
		type: String,
		required: true,
		readOnly: true,
		reference: "users",
		description: "In whose name the key acts"
	},
	name: {
		type: String,
		required: true,
		trim: true,
		minlength: 1,
		maxlength: 100,
		description: "What the key is for",
		example: "Nightly import"
	},
	scopes: {
		type: [{ type: String, maxlength: 100 }],
		required: true,
		minItems: 1,
		maxItems: 50,
		description:
			"What the key may do, as far as its owner may: `projects.read`, `projects.write`",
		example: ["users.read"]
	},
	expiresAt: {
		type: Date,
		description: "When the key ends; a year from its creation unless it is given",
		example: "2099-01-01T00:00:00.000Z"
	},
	prefix: {
		type: String,
		readOnly: true,
		description: "How the key begins, to recognise it by",
		example: "lyc_1f0e9a3c"
	},
	rotatedAt: { type: Date, readOnly: true, description: "When the key was last replaced" },
	lastUsedAt: {
		type: Date,
		readOnly: true,
		description: "When the key was last used, to the minute"
	},
	keyHash: { type: String, private: true },
	previousKeyHash: { type: String, private: true },
	previousExpiresAt: { type: Date, private: true }
});

schema.index({ keyHash: 1 }, { unique: true });
schema.index({ previousKeyHash: 1 }, { unique: true, sparse: true });
schema.index({ userId: 1 });

export const ApiKey = defineModel<ApiKeyFields>("ApiKey", schema);
