/** Operators over documents. */
import { isDoc, setField, typeName, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { fixed, isNothing, named } from "./arguments.ts";
import type { Operator } from "./compile.ts";

export const OBJECTS: Record<string, Operator> = {
	$mergeObjects: fixed(0, Number.POSITIVE_INFINITY, values => {
		const list = values.length === 1 && Array.isArray(values[0]) ? values[0] : values;
		return mergeObjects(list);
	}),
	$getField: (operand, { compile }) => {
		const { field, input } =
			isDoc(operand) && "field" in operand
				? named(operand, "$getField", ["field"], ["input"])
				: { field: operand, input: undefined };
		const name = compile(field);
		const source = compile(input ?? "$$CURRENT");
		return scope => {
			const key = name(scope);
			if (typeof key !== "string")
				throw storeError(
					3041704,
					`$getField requires 'field' to evaluate to type String, but got ${typeName(key)}`
				);
			const value = source(scope);
			if (isNothing(value)) return value;
			return isDoc(value) && Object.hasOwn(value, key) ? value[key] : undefined;
		};
	},
	$setField: (operand, { compile }) => {
		const { field, input, value } = named(operand, "$setField", ["field", "input", "value"]);
		const parts = [compile(field), compile(input), compile(value)] as const;
		return scope => withField(parts[0](scope), parts[1](scope), parts[2](scope));
	},
	$unsetField: (operand, { compile }) => {
		const { field, input } = named(operand, "$unsetField", ["field", "input"]);
		const parts = [compile(field), compile(input)] as const;
		return scope => withField(parts[0](scope), parts[1](scope), undefined);
	}
};

/** Puts documents over each other; null and missing ones are passed over. */
export function mergeObjects(values: unknown[]): Doc {
	const result: Doc = {};
	for (const value of values) {
		if (isNothing(value)) continue;
		if (!isDoc(value))
			throw storeError(
				40400,
				`$mergeObjects requires object inputs, but input is of type ${typeName(value)}`
			);
		for (const name of Object.keys(value)) setField(result, name, value[name]);
	}
	return result;
}

function withField(name: unknown, input: unknown, value: unknown): unknown {
	if (isNothing(input)) return null;
	if (!isDoc(input))
		throw storeError(
			4161105,
			`$setField requires 'input' to evaluate to type Object, but got ${typeName(input)}`
		);
	const result = { ...input };
	if (value === undefined) delete result[String(name)];
	else setField(result, String(name), value);
	return result;
}
