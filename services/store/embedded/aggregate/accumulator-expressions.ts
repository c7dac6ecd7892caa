/** `$sum`, `$avg` and the like as expressions: over an array, or over several arguments. */
import { isNothing, listOf } from "./arguments.ts";
import type { Operator } from "./compile.ts";
import { average, largest, smallest, standardDeviation, total } from "./folding.ts";

function folding(fold: (values: unknown[]) => unknown): Operator {
	return (operand, { compile }) => {
		const parts = listOf(operand).map(compile);
		return scope => {
			const values = parts.map(part => part(scope));
			return fold(parts.length === 1 && Array.isArray(values[0]) ? values[0] : values);
		};
	};
}

const present = (values: unknown[]) => values.filter(value => !isNothing(value));

export const ACCUMULATOR_EXPRESSIONS: Record<string, Operator> = {
	$sum: folding(total),
	$avg: folding(average),
	$min: folding(values => smallest(present(values))),
	$max: folding(values => largest(present(values))),
	$stdDevPop: folding(values => standardDeviation(values, false)),
	$stdDevSamp: folding(values => standardDeviation(values, true))
};
