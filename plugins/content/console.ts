/** How the console shows content; what is Markdown says the model. */
import { defineConsole } from "lyceum";

export const contentScreens = defineConsole({
	collection: "content",
	label: "Library",
	singular: "Item",
	icon: "menu_book",
	title: "title",
	list: ["title", "kind", "topics", "level", "status", "ownerId", "updatedAt"],
	form: [
		"title",
		"kind",
		"summary",
		"body",
		"objectives",
		"topics",
		"level",
		"language",
		"licence",
		"source",
		"questionType",
		"stem",
		"options",
		"pairs",
		"answer",
		"exerciseId",
		"explanation",
		"questions",
		"passMark",
		"synonyms",
		"attachments",
		"shared",
		"sharedWith"
	],
	filters: ["kind", "status", "topics", "level", "language", "ownerId", "createdAt"],
	labels: {
		ownerId: "Owner",
		questionType: "Type of question",
		stem: "Question",
		exerciseId: "Exercise",
		passMark: "Percent to pass",
		shared: "Shared with all teachers",
		sharedWith: "Shared with"
	}
});

export const publishedScreens = defineConsole({
	collection: "publishedContent",
	label: "Published content",
	singular: "Published item",
	icon: "public",
	title: "title",
	list: ["title", "kind", "topics", "level", "language", "publishedAt"],
	form: [],
	filters: ["kind", "topics", "level", "language"]
});

export const collectionScreens = defineConsole({
	collection: "contentCollections",
	label: "Courses",
	singular: "Course",
	icon: "account_tree",
	title: "title",
	list: ["title", "kind", "published", "shared", "ownerId", "updatedAt"],
	form: ["title", "kind", "summary", "entries", "published", "shared"],
	filters: ["kind", "published", "shared", "ownerId"],
	labels: { ownerId: "Owner", shared: "Shared with all teachers" }
});
