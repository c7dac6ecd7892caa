/** Compiles aggregation expressions: paths, variables, literals, and operators by name. */
import type { CompareStrings } from "../bson/compare.ts";
import { isDoc, setField, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { scoreOf } from "../query/text-score.ts";
import { delegateToMingo } from "./mingo.ts";
import { ARITHMETIC } from "./arithmetic.ts";
import { ARRAYS } from "./arrays.ts";
import { DATES } from "./dates.ts";
import { LOGIC } from "./logic.ts";
import { OBJECTS } from "./objects.ts";
import { SETS } from "./sets.ts";
import { STRINGS } from "./strings.ts";
import { TYPES } from "./types.ts";
import { ACCUMULATOR_EXPRESSIONS } from "./accumulator-expressions.ts";

/** What an expression is computed over. */
export interface Scope {
	root: unknown;
	variables: Readonly<Record<string, unknown>>;
}

/** Gives an expression's value; `undefined` is a missing one. */
export type Compute = (scope: Scope) => unknown;

export interface CompileContext {
	strings: CompareStrings | undefined;
	now: Date;
	compile: (expression: unknown) => Compute;
}

/** Makes an operator from its operand. */
export type Operator = (operand: unknown, context: CompileContext, name: string) => Compute;

const OPERATORS: Record<string, Operator> = {
	...ARITHMETIC,
	...ARRAYS,
	...DATES,
	...LOGIC,
	...OBJECTS,
	...SETS,
	...STRINGS,
	...TYPES,
	...ACCUMULATOR_EXPRESSIONS,
	$meta: operand => {
		if (operand === "textScore") return ({ root }) => scoreOf(root);
		throw storeError("NotImplemented", `$meta: "${String(operand)}" is not supported`);
	}
};

/** Compiles an expression once, to be computed for many documents. */
export function compileExpression(expression: unknown, strings?: CompareStrings): Compute {
	const context: CompileContext = {
		strings,
		now: new Date(),
		compile: part => compilePart(part, context)
	};
	return context.compile(expression);
}

function compilePart(expression: unknown, context: CompileContext): Compute {
	if (typeof expression === "string") return compileText(expression, context);
	if (Array.isArray(expression)) {
		const parts = expression.map(context.compile);
		return scope => parts.map(part => part(scope) ?? null);
	}
	if (isDoc(expression)) return compileDoc(expression, context);
	return () => expression;
}

function compileText(text: string, context: CompileContext): Compute {
	if (!text.startsWith("$")) return () => text;
	if (text.startsWith("$$")) return compileVariable(text.slice(2), context);
	const parts = pathParts(text.slice(1));
	if (parts.length === 1) return ({ root }) => fieldOf(root, parts[0]!);
	return ({ root }) => valuesAt(root, parts, 0);
}

function pathParts(path: string): string[] {
	if (path === "") throw storeError(16872, "'$' by itself is not a valid FieldPath");
	const parts = path.split(".");
	if (parts.includes("")) throw storeError(40353, "FieldPath must not end with a '.'.");
	const operator = parts.find(part => part.startsWith("$"));
	if (operator)
		throw storeError(
			16410,
			`FieldPath field names may not start with '$'. Consider using $getField or $setField.`
		);
	return parts;
}

function compileVariable(path: string, { now }: CompileContext): Compute {
	const [name, ...parts] = path.split(".") as [string, ...string[]];
	const below = (value: unknown) => (parts.length === 0 ? value : valuesAt(value, parts, 0));
	switch (name) {
		case "ROOT":
		case "CURRENT":
			return ({ root }) => below(root);
		case "NOW":
			return () => now;
		case "REMOVE":
			return () => undefined;
		case "DESCEND":
		case "PRUNE":
		case "KEEP":
			return () => `$$${name}`;
		case "CLUSTER_TIME":
			throw storeError(51144, "Builtin variable '$$CLUSTER_TIME' is not available");
		default:
			return ({ variables }) => {
				if (!(name in variables))
					throw storeError(17276, `Use of undefined variable: ${name}`);
				return below(variables[name]);
			};
	}
}

function compileDoc(expression: Doc, context: CompileContext): Compute {
	const keys = Object.keys(expression);
	const operator = keys.find(key => key.startsWith("$"));
	if (operator === undefined) return compileObject(expression, context);
	if (keys.length > 1) {
		throw storeError(
			15983,
			`an expression specification must contain exactly one field, the name of the expression. Found ${keys.length} fields in ${JSON.stringify(expression)}`
		);
	}
	const known = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
	return (known ?? delegateToMingo)(expression[operator], context, operator);
}

function compileObject(expression: Doc, { compile }: CompileContext): Compute {
	const fields = Object.keys(expression).map(name => [name, compile(expression[name])] as const);
	return scope => {
		const result: Doc = {};
		for (const [name, compute] of fields) {
			const value = compute(scope);
			if (value !== undefined) setField(result, name, value);
		}
		return result;
	};
}

function fieldOf(value: unknown, name: string): unknown {
	if (isDoc(value)) return Object.hasOwn(value, name) ? value[name] : undefined;
	return Array.isArray(value) ? valuesAt(value, [name], 0) : undefined;
}

/** A path through an array gives the array of what its elements have there. */
function valuesAt(value: unknown, parts: string[], at: number): unknown {
	if (at === parts.length) return value;
	if (Array.isArray(value)) {
		return value
			.filter(isDoc)
			.map(entry => valuesAt(entry, parts, at))
			.filter(entry => entry !== undefined);
	}
	if (!isDoc(value) || !Object.hasOwn(value, parts[at]!)) return undefined;
	return valuesAt(value[parts[at]!], parts, at + 1);
}
