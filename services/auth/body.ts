/** A body as JSON Schema, and the check that takes it from an action's parameters. */
import { compileValidator } from "../../mixins/collection/validator.ts";
import { requestErrors, type InputProblem, type JsonSchema } from "../../mixins/index.ts";

/** What a body is, for OpenAPI, and the function that takes it from an action's parameters. */
export interface Body<Content> {
	schema: JsonSchema;
	example: Content;
	read(params: unknown): Content;
}

/** Declares a body that takes no other keys. */
export function describeBody<Content>({
	example,
	...keywords
}: JsonSchema & { example: Content }): Body<Content> {
	const schema = { type: "object", ...keywords, additionalProperties: false };
	const validate = compileValidator(schema);
	return {
		schema,
		example,
		read(params) {
			try {
				validate(params);
			} catch (error) {
				throw withoutValues(error as { data: { errors: InputProblem[] } });
			}
			return params as Content;
		}
	};
}

/** An error repeats no value that it was given: it may be a password under a misspelt name. */
function withoutValues({ data }: { data: { errors: InputProblem[] } }) {
	return requestErrors.INVALID({
		errors: data.errors.map(({ value: _value, ...problem }) => problem)
	});
}
