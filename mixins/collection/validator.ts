/** Checks a body against its JSON Schema and names everything that is wrong with it at once. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { requestErrors, type InputProblem } from "../errors.ts";
import { boundedRegExp, SlowPattern, withinLimit } from "../bounded-pattern.ts";
import type { JsonSchema } from "../json-schema.ts";

/** Throws `REQUEST_INVALID` with every problem of the value. */
export type Validator = (value: unknown) => void;

/** The longest value that an error repeats. */
const MAX_SHOWN_LENGTH = 200;

/** Compiles at the first use, because most models of a plugin that starts are not written to at once. */
export function compileValidator(schema: JsonSchema): Validator {
	let validate: ValidateFunction | undefined;
	return value => {
		validate ??= compile(schema);
		if (isValid(validate, value)) return;
		throw requestErrors.INVALID({ errors: problemsOf(validate.errors ?? []) });
	};
}

function isValid(validate: ValidateFunction, value: unknown): boolean {
	try {
		return withinLimit(() => validate(value));
	} catch (error) {
		if (!(error instanceof SlowPattern)) throw error;
		const message = `holds a text that takes too long to be compared with ${error.source}`;
		const problem = { pointer: "", message, expected: "a shorter or simpler text" };
		throw requestErrors.INVALID({ errors: [problem] }, error);
	}
}

/**
 * Each schema has a validator of its own, which goes with it: Ajv keeps what it compiles for good. The
 * schemas are made by this project, so that the meta-schema, which would cost the most, is not needed.
 */
function compile(schema: JsonSchema): ValidateFunction {
	const ajv = new Ajv2020({
		allErrors: true,
		verbose: true,
		strict: true,
		strictRequired: false,
		strictTypes: false,
		validateSchema: false,
		meta: false,
		code: { regExp: boundedRegExp }
	});
	addFormats.default(ajv);
	ajv.addVocabulary(["x-reference", "x-format"]);
	return ajv.compile(schema);
}

function problemsOf(errors: ErrorObject[]): InputProblem[] {
	return errors.map(error => ({
		pointer: error.instancePath + pointerSuffix(error),
		message: messageOf(error),
		...(describesMissing(error) ? {} : { value: shown(valueOf(error)) }),
		expected: expectedOf(error)
	}));
}

function pointerSuffix({ params }: ErrorObject) {
	const key = params.additionalProperty ?? params.missingProperty;
	return key === undefined ? "" : `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

function describesMissing({ keyword }: ErrorObject) {
	return keyword === "required";
}

function valueOf({ keyword, params, data }: ErrorObject) {
	return keyword === "additionalProperties"
		? (data as Record<string, unknown>)[params.additionalProperty]
		: data;
}

function messageOf({ keyword, message }: ErrorObject) {
	if (keyword === "additionalProperties") return "is unknown or read-only";
	if (keyword === "required") return "is missing";
	return message ?? "is not valid";
}

function expectedOf({ keyword, params, parentSchema }: ErrorObject) {
	if (keyword === "enum") return `one of ${JSON.stringify(params.allowedValues)}`;
	if (keyword === "additionalProperties") {
		return `one of ${Object.keys(parentSchema?.properties ?? {}).join(", ")}`;
	}
	if (keyword === "type") return [params.type].flat().join(" or ");
	if (keyword === "format") return `the format ${params.format}`;
	if (keyword === "pattern") return `text that matches ${params.pattern}`;
	return params.limit === undefined ? undefined : expectedLimit(keyword, Number(params.limit));
}

/** What a limit counts, by its keyword: `maxLength` and `minimum` alike. */
function expectedLimit(keyword: string, limit: number) {
	const unit = keyword.endsWith("Length")
		? " characters"
		: keyword.endsWith("Items")
			? " entries"
			: "";
	return `${keyword.startsWith("min") ? "at least" : "at most"} ${limit}${unit}`;
}

function shown(value: unknown) {
	const text = JSON.stringify(value) ?? "undefined";
	return text.length <= MAX_SHOWN_LENGTH ? value : `${text.slice(0, MAX_SHOWN_LENGTH)}…`;
}
