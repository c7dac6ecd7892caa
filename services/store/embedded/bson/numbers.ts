/** Arithmetic and comparison over BSON's four kinds of number, with MongoDB's result types. */
import { Decimal128, Double, Int32, Long } from "bson";
import {
	addDecimals,
	compareDecimals,
	exactDecimal,
	multiplyDecimals,
	parseDecimal,
	toDecimal128,
	type Decimal
} from "./decimal.ts";
import { toNumber, type NumberValue } from "./values.ts";

export type NumberKind = "int" | "long" | "double" | "decimal";

const INT32_MAX = 2 ** 31 - 1;
const INT32_MIN = -(2 ** 31);
const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

/** Names the kind of a number. */
export function kindOf(value: NumberValue): NumberKind {
	if (typeof value === "number") {
		return (value | 0) === value && !Object.is(value, -0) ? "int" : "double";
	}
	if (value instanceof Double) return "double";
	if (value instanceof Decimal128) return "decimal";
	return value instanceof Int32 ? "int" : "long";
}

/** Compares numbers exactly, whatever their kinds; NaN is the smallest. */
export function compareNumbers(a: NumberValue, b: NumberValue): number {
	if (typeof a === "number" && typeof b === "number") {
		return a < b ? -1 : a > b ? 1 : a === b ? 0 : compareNaN(a, b);
	}
	if (isBinary(a) && isBinary(b)) return compareNumbers(toNumber(a), toNumber(b));
	if (isWhole(a) && isWhole(b)) {
		const left = toBigInt(a);
		const right = toBigInt(b);
		return left < right ? -1 : left > right ? 1 : 0;
	}
	return compareDecimals(toDecimal(a), toDecimal(b));
}

function compareNaN(a: number, b: number): number {
	return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
}

function isBinary(value: NumberValue): boolean {
	return typeof value === "number" || value instanceof Double || value instanceof Int32;
}

function isWhole(value: NumberValue): boolean {
	const kind = kindOf(value);
	return kind === "int" || kind === "long";
}

/** Gives a whole number as a bigint. */
export function toBigInt(value: NumberValue): bigint {
	if (typeof value === "bigint") return value;
	if (value instanceof Long) return value.toBigInt();
	return BigInt(toNumber(value));
}

/** Gives any number as an exact decimal. */
export function toDecimal(value: NumberValue): Decimal {
	if (value instanceof Decimal128) return parseDecimal(value.toString());
	if (value instanceof Long || typeof value === "bigint") {
		return { kind: "finite", coefficient: toBigInt(value), exponent: 0 };
	}
	return exactDecimal(toNumber(value));
}

/** Keeps a double a double, also when it is whole. */
export function doubleValue(value: number): number | Double {
	return (value | 0) === value && !Object.is(value, -0) ? new Double(value) : value;
}

/** Gives a whole result the kind that MongoDB would: int32 where both were, else int64. */
function wholeValue(value: bigint, wide: boolean): NumberValue | undefined {
	if (!wide && value >= INT32_MIN && value <= INT32_MAX) return Number(value);
	if (value > INT64_MAX || value < INT64_MIN) return undefined;
	return Long.fromBigInt(value);
}

type Operation = {
	whole: (a: bigint, b: bigint) => bigint;
	double: (a: number, b: number) => number;
	decimal: (a: Decimal, b: Decimal) => Decimal;
};

const ADD: Operation = { whole: (a, b) => a + b, double: (a, b) => a + b, decimal: addDecimals };
const MULTIPLY: Operation = {
	whole: (a, b) => a * b,
	double: (a, b) => a * b,
	decimal: multiplyDecimals
};

function calculate(operation: Operation, a: NumberValue, b: NumberValue): NumberValue | undefined {
	const kinds = [kindOf(a), kindOf(b)];
	if (kinds.includes("decimal")) {
		return toDecimal128(operation.decimal(decimalOf(a), decimalOf(b)));
	}
	if (kinds.includes("double")) return doubleValue(operation.double(toNumber(a), toNumber(b)));
	return wholeValue(operation.whole(toBigInt(a), toBigInt(b)), kinds.includes("long"));
}

/** A double in decimal arithmetic counts with 15 digits, as MongoDB converts it. */
function decimalOf(value: NumberValue): Decimal {
	if (kindOf(value) !== "double") return toDecimal(value);
	const double = toNumber(value);
	if (!Number.isFinite(double)) return exactDecimal(double);
	return parseDecimal(double.toPrecision(15));
}

/** Adds; `undefined` when two integers give a sum that no int64 holds. */
export function add(a: NumberValue, b: NumberValue): NumberValue | undefined {
	return calculate(ADD, a, b);
}

/** Multiplies; `undefined` when two integers give a product that no int64 holds. */
export function multiply(a: NumberValue, b: NumberValue): NumberValue | undefined {
	return calculate(MULTIPLY, a, b);
}
