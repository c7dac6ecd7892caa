import type { AnySchemaObject, ValidateFunction } from "ajv/dist/2020.js";
import { CompiledSchemas } from "./compiled-schemas.ts";
import { didYouMean } from "./did-you-mean.ts";
import { metaValidator } from "./meta-schema.ts";
import { type Problem, pointerTo, shown } from "./problem.ts";
import { toProblems } from "./schema-problems.ts";
import { parseStrictJson } from "./strict-json.ts";

/** A plugin's declaration of its settings: a JSON schema of the type object. */
export interface SettingsSchema {
	type: "object";
	properties?: Record<string, AnySchemaObject>;
	required?: string[];
	[keyword: string]: unknown;
}

export interface CheckedSettings {
	settings: Record<string, unknown>;
	problems: Problem[];
}

const ROOT = "/lyceum/settings";
const HIDDEN = "[secret]";

const compiled = new CompiledSchemas({ useDefaults: true });

/** Gives the schema that a plugin's settings must satisfy; one that declares none allows none. */
export function settingsSchema(manifest: { settings?: SettingsSchema }): SettingsSchema {
	const declared = manifest.settings ?? { type: "object" };
	return { properties: {}, additionalProperties: false, ...declared };
}

/**
 * Fills defaults into a copy of the settings and checks them; a secret's value is in no problem.
 * Settings with problems must not be used.
 */
export function checkSettings(
	manifest: { settings?: SettingsSchema },
	value: unknown = {}
): CheckedSettings {
	// Through JSON: a deep copy, and the keys that only a text can hide are found.
	const copy = parseStrictJson(JSON.stringify(value));
	if (copy.problems.length > 0) return { settings: {}, problems: copy.problems };
	const schema = settingsSchema(manifest);
	const validate = compile(schema);
	if (validate(copy.value))
		return { settings: copy.value as Record<string, unknown>, problems: [] };
	return { settings: {}, problems: hideSecrets(toProblems(validate.errors), schema) };
}

/** Checks the schema itself: valid, strict, and satisfied by its own defaults alone. */
export function settingsSchemaProblems(declared: SettingsSchema): Problem[] {
	if ("$async" in declared) return [asyncSchema(declared)];
	const malformed = metaSchemaProblems(declared);
	if (malformed.length > 0) return malformed;
	const fault = compileFault(declared);
	if (fault) return locateFault(declared, fault);
	return [...requiredWithoutDefault(declared), ...wrongDefaults(declared)];
}

/** A schema compiled with `$async` answers with a promise, which every check would take for "valid". */
function asyncSchema(declared: SettingsSchema): Problem {
	const pointer = `${ROOT}/$async`;
	const message = "is an unknown key";
	return { pointer, message, value: declared["$async"], expected: "a schema without $async" };
}

function metaSchemaProblems(declared: SettingsSchema): Problem[] {
	const ajv = metaValidator();
	try {
		return ajv.validateSchema(declared) === true ? [] : toProblems(ajv.errors, ROOT);
	} catch (error) {
		// The only throw is a `$schema` of another draft.
		return [schemaFault(ROOT, (error as Error).message, declared)];
	}
}

function compileFault(declared: SettingsSchema): string | undefined {
	try {
		compile(declared);
		return undefined;
	} catch (error) {
		return (error as Error).message;
	}
}

/** The compiler stops at its first fault and names no place: each property alone shows which are meant. */
function locateFault(declared: SettingsSchema, fault: string): Problem[] {
	const properties = declared.properties ?? {};
	const located = Object.entries(properties).flatMap(([name, property]) => {
		const own = compileFault({ ...declared, required: [], properties: { [name]: property } });
		return own ? [schemaFault(pointerTo(`${ROOT}/properties`, name), own, property)] : [];
	});
	return located.length > 0 ? located : [schemaFault(ROOT, fault, declared)];
}

function schemaFault(pointer: string, fault: string, schema: AnySchemaObject): Problem {
	const keyword = /unknown keyword: "(.+)"/.exec(fault)?.[1];
	const known = Object.keys(metaValidator().RULES.keywords);
	const suggestion = keyword ? didYouMean(keyword, known) : "";
	const message = `is not a valid schema: ${fault.replace("strict mode: ", "")}${suggestion}`;
	return { pointer, message, value: shown(schema), expected: "a strict JSON schema (2020-12)" };
}

/** A plugin starts before anybody has opened its settings, so each one is optional or has a default. */
function requiredWithoutDefault({ required = [], properties = {} }: SettingsSchema): Problem[] {
	return required.flatMap((name, index) => {
		if (Object.hasOwn(properties, name) && "default" in properties[name]!) return [];
		const message = `requires "${name}", which has no default`;
		const expected = `a default for "${name}", or "${name}" not required`;
		return [{ pointer: pointerTo(`${ROOT}/required`, index), message, value: name, expected }];
	});
}

function wrongDefaults(declared: SettingsSchema): Problem[] {
	const validate = compile(declared);
	if (validate({})) return [];
	const inDefaults = toProblems(validate.errors).filter(({ pointer, value }) => {
		const missingSetting = value === undefined && pointer.lastIndexOf("/") === 0;
		return !missingSetting;
	});
	return inDefaults.map(problem => {
		const [, name] = problem.pointer.split("/");
		const pointer = name === undefined ? ROOT : `${ROOT}/properties/${name}/default`;
		return {
			...problem,
			pointer,
			message: `as default: ${problem.pointer} ${problem.message}`
		};
	});
}

/** Compiles a schema that `metaSchemaProblems` has passed. */
function compile(declared: SettingsSchema): ValidateFunction {
	return compiled.of(settingsSchema({ settings: declared }));
}

function hideSecrets(problems: Problem[], schema: SettingsSchema): Problem[] {
	return problems.map(problem => {
		const holdsSecret = problem.value !== undefined && reachesSecret(problem.pointer, schema);
		return holdsSecret ? { ...problem, value: HIDDEN } : problem;
	});
}

/** Whether the place lies in a secret property, or holds one: either way its value stays hidden. */
function reachesSecret(pointer: string, schema: SettingsSchema): boolean {
	const name = pointer.split("/")[1]?.replaceAll("~1", "/").replaceAll("~0", "~");
	const properties = schema.properties ?? {};
	// A key that is not declared may be a misspelt secret, one behind a reference may be one.
	if (name === undefined || !Object.hasOwn(properties, name)) return containsSecret(schema);
	const refers = JSON.stringify(properties[name]).includes('"$ref"');
	return containsSecret(refers ? schema : properties[name]);
}

function containsSecret(schema: unknown): boolean {
	if (typeof schema !== "object" || schema === null) return false;
	if ("secret" in schema && schema.secret === true) return true;
	return Object.values(schema).some(containsSecret);
}
