/** How the console shows who is blocked. */
import { defineConsole } from "../../mixins/index.ts";

export const limitBlockScreens = defineConsole({
	collection: "limitBlocks",
	label: "Blocks",
	singular: "Block",
	icon: "block",
	title: "subject",
	list: ["subject", "limit", "times", "blockedUntil", "expiresAt"],
	form: ["subject", "limit", "times", "blockedUntil", "expiresAt"],
	filters: ["subject", "limit"]
});
