/** Reads the operands of operators: a fixed number of arguments, or named ones. */
import { isDoc, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import type { Compute, CompileContext, Operator } from "./compile.ts";

/** Gives the arguments as a list; a single one may stand without brackets. */
export function listOf(operand: unknown): unknown[] {
	return Array.isArray(operand) ? operand : [operand];
}

export function isNothing(value: unknown): value is null | undefined {
	return value === null || value === undefined;
}

/** An operator that is a plain function of its arguments. */
export function fixed(
	least: number,
	most: number,
	apply: (values: unknown[], context: CompileContext) => unknown
): Operator {
	return (operand, context, name) => {
		const parts = compileArguments(operand, context, name, least, most);
		return scope =>
			apply(
				parts.map(part => part(scope)),
				context
			);
	};
}

export function compileArguments(
	operand: unknown,
	{ compile }: CompileContext,
	name: string,
	least: number,
	most: number
): Compute[] {
	const list = listOf(operand);
	if (list.length < least || list.length > most) {
		const wanted =
			least === most ? `exactly ${least}` : `at least ${least} and at most ${most}`;
		throw storeError(
			16020,
			`Expression ${name} takes ${wanted} arguments. ${list.length} were passed in.`
		);
	}
	return list.map(compile);
}

/** An operator of one argument, which is null for null and missing. */
export function unary(
	apply: (value: NonNullable<unknown>, context: CompileContext, name: string) => unknown
): Operator {
	return (operand, context, name) => {
		const [part] = compileArguments(operand, context, name, 1, 1);
		return scope => {
			const value = part!(scope);
			return isNothing(value) ? null : apply(value, context, name);
		};
	};
}

/** Reads named arguments; throws for one that is unknown or missing. */
export function named<T extends string>(
	operand: unknown,
	name: string,
	required: T[],
	optional: T[] = []
): Record<T, unknown> {
	if (!isDoc(operand))
		throw storeError("FailedToParse", `${name} only supports an object as its argument`);
	const known = new Set<string>([...required, ...optional]);
	const unknown = Object.keys(operand).find(key => !known.has(key));
	if (unknown) throw storeError("FailedToParse", `Unrecognized argument to ${name}: ${unknown}`);
	const missing = required.find(key => !(key in operand));
	if (missing) throw storeError("FailedToParse", `Missing '${missing}' parameter to ${name}`);
	return operand as Doc as Record<T, unknown>;
}
