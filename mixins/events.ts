/** Events: named facts in the past tense, with ids rather than records, declared with a schema. */
import type { JsonSchema } from "./json-schema.ts";

export interface EventDefinition<Payload = unknown> {
	/** `<service>.<noun>.<past tense>`, e.g. `projects.member.added`. */
	readonly name: string;
	readonly description: string;
	readonly schema: JsonSchema;
	/** Holds the payload's type for the compiler; never set. */
	readonly payload?: Payload;
}

/** Declares an event that a service emits, with `ctx.emit(EVENT.name, payload)`. */
export function defineEvent<Payload>(
	name: string,
	description: string,
	schema: JsonSchema
): EventDefinition<Payload> {
	return Object.freeze({ name, description, schema });
}
