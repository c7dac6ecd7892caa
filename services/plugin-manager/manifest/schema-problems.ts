import { Ajv2020, type ErrorObject, type Options } from "ajv/dist/2020.js";
import ajvFormats from "ajv-formats";
// Function by function: the whole package has 50 modules, which every start would load.
import valid from "semver/functions/valid.js";
import validRange from "semver/ranges/valid.js";
import { didYouMean } from "./did-you-mean.ts";
import { type Problem, pointerTo, shown } from "./problem.ts";

/** Makes a strict validator that reports every problem with its value, and knows `secret`. */
export function createValidator(options: Options = {}): Ajv2020 {
	const ajv = new Ajv2020({
		strict: true,
		allowUnionTypes: true,
		allErrors: true,
		verbose: true,
		// Otherwise a key named "constructor" would count as present in every object.
		ownProperties: true,
		logger: false,
		...options
	});
	ajvFormats.default(ajv);
	ajv.addFormat("semver", isVersion);
	ajv.addFormat("semver-range", isRange);
	ajv.addKeyword({ keyword: "secret", schemaType: "boolean" });
	return ajv;
}

function isVersion(text: string): boolean {
	return /^\d\S*$/.test(text) && valid(text) !== null;
}

/** An empty range means "any" to npm; here it has to be written as "*". */
function isRange(text: string): boolean {
	return text.trim() !== "" && validRange(text) !== null;
}

/** Errors that only repeat, in general words, what another one says about the same place. */
const SUMMARIES = new Set(["propertyNames", "anyOf", "oneOf", "if"]);

/** Turns the validator's errors into problems; `root` goes before every pointer. */
export function toProblems(
	errors: readonly ErrorObject[] | null | undefined,
	root = ""
): Problem[] {
	const all = errors ?? [];
	const exact = all.filter(error => !SUMMARIES.has(error.keyword));
	return (exact.length > 0 ? exact : all).map(error => toProblem(error, root));
}

function toProblem(error: ErrorObject, root: string): Problem {
	const pointer = root + error.instancePath;
	switch (error.keyword) {
		case "additionalProperties":
		case "unevaluatedProperties":
			return unknownKey(error, pointer);
		case "required":
			return missingKey(error, pointer);
		default:
			return wrongValue(error, pointer);
	}
}

function unknownKey(error: ErrorObject, parent: string): Problem {
	const key = String(error.params["additionalProperty"] ?? error.params["unevaluatedProperty"]);
	const known = Object.keys(propertiesOf(error));
	return {
		pointer: pointerTo(parent, key),
		message: `is an unknown key${didYouMean(key, known)}`,
		value: shown((error.data as Record<string, unknown>)[key]),
		expected: known.length > 0 ? `only ${known.join(", ")}` : "no keys"
	};
}

function missingKey(error: ErrorObject, parent: string): Problem {
	const key = String(error.params["missingProperty"]);
	const properties = propertiesOf(error);
	const present = Object.keys(error.data as object).filter(
		name => !Object.hasOwn(properties, name)
	);
	const similar = didYouMean(key, present).replace("did you mean", "found");
	return {
		pointer: pointerTo(parent, key),
		message: `is missing${similar.replace("?", "")}`,
		value: undefined,
		expected: properties[key]?.description ?? "a value"
	};
}

function wrongValue(error: ErrorObject, parent: string): Problem {
	// A wrong key is reported by its name: that is what has to be changed.
	const pointer = error.propertyName ? pointerTo(parent, error.propertyName) : parent;
	const value = shown(error.propertyName ?? error.data);
	const subject = error.propertyName ? `the key "${error.propertyName}" ` : "";
	const description: unknown = error.parentSchema?.["description"];
	const message = `${subject}${error.message ?? `does not satisfy "${error.keyword}"`}`;
	if (typeof description !== "string") {
		return { pointer, message, value, expected: expectation(error) };
	}
	if (!SHAPES.has(error.keyword)) return { pointer, message, value, expected: description };
	return { pointer, message: `${subject}is not ${description}`, value, expected: description };
}

/** Keywords whose own words (a pattern, a format's name) say less than the schema's description. */
const SHAPES = new Set(["pattern", "format", "const", "type"]);

/** Words what the failing keyword of a schema without a description asks for. */
function expectation({ keyword, schema, message }: ErrorObject): string {
	if (keyword === "enum") return `one of ${JSON.stringify(schema)}`;
	if (keyword === "const") return JSON.stringify(schema);
	if (keyword === "type") return `the type ${String(schema)}`;
	return (message ?? keyword)
		.replace("must NOT have fewer than", "at least")
		.replace("must NOT have more than", "at most")
		.replace(/^must (be |match )?/, "");
}

function propertiesOf(error: ErrorObject): Record<string, { description?: string }> {
	return (error.parentSchema?.["properties"] as Record<string, { description?: string }>) ?? {};
}
