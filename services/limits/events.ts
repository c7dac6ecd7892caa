/** The events of limits; every node hears them, because each has limits and blocks in its memory. */
import { defineEvent } from "../../mixins/index.ts";

export const LIMITS_CHANGED = defineEvent<object>(
	"limits.limits.changed",
	"Limits, plans or blocks have changed: they must be read again",
	{ type: "object" }
);
