/**
 * From Moleculer's validator rules to JSON Schema 2020-12. What a schema cannot say (custom checks, fields
 * that are compared) is left out: the schema may allow more than the rules, and never refuses what they take.
 * A rule that converts is described by what it converts to.
 */
import validatorModule from "fastest-validator";
import type { JsonSchema } from "../../mixins/index.ts";
import { stringSchema } from "./from-string-rule.ts";

/** One rule in its long form, as fastest-validator resolves it. */
export interface Rule {
	type: string;
	optional?: boolean;
	nullable?: boolean;
	default?: unknown;
	[option: string]: unknown;
}

// A CommonJS package whose default export TypeScript and Node see differently.
const Validator = validatorModule as unknown as typeof validatorModule.default;

/** Resolves shorthands and the aliases of one broker's validator. */
export type RuleResolver = Pick<InstanceType<typeof Validator>, "getRuleFromSchema">;

type Convert = (rule: unknown) => JsonSchema;

const SCALARS = new Set(["string", "number", "boolean", "enum", "email", "url", "uuid"]);
const OBJECT_ID = "^[0-9a-fA-F]{24}$";

/** The schema of all parameters of an action; `params` is what the action declares. */
export function schemaFromParams(
	params: unknown,
	resolver: RuleResolver = new Validator()
): JsonSchema {
	const convert: Convert = rule => schemaOfRule(resolve(rule, resolver), convert, resolver);
	if (params === undefined || params === null) return { type: "object", properties: {} };
	if (Array.isArray(params)) return convert(params);
	const { $$root, $$strict, $$async: _async, ...properties } = params as Record<string, unknown>;
	if ($$root === true) return convert(properties);
	return objectSchema({ type: "object", strict: $$strict, properties }, convert, resolver);
}

/** The long form of a rule; `any` for a type that this broker's validator does not know. */
function resolve(rule: unknown, resolver: RuleResolver): Rule {
	if (Array.isArray(rule)) return alternatives(rule, resolver);
	// A copy, because fastest-validator expands a rule in place.
	const copy = typeof rule === "object" ? { ...rule } : rule;
	try {
		return resolver.getRuleFromSchema(copy as string).schema as unknown as Rule;
	} catch {
		return { type: "any", optional: (copy as Partial<Rule>)?.optional === true };
	}
}

function alternatives(rules: unknown[], resolver: RuleResolver): Rule {
	const resolved = rules.map(rule => resolve(rule, resolver));
	return {
		type: "multi",
		rules,
		optional: resolved.every(rule => rule.optional === true),
		nullable: resolved.every(rule => rule.nullable === true)
	};
}

function schemaOfRule(rule: Rule, convert: Convert, resolver: RuleResolver): JsonSchema {
	const schema = { ...shapeOf(rule, convert, resolver), ...annotations(rule) };
	return takesNull(rule) ? orNull(schema) : schema;
}

function shapeOf(rule: Rule, convert: Convert, resolver: RuleResolver): JsonSchema {
	switch (rule.type) {
		case "string":
		case "email":
		case "url":
		case "uuid":
		case "mac":
		case "luhn":
		case "currency":
			return stringSchema(rule);
		case "number":
			return numberSchema(rule);
		case "boolean":
			return { type: "boolean" };
		case "enum":
			return enumSchema(rule.values as unknown[]);
		case "equal":
			return rule.strict === true && rule.field === undefined ? { const: rule.value } : {};
		case "date":
			return rule.convert === true ? { type: "string", format: "date-time" } : {};
		case "objectID":
			return { type: "string", pattern: OBJECT_ID };
		case "array":
			return arraySchema(rule, convert, resolver);
		case "tuple":
			return tupleSchema(rule, convert);
		case "object":
			return objectSchema(rule, convert, resolver);
		case "record":
			return recordSchema(rule, convert);
		case "multi":
			return multiSchema(rule.rules as unknown[], convert);
		default:
			return {};
	}
}

function numberSchema(rule: Rule): JsonSchema {
	return {
		type: rule.integer === true ? "integer" : "number",
		...given("minimum", rule.min),
		...given("maximum", rule.max),
		...given("const", rule.equal),
		...(rule.positive === true && { exclusiveMinimum: 0 }),
		...(rule.negative === true && { exclusiveMaximum: 0 }),
		...(rule.notEqual !== undefined && { not: { const: rule.notEqual } })
	};
}

function enumSchema(values: unknown[] = []): JsonSchema {
	const types = new Set(values.map(value => typeof value));
	const [type] = types;
	return { ...(types.size === 1 && type !== "object" && { type }), enum: values };
}

function arraySchema(rule: Rule, convert: Convert, resolver: RuleResolver): JsonSchema {
	const items = rule.items === undefined ? {} : convert(rule.items);
	const among = rule.enum === undefined ? {} : { enum: rule.enum as unknown[] };
	const minimum = rule.length ?? rule.min ?? (rule.empty === false ? 1 : undefined);
	return {
		type: "array",
		items: { ...items, ...among },
		...given("minItems", minimum),
		...given("maxItems", rule.length ?? rule.max),
		...(rule.contains !== undefined && { contains: { const: rule.contains } }),
		// The rule compares objects by identity: two that look the same pass it.
		...(rule.unique === true && holdsScalars(rule, resolver) && { uniqueItems: true })
	};
}

function holdsScalars(rule: Rule, resolver: RuleResolver) {
	return (
		rule.enum !== undefined ||
		(rule.items !== undefined && SCALARS.has(resolve(rule.items, resolver).type))
	);
}

function tupleSchema(rule: Rule, convert: Convert): JsonSchema {
	const items = rule.items as unknown[] | undefined;
	return {
		type: "array",
		...(items && { prefixItems: items.map(convert), items: false as unknown as JsonSchema }),
		...(rule.empty === false && { minItems: items?.length ?? 1 })
	};
}

function objectSchema(rule: Rule, convert: Convert, resolver: RuleResolver): JsonSchema {
	const declared = Object.entries(rule.properties ?? rule.props ?? {})
		.filter(([key]) => !key.startsWith("$$"))
		.map(([key, entry]) => [key, resolve(entry, resolver)] as const)
		.filter(([, entry]) => entry.type !== "forbidden");
	const required = declared.filter(([, entry]) => isRequired(entry)).map(([key]) => key);
	const closed = rule.strict === true;
	const fillsIn = declared.some(([, entry]) => hasDefault(entry));
	return {
		type: "object",
		properties: Object.fromEntries(
			declared.map(([key, entry]) => [key, schemaOfRule(entry, convert, resolver)])
		),
		...(required.length > 0 && { required }),
		...(closed && { additionalProperties: false }),
		// The rule counts after it has filled in defaults and taken unknown properties away.
		...(!fillsIn && given("minProperties", rule.minProps)),
		...(rule.strict !== "remove" && given("maxProperties", rule.maxProps))
	};
}

function recordSchema(rule: Rule, convert: Convert): JsonSchema {
	const key = rule.key === undefined ? {} : convert(rule.key);
	return {
		type: "object",
		...(Object.keys(key).length > 1 && { propertyNames: key }),
		additionalProperties: rule.value === undefined ? true : convert(rule.value)
	};
}

function multiSchema(rules: unknown[], convert: Convert): JsonSchema {
	const schemas = rules.map(convert);
	if (schemas.some(schema => Object.keys(schema).length === 0)) return {};
	return schemas.length === 1 ? schemas[0]! : { anyOf: schemas };
}

function annotations(rule: Rule): JsonSchema {
	return {
		...(typeof rule.description === "string" && { description: rule.description }),
		...(rule.example !== undefined && { examples: [rule.example] }),
		...(hasDefault(rule) && typeof rule.default !== "function" && { default: rule.default })
	};
}

function hasDefault(rule: Rule) {
	return rule.default !== undefined && rule.default !== null;
}

function isRequired(rule: Rule) {
	return rule.optional !== true && !hasDefault(rule);
}

/** Null stands for "not given" wherever a value may be missing. */
function takesNull(rule: Rule) {
	return rule.nullable === true || !isRequired(rule);
}

function orNull(schema: JsonSchema): JsonSchema {
	const { description, examples, default: initial, ...shape } = schema;
	if (Object.keys(shape).length === 0) return schema;
	const simple = typeof shape.type === "string" && shape.const === undefined;
	if (!simple) {
		return {
			anyOf: [shape, { type: "null" }],
			...annotationsOf({ description, examples, default: initial })
		};
	}
	return {
		...schema,
		type: [shape.type as string, "null"],
		...(shape.enum && { enum: [...shape.enum, null] })
	};
}

function annotationsOf(annotations: JsonSchema): JsonSchema {
	return Object.fromEntries(
		Object.entries(annotations).filter(([, value]) => value !== undefined)
	);
}

function given(keyword: string, value: unknown): JsonSchema {
	return typeof value === "number" ? { [keyword]: value } : {};
}
