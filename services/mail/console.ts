/** How the console shows the outbox. */
import { defineConsole } from "../../mixins/index.ts";

export const mailScreens = defineConsole({
	collection: "mail",
	label: "Mail outbox",
	singular: "Mail",
	icon: "mail",
	title: "subject",
	list: ["subject", "to", "kind", "state", "attempts", "createdAt"],
	form: [
		"to",
		"subject",
		"kind",
		"state",
		"text",
		"attempts",
		"nextAttemptAt",
		"sentAt",
		"error"
	],
	filters: ["state", "to", "kind", "createdAt"]
});
