/** Holds payloads of messages and events to the schemas that they were declared with. */
import type { InputProblem, JsonSchema } from "../../mixins/index.ts";
import { CompiledSchemas } from "../plugin-manager/manifest/compiled-schemas.ts";
import { metaValidator } from "../plugin-manager/manifest/meta-schema.ts";
import { toProblems } from "../plugin-manager/manifest/schema-problems.ts";

/** That a schema is sound is looked at when its service is loaded. */
const compiled = new CompiledSchemas({ strict: false });

/** What does not fit; empty when everything does. */
export function payloadProblems(schema: JsonSchema, payload: unknown): InputProblem[] {
	const validate = compiled.of(schema);
	return validate(payload) ? [] : toProblems(validate.errors);
}

/** Why a schema cannot be used; null when it can. */
export function schemaFault(schema: JsonSchema): string | null {
	if (Object(schema) !== schema) return "schema must be an object";
	const meta = metaValidator();
	try {
		if (meta.validateSchema(schema) !== true)
			return `schema is invalid: ${meta.errorsText(meta.errors)}`;
		compiled.of(schema);
		return null;
	} catch (error) {
		return (error as Error).message;
	}
}
