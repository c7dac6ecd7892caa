/** `$jsonSchema`: the keywords that MongoDB knows, over BSON values. */
import { equalValues } from "../bson/compare.ts";
import { compareNumbers } from "../bson/numbers.ts";
import { isDoc, isNumber, toNumber, typeName, type Doc, type NumberValue } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { testRegex } from "./guarded-regex.ts";
import { compileRegex } from "./regex.ts";
import { typesNamed } from "./type-names.ts";

type Check = (value: unknown) => boolean;
type Compile = (operand: unknown, schema: Doc) => Check;

/** Compiles a schema; an unknown keyword is refused, as MongoDB does. */
export function compileSchema(schema: unknown): Check {
	if (!isDoc(schema)) throw storeError("TypeMismatch", "$jsonSchema must be an object");
	const checks = Object.keys(schema).map(keyword => {
		const compile = KEYWORDS[keyword];
		if (!compile) throw storeError("FailedToParse", `Unknown $jsonSchema keyword: ${keyword}`);
		return compile(schema[keyword], schema);
	});
	return value => checks.every(check => check(value));
}

const always: Compile = () => () => true;

/** A keyword that only says something about values of one kind. */
function about<T>(
	is: (value: unknown) => value is T,
	compile: (operand: unknown, schema: Doc) => (value: T) => boolean
): Compile {
	return (operand, schema) => {
		const check = compile(operand, schema);
		return value => !is(value) || check(value);
	};
}

const isString = (value: unknown): value is string => typeof value === "string";
const isArray = (value: unknown): value is unknown[] => Array.isArray(value);

const JSON_TYPES: Record<string, string[]> = {
	object: ["object"],
	array: ["array"],
	string: ["string"],
	boolean: ["bool"],
	null: ["null"],
	number: ["double", "int", "long", "decimal"]
};

function jsonTypes(operand: unknown): string[] {
	const types = JSON_TYPES[String(operand)];
	if (!types) throw storeError("BadValue", `Unknown type name alias: ${String(operand)}`);
	return types;
}

function typed(namesOf: (operand: unknown) => string[]): Compile {
	return operand => {
		const names = new Set((Array.isArray(operand) ? operand : [operand]).flatMap(namesOf));
		return value => value === undefined || names.has(typeName(value));
	};
}

function schemas(operand: unknown): Check[] {
	if (!Array.isArray(operand)) throw storeError("TypeMismatch", "$jsonSchema expects an array");
	return operand.map(compileSchema);
}

function characters(text: string): number {
	return [...text].length;
}

function limit<T>(
	is: (value: unknown) => value is T,
	measure: (value: T) => number,
	holds: (measured: number, bound: number) => boolean
): Compile {
	return about(is, operand => value => holds(measure(value), toNumber(operand as NumberValue)));
}

const atLeast = (measured: number, bound: number) => measured >= bound;
const atMost = (measured: number, bound: number) => measured <= bound;

const KEYWORDS: Record<string, Compile> = {
	bsonType: typed(typesNamed),
	type: typed(jsonTypes),
	title: always,
	description: always,
	exclusiveMinimum: always,
	exclusiveMaximum: always,
	additionalItems: always,
	enum: operand => value => (operand as unknown[]).some(entry => equalValues(entry, value)),
	required: about(
		isDoc,
		operand => doc => (operand as string[]).every(name => Object.hasOwn(doc, name))
	),
	properties: about(isDoc, operand => properties(operand)),
	patternProperties: about(isDoc, operand => patternProperties(operand)),
	additionalProperties: about(isDoc, additionalProperties),
	dependencies: about(isDoc, operand => dependencies(operand)),
	minProperties: limit(isDoc, doc => Object.keys(doc).length, atLeast),
	maxProperties: limit(isDoc, doc => Object.keys(doc).length, atMost),
	minLength: limit(isString, characters, atLeast),
	maxLength: limit(isString, characters, atMost),
	pattern: about(isString, operand => {
		const regex = compileRegex(String(operand), "");
		return text => testRegex(regex, text);
	}),
	minItems: limit(isArray, array => array.length, atLeast),
	maxItems: limit(isArray, array => array.length, atMost),
	uniqueItems: about(
		isArray,
		operand => array =>
			operand !== true ||
			array.every((value, at) => !array.slice(0, at).some(other => equalValues(other, value)))
	),
	items: about(isArray, items),
	minimum: about(isNumber, (operand, schema) => value => {
		const order = compareNumbers(value, operand as NumberValue);
		return schema.exclusiveMinimum === true ? order > 0 : order >= 0;
	}),
	maximum: about(isNumber, (operand, schema) => value => {
		const order = compareNumbers(value, operand as NumberValue);
		return schema.exclusiveMaximum === true ? order < 0 : order <= 0;
	}),
	multipleOf: about(
		isNumber,
		operand => value => toNumber(value) % toNumber(operand as NumberValue) === 0
	),
	allOf: operand => {
		const checks = schemas(operand);
		return value => checks.every(check => check(value));
	},
	anyOf: operand => {
		const checks = schemas(operand);
		return value => checks.some(check => check(value));
	},
	oneOf: operand => {
		const checks = schemas(operand);
		return value => checks.filter(check => check(value)).length === 1;
	},
	not: operand => {
		const check = compileSchema(operand);
		return value => !check(value);
	}
};

function properties(operand: unknown): (doc: Doc) => boolean {
	const checks = Object.entries(operand as Doc).map(
		([name, schema]) => [name, compileSchema(schema)] as const
	);
	return doc => checks.every(([name, check]) => !Object.hasOwn(doc, name) || check(doc[name]));
}

function patternProperties(operand: unknown): (doc: Doc) => boolean {
	const checks = Object.entries(operand as Doc).map(
		([pattern, schema]) => [compileRegex(pattern, ""), compileSchema(schema)] as const
	);
	return doc =>
		Object.keys(doc).every(name =>
			checks.every(([pattern, check]) => !testRegex(pattern, name) || check(doc[name]))
		);
}

function additionalProperties(operand: unknown, schema: Doc): (doc: Doc) => boolean {
	const check: Check = isDoc(operand) ? compileSchema(operand) : () => operand !== false;
	const named = new Set(Object.keys((schema.properties as Doc | undefined) ?? {}));
	const patterns = Object.keys((schema.patternProperties as Doc | undefined) ?? {}).map(pattern =>
		compileRegex(pattern, "")
	);
	const isDeclared = (name: string) =>
		named.has(name) || patterns.some(pattern => testRegex(pattern, name));
	return doc => Object.keys(doc).every(name => isDeclared(name) || check(doc[name]));
}

function dependencies(operand: unknown): (doc: Doc) => boolean {
	const checks = Object.entries(operand as Doc).map(([name, needed]) => {
		const check: Check = Array.isArray(needed)
			? doc => needed.every(other => Object.hasOwn(doc as Doc, String(other)))
			: compileSchema(needed);
		return [name, check] as const;
	});
	return doc => checks.every(([name, check]) => !Object.hasOwn(doc, name) || check(doc));
}

function items(operand: unknown, schema: Doc): (array: unknown[]) => boolean {
	if (!Array.isArray(operand)) {
		const check = compileSchema(operand);
		return array => array.every(check);
	}
	const checks = operand.map(compileSchema);
	const rest: Check = isDoc(schema.additionalItems)
		? compileSchema(schema.additionalItems)
		: () => schema.additionalItems !== false;
	return array => array.every((value, at) => (checks[at] ?? rest)(value));
}
