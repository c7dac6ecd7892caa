/** What the nodes tell each other about changes. */
import { defineEvent } from "../../mixins/index.ts";
import type { LoggedChange } from "./change-log.ts";

export interface ChangesLogged {
	/** The position before the first of these: a node that is not there yet has missed something. */
	previous: number;
	/** The position after the last of these. */
	position: number;
	changes: LoggedChange[];
}

export const CHANGES_LOGGED = defineEvent<ChangesLogged>(
	"audit.changes.logged",
	"Changes have got their place in the log; for the nodes of the kernel alone, since it holds documents",
	{
		type: "object",
		properties: {
			previous: { type: "integer" },
			position: { type: "integer" },
			changes: { type: "array", items: { type: "object" } }
		},
		required: ["previous", "position", "changes"]
	}
);
