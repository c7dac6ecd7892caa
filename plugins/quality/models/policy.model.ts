/** Policies: which rules count how much, for the whole library or for a collection, and what holds publishing. */
import { defineModel, Schema } from "lyceum";
import { SEVERITIES } from "../rules/rule.ts";
import type { Policy, RuleSetting } from "../policies.ts";

const MAX_RULES = 200;
const MAX_WORDS = 2000;

const rule = new Schema<RuleSetting>({
	rule: {
		type: String,
		required: true,
		match: /^[a-z0-9-]+\/[a-z0-9-]+$/,
		description: "The rule",
		example: "text/spelling"
	},
	severity: {
		type: String,
		enum: ["off", ...SEVERITIES],
		required: true,
		description: "What its findings are; `off` leaves it out",
		example: "error"
	},
	reason: {
		type: String,
		trim: true,
		maxlength: 500,
		description: "Why it differs",
		example: "The glossary is being made"
	},
	until: {
		type: Date,
		default: null,
		nullable: true,
		description: "From when on the rule has its own severity again; null for never",
		example: null
	}
});

const schema = new Schema<Policy>({
	name: {
		type: String,
		required: true,
		trim: true,
		minlength: 1,
		maxlength: 120,
		description: "What it is called",
		example: "Published courses"
	},
	collectionId: {
		type: String,
		default: null,
		nullable: true,
		reference: "contentCollections",
		description: "The collection that it is for; null for the whole library",
		example: null
	},
	rules: {
		type: [rule],
		maxItems: MAX_RULES,
		description: "The rules that differ from their own severity",
		example: [{ rule: "text/spelling", severity: "error" }]
	},
	gate: {
		type: String,
		enum: ["none", ...SEVERITIES],
		default: "none",
		description: "Open findings of this severity or worse hold publishing",
		example: "error"
	},
	glossary: {
		type: [{ type: String, trim: true, maxlength: 80 }],
		maxItems: MAX_WORDS,
		description: "Words that are spelt right here",
		example: ["microbit"]
	}
});
schema.index({ collectionId: 1 });

export const QualityPolicy = defineModel<Policy>("QualityPolicy", schema);
