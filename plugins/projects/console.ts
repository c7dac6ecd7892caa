/** How the console shows projects, and the page of their own. */
import { defineConsole, definePage } from "lyceum";

export const projectScreens = defineConsole({
	collection: "projects",
	label: "Projects",
	singular: "Project",
	icon: "folder_shared",
	title: "name",
	list: ["name", "status", "tags", "ownerId", "dueOn", "updatedAt"],
	form: ["name", "description", "status", "tags", "startsOn", "dueOn", "ownerId", "members"],
	filters: ["status", "tags", "ownerId", "members.userId", "dueOn", "createdAt"],
	labels: { ownerId: "Owner", startsOn: "Starts", dueOn: "Due", "members.userId": "Member" }
});

export const board = definePage({
	path: "board",
	title: { en: "Project board", de: "Projekttafel" },
	icon: "task_alt",
	module: "pages/Board.tsx",
	right: { action: "read", subject: "Project" }
});
