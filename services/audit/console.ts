/** How the console shows the audit trail. */
import { defineConsole } from "../../mixins/index.ts";

export const auditScreens = defineConsole({
	collection: "auditEntries",
	label: "Audit trail",
	singular: "Entry",
	icon: "history",
	title: "eventType",
	list: ["at", "eventType", "actorId", "outcome", "severity", "collectionName", "address"],
	form: [
		"at",
		"eventType",
		"actorId",
		"viewedBy",
		"outcome",
		"code",
		"collectionName",
		"documentId",
		"details",
		"address",
		"requestId"
	],
	filters: [
		"eventType",
		"actorId",
		"outcome",
		"severity",
		"collectionName",
		"documentId",
		"at",
		"requestId"
	],
	labels: {
		at: "When",
		eventType: "What",
		actorId: "Who",
		collectionName: "Collection",
		documentId: "Document",
		viewedBy: "Viewed by"
	}
});
