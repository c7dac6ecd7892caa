/**
 * A user: a person and what it may do. What proves who it is (password, factors) is kept apart, in
 * `credential.model.ts`, so that it is in no change, history, trash or event of the user.
 */
import { Schema } from "mongoose";
import { defineModel } from "../../mixins/index.ts";
import { MAX_ROLE_LENGTH, ROLE_NAME } from "../abilities/role.model.ts";
import { DEFAULT_ROLE } from "./roles.ts";

export interface UserFields {
	email: string;
	username?: string;
	name?: string;
	roles: string[];
	isActive: boolean;
	plan: string;
	gradeLevel?: string;
	bio?: string;
	avatarUrl?: string;
	emailVerified: boolean;
	emailVerifiedAt?: Date;
}

/** RFC 5321's longest address. */
export const MAX_EMAIL_LENGTH = 254;

const schema = new Schema<UserFields>({
	email: {
		type: String,
		required: true,
		lowercase: true,
		trim: true,
		maxlength: MAX_EMAIL_LENGTH,
		format: "email",
		description: "The address, in lower case; no other user has it",
		example: "ada@example.org"
	},
	username: {
		type: String,
		lowercase: true,
		minlength: 3,
		maxlength: 32,
		// Without "@", so that a name is never another user's address.
		match: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
		description: "A name to sign in with, in lower case; no other user has it",
		example: "ada"
	},
	name: {
		type: String,
		trim: true,
		minlength: 1,
		maxlength: 100,
		description: "What the user is called",
		example: "Ada Lovelace"
	},
	roles: {
		type: [{ type: String, match: ROLE_NAME, maxlength: MAX_ROLE_LENGTH }],
		default: [DEFAULT_ROLE],
		maxItems: 20,
		description: "The roles whose rules the user is held to; a new user is a student",
		example: [DEFAULT_ROLE]
	},
	isActive: {
		type: Boolean,
		default: true,
		description: "False for a user who may not sign in"
	},
	plan: {
		type: String,
		default: "free",
		maxlength: 32,
		match: /^[a-z][a-z0-9-]*$/,
		description: "The plan that the user's limits follow",
		example: "free"
	},
	gradeLevel: {
		type: String,
		trim: true,
		maxlength: 40,
		description: "The school year or level",
		example: "10"
	},
	bio: {
		type: String,
		trim: true,
		maxlength: 2000,
		description: "A few words about the user, as plain text",
		example: "Writes programs for machines that are not built yet"
	},
	avatarUrl: {
		type: String,
		maxlength: 500,
		format: "uri",
		match: /^https?:\/\//,
		description: "The address of a picture",
		example: "https://example.org/ada.png"
	},
	emailVerified: {
		type: Boolean,
		default: false,
		readOnly: true,
		description: "True once the owner of the address has confirmed it"
	},
	emailVerifiedAt: {
		type: Date,
		readOnly: true,
		description: "When the address was confirmed"
	}
});

schema.index({ email: 1 }, { unique: true });
schema.index({ username: 1 }, { unique: true, sparse: true });
schema.index({ roles: 1 });
schema.index({ email: "text", username: "text", name: "text" });

export const User = defineModel<UserFields>("User", schema);
