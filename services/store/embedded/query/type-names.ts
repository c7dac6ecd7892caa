/** `$type`: by name, by number, or "number" for all four kinds. */
import { isNumber, toNumber, TYPE, typeName, type TypeName } from "../bson/values.ts";
import { storeError } from "../errors.ts";

const NAME_OF = new Map<number, TypeName>(
	Object.entries(TYPE).map(([name, number]) => [number, name as TypeName])
);

/** Makes the test of `$type`; for an array it holds when one of its elements has the type. */
export function typeTest(operand: unknown): (value: unknown) => boolean {
	const names = new Set((Array.isArray(operand) ? operand : [operand]).flatMap(typesNamed));
	const test = (value: unknown) => names.has(typeName(value));
	return value => test(value) || (Array.isArray(value) && value.some(test));
}

/** Gives the types that a name or number stands for. */
export function typesNamed(operand: unknown): (TypeName | "missing")[] {
	if (operand === "number") return ["double", "int", "long", "decimal"];
	if (operand === "bool" || operand === "boolean") return ["bool"];
	if (typeof operand === "string") {
		if (operand in TYPE) return [operand as TypeName];
		throw storeError("BadValue", `Unknown type name alias: ${operand}`);
	}
	if (!isNumber(operand)) {
		throw storeError("TypeMismatch", "type must be represented as a number or a string");
	}
	const name = NAME_OF.get(toNumber(operand));
	if (!name) throw storeError("BadValue", `Invalid numerical type code: ${toNumber(operand)}`);
	return [name];
}
