/** How the console shows notifications. */
import { defineConsole } from "../../mixins/index.ts";

export const notificationScreens = defineConsole({
	collection: "notifications",
	label: "Notifications",
	singular: "Notification",
	icon: "notifications",
	title: "title",
	list: ["title", "kind", "userId", "readAt", "createdAt"],
	form: ["title", "body", "kind", "userId", "readAt"],
	filters: ["kind", "userId", "readAt", "createdAt"],
	labels: { userId: "To", readAt: "Read" }
});
