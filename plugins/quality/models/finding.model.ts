/** What a rule, or a learner, found in an item, and what became of it. */
import { defineModel, Schema } from "lyceum";
import { SEVERITIES, type Fix, type Severity } from "../rules/rule.ts";
import { ITEM_RIGHTS, type ItemRights } from "./item-fields.ts";

/** `open` → `assigned` → `fixed` → `closed`; or `waived`. A check opens again what comes back. */
export const FINDING_STATES = ["open", "assigned", "fixed", "closed", "waived"] as const;
export type FindingState = (typeof FINDING_STATES)[number];

export interface Waiver {
	reason: string;
	until: Date | null;
	byId: string | null;
	at: Date;
}

export interface FindingFields extends ItemRights {
	itemId: string;
	itemTitle: string;
	itemRev: number;
	collectionIds: string[];
	rule: string;
	ruleVersion: number;
	severity: Severity;
	field: string;
	line: number;
	passage: string;
	message: string;
	advice: string;
	fix?: Fix;
	/** What makes it the same finding in the next check: the rule and the passage, not the line. */
	key: string;
	state: FindingState;
	waiver?: Waiver;
	assigneeId?: string;
	dueOn?: Date;
	seenAt: Date;
	closedAt?: Date;
	reopened: number;
	/** How many learners said so; of findings that come from feedback. */
	reports: number;
}

const text = (description: string, example: string) => ({
	type: String,
	readOnly: true,
	description,
	example
});

const fix = new Schema<Fix>({
	field: { type: String, description: "The field that it changes" },
	start: { type: Number, description: "Where the piece begins" },
	end: { type: Number, description: "Where it ends" },
	expected: { type: String, description: "What has to stand there" },
	replacement: { type: String, description: "What comes in its place" }
});

const waiver = new Schema<Waiver>({
	reason: { type: String, description: "Why it is let pass" },
	until: { type: Date, default: null, nullable: true, description: "Until when; null for good" },
	byId: {
		type: String,
		default: null,
		nullable: true,
		reference: "users",
		description: "Who let it pass"
	},
	at: { type: Date, description: "When" }
});

const schema = new Schema<FindingFields>({
	itemId: {
		...text("The item", "65f0c0ffee65f0c0ffee65f0"),
		required: true,
		reference: "content"
	},
	itemTitle: { ...text("What the item is called", "Counting with range"), default: "" },
	itemRev: {
		type: Number,
		default: 1,
		readOnly: true,
		description: "The revision that was checked",
		example: 3
	},
	collectionIds: {
		type: [String],
		readOnly: true,
		description: "The collections that the item belongs to",
		example: []
	},
	rule: { ...text("The rule", "text/spelling"), required: true },
	ruleVersion: {
		type: Number,
		default: 1,
		readOnly: true,
		description: "The rule's version",
		example: 1
	},
	severity: { ...text("How bad it is", "warning"), enum: SEVERITIES, required: true },
	field: { ...text("The field of the item", "body"), default: "" },
	line: {
		type: Number,
		default: 1,
		readOnly: true,
		description: "The line of the field, from 1",
		example: 4
	},
	passage: { ...text("The passage that it is about", "recieve"), default: "" },
	message: { ...text("What is wrong", '"recieve" is not in the dictionary'), default: "" },
	advice: { ...text("What to do", 'Write "receive"'), default: "" },
	fix: {
		type: fix,
		readOnly: true,
		description: "What one click would change; absent where nothing is safe"
	},
	key: { type: String, required: true, private: true },
	state: {
		type: String,
		enum: FINDING_STATES,
		default: "open",
		readOnly: true,
		description: "Where it is on its way",
		example: "open"
	},
	waiver: { type: waiver, readOnly: true, description: "Why and until when it is let pass" },
	assigneeId: { ...text("Who sees to it", "65f0c0ffee65f0c0ffee65f1"), reference: "users" },
	dueOn: { type: Date, readOnly: true, description: "Until when" },
	seenAt: {
		type: Date,
		default: () => new Date(),
		readOnly: true,
		description: "When a check last met it"
	},
	closedAt: { type: Date, readOnly: true, description: "When a check met it no more" },
	reopened: {
		type: Number,
		default: 0,
		readOnly: true,
		description: "How often it came back",
		example: 0
	},
	reports: {
		type: Number,
		default: 0,
		readOnly: true,
		description: "How many learners said so",
		example: 0
	},
	...ITEM_RIGHTS
});

schema.index({ itemId: 1, key: 1 }, { unique: true });
for (const field of [
	"state",
	"rule",
	"severity",
	"ownerId",
	"assigneeId",
	"itemId",
	"collectionIds"
])
	schema.index({ [field]: 1, createdAt: -1, _id: -1 });

export const QualityFinding = defineModel<FindingFields>("QualityFinding", schema);
