/** The operators that are left to mingo: dates, trigonometry, trimming and the like. */
import { Decimal128, Double, Long } from "bson";
import { isDoc, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import type { CompileContext, Compute } from "./compile.ts";
import { mingoExpressions } from "./mingo-package.ts";

/** Known to MongoDB, but neither here nor in mingo as MongoDB means it. */
const REFUSED = new Set([
	"$function",
	"$accumulator",
	"$toHashedIndexKey",
	"$sampleRate",
	"$median",
	"$percentile",
	"$tsIncrement",
	"$tsSecond"
]);

/** Compiles an operator that mingo knows; throws MongoDB's error for one that nobody does. */
export function delegateToMingo(operand: unknown, context: CompileContext, name: string): Compute {
	if (REFUSED.has(name))
		throw storeError("NotImplemented", `The expression ${name} is not supported`);
	if (!mingoExpressions().has(name)) {
		throw storeError("InvalidPipelineOperator", `Unrecognized expression '${name}'`);
	}
	const { values, references } = byReference(operand, context);
	return scope => {
		const source: Doc = {};
		for (const [field, compute] of values) source[field] = toMingo(compute(scope), name);
		return fromMingo(source, references, name);
	};
}

/** The operands are computed here and handed over as fields: no text is taken for a path twice. */
function byReference(
	operand: unknown,
	{ compile }: CompileContext
): { values: [string, Compute][]; references: unknown } {
	if (Array.isArray(operand)) {
		const values = operand.map((part, at): [string, Compute] => [`v${at}`, compile(part)]);
		return { values, references: values.map(([field]) => `$${field}`) };
	}
	if (isDoc(operand) && !Object.keys(operand)[0]?.startsWith("$")) {
		const values = Object.keys(operand).map((key): [string, Compute] => [
			`v_${key}`,
			compile(operand[key])
		]);
		return {
			values,
			references: Object.fromEntries(Object.keys(operand).map(key => [key, `$v_${key}`]))
		};
	}
	return { values: [["v", compile(operand)]], references: "$v" };
}

function toMingo(value: unknown, name: string): unknown {
	if (value instanceof Double) return value.valueOf();
	if (value instanceof Long) return value.toNumber();
	if (value instanceof Decimal128)
		throw storeError("NotImplemented", `${name} of a Decimal128 is not supported`);
	return value;
}

function fromMingo(source: Doc, references: unknown, name: string): unknown {
	try {
		return mingoExpressions().compute(source, references, name);
	} catch (error) {
		throw storeError("BadValue", `${name}: ${(error as Error).message}`);
	}
}
