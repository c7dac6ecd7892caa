/** What tells whether something is a JSON Schema at all. */
import type { Ajv2020 } from "ajv/dist/2020.js";
import { createValidator } from "./schema-problems.ts";

let shared: Ajv2020 | undefined;

/**
 * The one validator that knows the meta-schema; it compiles nothing of a plugin. To compile the meta-schema is
 * felt at each start: it is done once, and without making code shorter that runs a few times.
 */
export function metaValidator(): Ajv2020 {
	return (shared ??= createValidator({ code: { optimize: false } }));
}
