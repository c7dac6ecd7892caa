/** How the console shows roles. */
import { defineConsole } from "../../mixins/index.ts";

export const roleScreens = defineConsole({
	collection: "roles",
	label: "Roles",
	singular: "Role",
	icon: "shield",
	title: "name",
	list: ["name", "description", "updatedAt"],
	form: ["name", "description", "rules"],
	filters: ["name"]
});
