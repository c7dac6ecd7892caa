/** A role: a name that users are given, and rules for who has it, as data. */
import { Schema } from "mongoose";
import { defineModel, type AbilityRule } from "../../mixins/index.ts";

export interface RoleFields {
	name: string;
	description?: string;
	rules: AbilityRule[];
}

/** What the names of roles look like. */
export const ROLE_NAME = /^[a-z][a-z0-9-]*$/;
export const MAX_ROLE_LENGTH = 40;

export const MAX_RULES = 200;

const rule = new Schema<AbilityRule>({
	action: {
		type: Schema.Types.Mixed,
		required: true,
		description: "What may be done, a verb or several: read, create, update, delete, manage …",
		example: "read"
	},
	subject: {
		type: Schema.Types.Mixed,
		required: true,
		description: "What it may be done with, a kind of document or several, or `all`",
		example: "User"
	},
	conditions: {
		type: Schema.Types.Mixed,
		description:
			"Which documents the rule is about, as a MongoDB query; `${user.id}` stands for the caller",
		example: { isActive: true }
	},
	fields: {
		type: [{ type: String, maxlength: 100 }],
		default: undefined,
		description: "The fields that the rule is about; all of them when it is left out",
		example: ["name"]
	},
	inverted: { type: Boolean, description: "True for a rule that takes away" },
	reason: { type: String, maxlength: 500, description: "Why there is this rule" }
});

const schema = new Schema<RoleFields>({
	name: {
		type: String,
		required: true,
		maxlength: MAX_ROLE_LENGTH,
		match: ROLE_NAME,
		description:
			"The name that users are given. Rules for `guest`, `student` and `teacher` add to those of the plugins",
		example: "grader"
	},
	description: { type: String, trim: true, maxlength: 500, description: "Who should have it" },
	rules: {
		type: [rule],
		maxItems: MAX_RULES,
		description: "Later rules outweigh earlier ones, and all of them those of the plugins",
		example: [
			{ action: "read", subject: "User", conditions: { isActive: true }, fields: ["name"] }
		]
	}
});

schema.index({ name: 1 }, { unique: true });

export const Role = defineModel<RoleFields>("Role", schema);
