/** Comparison, booleans, conditions and variables. */
import { compareValues } from "../bson/compare.ts";
import { isDoc, isTruthy } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { compileArguments, fixed, listOf, named } from "./arguments.ts";
import type { Operator } from "./compile.ts";

/** What is neither false, zero, null nor missing is true. */
function compared(holds: (order: number) => unknown): Operator {
	return fixed(2, 2, ([a, b], { strings }) => holds(compareValues(a, b, strings)));
}

export const LOGIC: Record<string, Operator> = {
	$cmp: compared(order => Math.sign(order)),
	$eq: compared(order => order === 0),
	$ne: compared(order => order !== 0),
	$gt: compared(order => order > 0),
	$gte: compared(order => order >= 0),
	$lt: compared(order => order < 0),
	$lte: compared(order => order <= 0),
	$and: (operand, { compile }) => {
		const parts = listOf(operand).map(compile);
		return scope => parts.every(part => isTruthy(part(scope)));
	},
	$or: (operand, { compile }) => {
		const parts = listOf(operand).map(compile);
		return scope => parts.some(part => isTruthy(part(scope)));
	},
	$not: fixed(1, 1, ([value]) => !isTruthy(value)),
	$cond: (operand, context) => {
		const { compile } = context;
		const branches = isDoc(operand)
			? named(operand, "$cond", ["if", "then", "else"])
			: undefined;
		const [condition, yes, no] = branches
			? [compile(branches.if), compile(branches.then), compile(branches.else)]
			: compileArguments(operand, context, "$cond", 3, 3);
		return scope => (isTruthy(condition!(scope)) ? yes!(scope) : no!(scope));
	},
	$ifNull: (operand, { compile }) => {
		const parts = listOf(operand).map(compile);
		if (parts.length < 2)
			throw storeError(1257300, "$ifNull needs at least two arguments, had: " + parts.length);
		return scope => {
			let value: unknown;
			for (const part of parts) {
				value = part(scope);
				if (value !== null && value !== undefined) return value;
			}
			return value;
		};
	},
	$switch: (operand, { compile }) => {
		const { branches, default: otherwise } = named(
			operand,
			"$switch",
			["branches"],
			["default"]
		);
		if (!Array.isArray(branches))
			throw storeError(40060, "$switch expected an array for 'branches'");
		if (branches.length === 0) throw storeError(40068, "$switch requires at least one branch");
		const compiled = branches.map(branch => {
			const { case: condition, then } = named(branch, "$switch", ["case", "then"]);
			return [compile(condition), compile(then)] as const;
		});
		const last = otherwise === undefined ? undefined : compile(otherwise);
		return scope => {
			for (const [condition, then] of compiled)
				if (isTruthy(condition(scope))) return then(scope);
			if (!last)
				throw storeError(
					40066,
					"$switch could not find a matching branch for an input, and no default was specified."
				);
			return last(scope);
		};
	},
	$literal: operand => () => operand,
	$const: operand => () => operand,
	$let: (operand, { compile }) => {
		const { vars, in: body } = named(operand, "$let", ["vars", "in"]);
		if (!isDoc(vars)) throw storeError(16874, "invalid parameter: expected an object (vars)");
		const variables = Object.keys(vars).map(name => [name, compile(vars[name])] as const);
		const compute = compile(body);
		return scope => {
			const values = Object.fromEntries(
				variables.map(([name, value]) => [name, value(scope)])
			);
			return compute({ root: scope.root, variables: { ...scope.variables, ...values } });
		};
	}
};
