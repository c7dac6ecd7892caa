/** How the console shows tasks. */
import { defineConsole } from "../../mixins/index.ts";

export const taskScreens = defineConsole({
	collection: "tasks",
	label: "Tasks",
	singular: "Task",
	icon: "task",
	title: "job",
	list: ["job", "state", "progress", "message", "attempts", "askedBy", "createdAt"],
	form: [
		"job",
		"state",
		"progress",
		"message",
		"attempts",
		"error",
		"result",
		"askedBy",
		"runAt",
		"startedAt",
		"finishedAt"
	],
	filters: ["state", "job", "askedBy", "createdAt"],
	labels: { askedBy: "Asked by", runAt: "Not before" }
});
