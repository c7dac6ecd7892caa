/** How the console shows checks, findings and what belongs to them. */
import { defineConsole } from "lyceum";

export const findingScreens = defineConsole({
	collection: "qualityFindings",
	label: "Findings",
	singular: "Finding",
	icon: "report",
	title: "message",
	list: ["severity", "rule", "itemTitle", "message", "state", "assigneeId", "dueOn"],
	form: [
		"state",
		"severity",
		"rule",
		"itemId",
		"field",
		"line",
		"passage",
		"message",
		"advice",
		"assigneeId",
		"dueOn"
	],
	filters: ["severity", "rule", "state", "itemId", "assigneeId"],
	labels: { itemTitle: "Item", assigneeId: "Task of", dueOn: "Due" }
});

export const itemScreens = defineConsole({
	collection: "qualityItems",
	label: "Item scores",
	singular: "Item score",
	icon: "grade",
	title: "title",
	list: ["title", "kind", "score", "errorCount", "warningCount", "golden", "checkedAt"],
	form: ["title", "kind", "score", "errorCount", "warningCount", "infoCount", "golden"],
	filters: ["kind", "golden", "ownerId"]
});

export const checkScreens = defineConsole({
	collection: "qualityChecks",
	label: "Checks",
	singular: "Check",
	icon: "fact_check",
	title: "createdAt",
	list: ["createdAt", "state", "progress", "items", "opened", "closed", "score"],
	form: ["state", "progress", "items", "unchanged", "opened", "closed", "score", "failures"],
	filters: ["state", "itemId", "collectionId"]
});

export const policyScreens = defineConsole({
	collection: "qualityPolicies",
	label: "Policies",
	singular: "Policy",
	icon: "policy",
	title: "name",
	list: ["name", "collectionId", "gate", "updatedAt"],
	form: ["name", "collectionId", "gate", "rules", "glossary"],
	filters: ["collectionId", "gate"]
});

export const monitorScreens = defineConsole({
	collection: "qualityMonitors",
	label: "Monitors",
	singular: "Monitor",
	icon: "visibility",
	title: "name",
	list: ["name", "enabled", "onChange", "everyHours", "nextAt", "ownerId"],
	form: ["name", "enabled", "itemId", "collectionId", "all", "onChange", "everyHours"],
	filters: ["enabled", "ownerId"]
});

export const feedbackScreens = defineConsole({
	collection: "qualityFeedback",
	label: "Feedback",
	singular: "Feedback",
	icon: "feedback",
	title: "text",
	list: ["createdAt", "itemId", "rating", "kind", "passage", "text"],
	form: ["itemId", "rating", "kind", "passage", "text"],
	filters: ["itemId", "kind", "rating"]
});

export const reportScreens = defineConsole({
	collection: "qualityReports",
	label: "Reports",
	singular: "Report",
	icon: "summarize",
	title: "createdAt",
	list: ["createdAt", "format", "items", "findings", "expiresAt"],
	form: ["format", "collectionId", "expiresAt"],
	filters: ["format"]
});
