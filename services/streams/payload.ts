/** Holds payloads of messages and events to the schemas that they were declared with. */
import type { Options, ValidateFunction } from "ajv/dist/2020.js";
import type { InputProblem, JsonSchema } from "../../mixins/index.ts";
import { createValidator, toProblems } from "../plugin-manager/manifest/schema-problems.ts";

/** Compiled at the first use; goes with the declaration. */
const compiled = new WeakMap<JsonSchema, ValidateFunction>();

/** What does not fit; empty when everything does. */
export function payloadProblems(schema: JsonSchema, payload: unknown): InputProblem[] {
	const validate =
		compiled.get(schema) ?? compile(schema, { validateSchema: false, meta: false });
	compiled.set(schema, validate);
	return validate(payload) ? [] : toProblems(validate.errors);
}

/** Why a schema cannot be used; null when it can. */
export function schemaFault(schema: JsonSchema): string | null {
	try {
		compile(schema);
		return null;
	} catch (error) {
		return (error as Error).message;
	}
}

/** That a schema is sound is looked at when its service is loaded: the meta-schema costs the most. */
function compile(schema: JsonSchema, options: Options = {}): ValidateFunction {
	return createValidator({ strict: false, ...options }).compile(schema);
}
