/** How the console shows dead letters. */
import { defineConsole } from "../../mixins/index.ts";

export const deadLetterScreens = defineConsole({
	collection: "deadLetters",
	label: "Dead letters",
	singular: "Dead letter",
	icon: "report",
	title: "messageId",
	list: ["messageId", "stream", "group", "type", "error", "attempts", "publishedAt"],
	form: [
		"stream",
		"group",
		"type",
		"key",
		"payload",
		"error",
		"attempts",
		"publishedAt",
		"actorId",
		"requestId"
	],
	filters: ["stream", "group", "type", "publishedAt"],
	labels: { messageId: "Message", actorId: "Who" }
});
