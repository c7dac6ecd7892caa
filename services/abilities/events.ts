/** The events of roles; every node hears them, because each has the rules in its memory. */
import { defineEvent } from "../../mixins/index.ts";

export const ROLES_CHANGED = defineEvent<object>(
	"roles.rules.changed",
	"Stored roles have changed: their rules must be read again",
	{ type: "object" }
);
