/** How the console shows users. */
import { defineConsole } from "../../mixins/index.ts";

export const userScreens = defineConsole({
	collection: "users",
	label: "Users",
	singular: "User",
	icon: "people",
	title: "email",
	list: ["email", "name", "roles", "isActive", "plan", "createdAt"],
	form: [
		"email",
		"name",
		"username",
		"roles",
		"isActive",
		"plan",
		"gradeLevel",
		"bio",
		"avatarUrl"
	],
	filters: ["email", "name", "roles", "isActive", "plan", "createdAt"],
	labels: {
		isActive: "Active",
		avatarUrl: "Picture",
		gradeLevel: "Grade",
		emailVerified: "Address confirmed"
	}
});
