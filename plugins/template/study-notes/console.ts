/** How the console shows study notes. */
import { defineConsole } from "lyceum";

export const screens = defineConsole({
	collection: "studyNotes",
	label: "Study notes",
	singular: "Study note",
	icon: "description",
	title: "title",
	list: ["title", "ownerId", "sharedAt", "updatedAt"],
	form: ["title", "text", "ownerId", "sharedAt"],
	filters: ["ownerId", "sharedAt", "createdAt"],
	labels: { ownerId: "Owner", sharedAt: "Shared" }
});
