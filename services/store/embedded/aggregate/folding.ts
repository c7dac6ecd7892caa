/** What lists of values come to: sums, averages, extremes. */
import { Decimal128 } from "bson";
import { compareValues } from "../bson/compare.ts";
import { divideDecimals, toDecimal128 } from "../bson/decimal.ts";
import { doubleValue, toDecimal } from "../bson/numbers.ts";
import { isNumber, toNumber, type NumberValue } from "../bson/values.ts";
import { added } from "./arithmetic.ts";

/** Adds the numbers; all else is passed over. */
export function total(values: unknown[]): NumberValue {
	return values.reduce<NumberValue>(
		(sum, value) => (isNumber(value) ? added(sum, value) : sum),
		0
	);
}

/** Gives the mean of the numbers; null when there are none. */
export function average(values: unknown[]): NumberValue | null {
	const numbers = values.filter(isNumber);
	if (numbers.length === 0) return null;
	return divided(total(numbers), numbers.length);
}

/** Divides a sum by a count. */
export function divided(sum: NumberValue, count: number): NumberValue {
	if (sum instanceof Decimal128)
		return toDecimal128(divideDecimals(toDecimal(sum), toDecimal(count)));
	return doubleValue(toNumber(sum) / count);
}

export function smallest(values: unknown[]): unknown {
	return values.length === 0
		? null
		: values.reduce((best, value) => (compareValues(value, best) < 0 ? value : best));
}

export function largest(values: unknown[]): unknown {
	return values.length === 0
		? null
		: values.reduce((best, value) => (compareValues(value, best) > 0 ? value : best));
}

/** Gives the standard deviation; null where it is not defined. */
export function standardDeviation(values: unknown[], isSample: boolean): NumberValue | null {
	const numbers = values.filter(isNumber).map(toNumber);
	const count = isSample ? numbers.length - 1 : numbers.length;
	if (count < 1) return null;
	const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
	const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
	return doubleValue(Math.sqrt(squares / count));
}
