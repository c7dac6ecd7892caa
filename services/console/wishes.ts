/** Reads what is wished of documents: untrusted, and refused with the place of everything that is wrong. */
import { requestErrors, type InputProblem, type JsonSchema } from "../../mixins/index.ts";
import { compileValidator } from "../../mixins/collection/validator.ts";
import type { Wish } from "./changes.ts";

/** What one request may change: a page of a list, several times over. */
const MAX_WISHES = 200;

const id: JsonSchema = { type: "string", minLength: 1, maxLength: 200 };
const rev: JsonSchema = { type: "integer", minimum: 1 };
const fields: JsonSchema = { type: "object", additionalProperties: true };
const yes: JsonSchema = { type: "boolean", enum: [true] };

function wish(properties: Record<string, JsonSchema>, required: string[]): JsonSchema {
	return { type: "object", properties, required, additionalProperties: false };
}

export const wishesSchema: JsonSchema = {
	title: "ConsoleWishes",
	type: "object",
	properties: {
		collection: { type: "string", minLength: 1, maxLength: 100, examples: ["projects"] },
		dryRun: {
			type: "boolean",
			default: false,
			description: "Only checks what would be created, and changes nothing"
		},
		wishes: {
			type: "array",
			minItems: 1,
			maxItems: MAX_WISHES,
			items: {
				anyOf: [
					wish({ create: fields }, ["create"]),
					wish({ id, rev, set: fields }, ["id", "set"]),
					wish({ id, rev, remove: yes }, ["id", "remove"]),
					wish({ id, restore: yes }, ["id", "restore"])
				]
			}
		}
	},
	required: ["collection", "wishes"],
	additionalProperties: false
};

export interface Wishes {
	collection: string;
	dryRun?: boolean;
	wishes: Wish[];
}

const validate = compileValidator(wishesSchema);

/** The wishes in a body; throws `REQUEST_INVALID` for any other. */
export function readWishes(body: unknown): Wishes {
	validate(body);
	return body as Wishes;
}

/** What is wrong with a document that is to be created, by its collection's schema. */
export function problemsOfNew(schema: JsonSchema, document: unknown): InputProblem[] {
	try {
		compileValidator(schema)(document);
		return [];
	} catch (error) {
		const { type, data } = error as { type?: string; data?: { errors: InputProblem[] } };
		if (type !== requestErrors.INVALID.type) throw error;
		return data!.errors;
	}
}
