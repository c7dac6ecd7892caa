/** Who may do what with checks; administrators may do everything already. */
import { defineAbilities, type AbilityRule } from "lyceum";

const me = "${user.id}";

/** Whose item it is, or who writes or reviews it. */
const seen = { $or: [{ writers: me }, { readers: me }, { shared: true }] };
const written = { writers: me };

const teacher: AbilityRule[] = [
	{
		action: "read",
		subject: "QualityFinding",
		conditions: { $or: [...seen.$or, { assigneeId: me }] }
	},
	{
		action: "update",
		subject: "QualityFinding",
		conditions: { $or: [written, { assigneeId: me }] }
	},
	// What is an error is not waved through by its author.
	{
		action: "waive",
		subject: "QualityFinding",
		conditions: { ...written, severity: { $ne: "error" } }
	},
	{ action: "read", subject: "QualityItem", conditions: seen },
	{ action: ["read", "create", "cancel"], subject: "QualityCheck", conditions: { askedBy: me } },
	{ action: "read", subject: "QualityPolicy" },
	{
		action: ["read", "create", "update", "delete"],
		subject: "QualityMonitor",
		conditions: { ownerId: me }
	},
	{ action: ["read", "create", "delete"], subject: "QualityReport", conditions: { ownerId: me } },
	{
		action: "read",
		subject: "QualityFeedback",
		conditions: { $or: [...seen.$or, { authorId: me }] }
	},
	{ action: "create", subject: "QualityFeedback", conditions: { authorId: me } }
];

const student: AbilityRule[] = [
	{
		action: "read",
		subject: "QualityFeedback",
		fields: ["itemId", "rating", "kind", "passage", "text", "authorId"],
		conditions: { authorId: me }
	},
	{ action: "create", subject: "QualityFeedback", conditions: { authorId: me } }
];

export const abilities = defineAbilities({ student, teacher });
