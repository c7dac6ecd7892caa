/**
 * Compiled schemas by their text. A version of a plugin mostly declares what the one before did, so that a swap
 * compiles nothing, and the versions that are gone keep no validators of their own.
 */
import type { AnySchemaObject, ValidateFunction } from "ajv/dist/2020.js";
import { LRUCache } from "lru-cache";
import { createValidator } from "./schema-problems.ts";

/** More than running services declare; one that falls out is compiled again. */
const MAX_KEPT = 200;

export class CompiledSchemas {
	readonly #options: Parameters<typeof createValidator>[0];
	readonly #byText = new LRUCache<string, ValidateFunction>({ max: MAX_KEPT });
	/** A schema that is asked for with every message is not written down each time. */
	readonly #known = new WeakMap<AnySchemaObject, ValidateFunction>();

	/** For schemas whose soundness is looked at elsewhere: that takes the meta-schema. */
	constructor(options: Parameters<typeof createValidator>[0]) {
		this.#options = { ...options, validateSchema: false, meta: false };
	}

	/** Throws for a schema that cannot be compiled. */
	of(schema: AnySchemaObject): ValidateFunction {
		const known = this.#known.get(schema);
		if (known) return known;
		const text = JSON.stringify(schema);
		const validate = this.#byText.get(text) ?? this.#compile(text);
		this.#known.set(schema, validate);
		return validate;
	}

	/** Each has a validator of its own, because Ajv keeps what it compiles, and a copy, to hold no version. */
	#compile(text: string): ValidateFunction {
		const schema = JSON.parse(text) as AnySchemaObject;
		const validate = createValidator(this.#options).compile(schema);
		this.#byText.set(text, validate);
		return validate;
	}
}
