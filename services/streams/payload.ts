/** Holds payloads of messages and events to the schemas that they were declared with. */
import type { ValidateFunction } from "ajv/dist/2020.js";
import type { InputProblem, JsonSchema } from "../../mixins/index.ts";
import { metaValidator } from "../plugin-manager/manifest/meta-schema.ts";
import { createValidator, toProblems } from "../plugin-manager/manifest/schema-problems.ts";

/** What was compiled goes with the declaration. */
const compiled = new WeakMap<JsonSchema, ValidateFunction>();

/** What does not fit; empty when everything does. */
export function payloadProblems(schema: JsonSchema, payload: unknown): InputProblem[] {
	const validate = validatorOf(schema);
	return validate(payload) ? [] : toProblems(validate.errors);
}

/** Why a schema cannot be used; null when it can. */
export function schemaFault(schema: JsonSchema): string | null {
	if (Object(schema) !== schema) return "schema must be an object";
	const meta = metaValidator();
	try {
		if (meta.validateSchema(schema) !== true)
			return `schema is invalid: ${meta.errorsText(meta.errors)}`;
		validatorOf(schema);
		return null;
	} catch (error) {
		return (error as Error).message;
	}
}

function validatorOf(schema: JsonSchema): ValidateFunction {
	const known = compiled.get(schema);
	if (known) return known;
	const options = { strict: false, validateSchema: false, meta: false };
	const validate = createValidator(options).compile(schema);
	compiled.set(schema, validate);
	return validate;
}
