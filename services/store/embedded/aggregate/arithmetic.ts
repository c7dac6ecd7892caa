/** Arithmetic over BSON's numbers: the kinds of the results are MongoDB's. */
import { Decimal128, Long } from "bson";
import { divideDecimals, toDecimal128 } from "../bson/decimal.ts";
import {
	add,
	compareNumbers,
	doubleValue,
	kindOf,
	multiply,
	toBigInt,
	toDecimal
} from "../bson/numbers.ts";
import { isNumber, toNumber, typeName, type NumberValue } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { fixed, isNothing, unary } from "./arguments.ts";
import type { Operator } from "./compile.ts";

const ANY = Number.POSITIVE_INFINITY;

export const ARITHMETIC: Record<string, Operator> = {
	$add: fixed(0, ANY, values => sum("$add", values)),
	$multiply: fixed(0, ANY, product),
	$subtract: fixed(2, 2, ([a, b]) => subtract(a, b)),
	$divide: fixed(2, 2, ([a, b]) => divide(a, b)),
	$mod: fixed(2, 2, ([a, b]) => modulo(a, b)),
	$abs: numeric(value => (compareNumbers(value, 0) < 0 ? multiplied(value, -1) : value)),
	$ceil: rounding(Math.ceil),
	$floor: rounding(Math.floor),
	$round: fixed(1, 2, ([value, place]) => toPlace("$round", value, place, halfEven)),
	$trunc: fixed(1, 2, ([value, place]) => toPlace("$trunc", value, place, Math.trunc)),
	$sqrt: doubleOf((value, name) => {
		if (value < 0)
			throw storeError(28714, `${name}'s argument must be greater than or equal to 0`);
		return Math.sqrt(value);
	}),
	$exp: doubleOf(Math.exp),
	$ln: doubleOf((value, name) => positiveLog(value, name, Math.log)),
	$log10: doubleOf((value, name) => positiveLog(value, name, Math.log10)),
	$log: fixed(2, 2, ([value, base]) => logarithm(value, base)),
	$pow: fixed(2, 2, ([base, exponent]) => power(base, exponent))
};

/** A decimal may carry more digits than a double can be given: such operators refuse it. */
function refuseDecimal(value: NumberValue, name: string): void {
	if (value instanceof Decimal128) {
		throw storeError("NotImplemented", `${name} of a Decimal128 is not supported`);
	}
}

function checkNumber(name: string, value: unknown, code = 28765): asserts value is NumberValue {
	if (!isNumber(value))
		throw storeError(code, `${name} only supports numeric types, not ${typeName(value)}`);
}

function numeric(apply: (value: NumberValue) => unknown): Operator {
	return unary((value, _context, name) => {
		checkNumber(name, value);
		return apply(value);
	});
}

function doubleOf(apply: (value: number, name: string) => number): Operator {
	return unary((value, _context, name) => {
		checkNumber(name, value);
		refuseDecimal(value, name);
		return doubleValue(apply(toNumber(value), name));
	});
}

function rounding(round: (value: number) => number): Operator {
	return unary((value, _context, name) => {
		checkNumber(name, value);
		if (kindOf(value) === "int" || kindOf(value) === "long") return value;
		refuseDecimal(value, name);
		return doubleValue(round(toNumber(value)));
	});
}

/** Adds numbers, and numbers to at most one date. */
export function sum(name: string, values: unknown[]): unknown {
	let total: NumberValue = 0;
	let date: Date | undefined;
	let isNull = false;
	for (const value of values) {
		if (isNothing(value)) isNull = true;
		else if (value instanceof Date) {
			if (date) throw storeError(16612, `only one date allowed in an ${name} expression`);
			date = value;
		} else {
			if (!isNumber(value))
				throw storeError(
					"TypeMismatch",
					`${name} only supports numeric or date types, not ${typeName(value)}`
				);
			total = added(total, value);
		}
	}
	if (isNull) return null;
	return date ? new Date(date.getTime() + Math.round(toNumber(total))) : total;
}

/** An integer sum that leaves 64 bits goes on as a double. */
export function added(a: NumberValue, b: NumberValue): NumberValue {
	return add(a, b) ?? doubleValue(toNumber(a) + toNumber(b));
}

export function multiplied(a: NumberValue, b: NumberValue): NumberValue {
	return multiply(a, b) ?? doubleValue(toNumber(a) * toNumber(b));
}

function product(values: unknown[]): unknown {
	if (values.some(isNothing)) return null;
	return values.reduce<NumberValue>((total, value) => {
		if (!isNumber(value))
			throw storeError(
				"TypeMismatch",
				`$multiply only supports numeric types, not ${typeName(value)}`
			);
		return multiplied(total, value);
	}, 1);
}

function subtract(a: unknown, b: unknown): unknown {
	if (isNothing(a) || isNothing(b)) return null;
	if (a instanceof Date && b instanceof Date) return Long.fromNumber(a.getTime() - b.getTime());
	if (a instanceof Date && isNumber(b)) return new Date(a.getTime() - Math.round(toNumber(b)));
	if (isNumber(a) && isNumber(b)) return added(a, multiplied(b, -1));
	throw storeError("TypeMismatch", `can't $subtract ${typeName(b)} from ${typeName(a)}`);
}

function divide(a: unknown, b: unknown): unknown {
	if (isNothing(a) || isNothing(b)) return null;
	if (!isNumber(a) || !isNumber(b)) {
		throw storeError(
			"TypeMismatch",
			`$divide only supports numeric types, not ${typeName(a)} and ${typeName(b)}`
		);
	}
	if (compareNumbers(b, 0) === 0) throw storeError("BadValue", "can't $divide by zero");
	if (a instanceof Decimal128 || b instanceof Decimal128) {
		return toDecimal128(divideDecimals(toDecimal(a), toDecimal(b)));
	}
	return doubleValue(toNumber(a) / toNumber(b));
}

function modulo(a: unknown, b: unknown): unknown {
	if (isNothing(a) || isNothing(b)) return null;
	if (!isNumber(a) || !isNumber(b)) {
		throw storeError(
			16611,
			`$mod only supports numeric types, not ${typeName(a)} and ${typeName(b)}`
		);
	}
	refuseDecimal(a, "$mod");
	refuseDecimal(b, "$mod");
	if (compareNumbers(b, 0) === 0) throw storeError(16610, "can't $mod by zero");
	const kinds = [kindOf(a), kindOf(b)];
	if (kinds.includes("double")) return doubleValue(toNumber(a) % toNumber(b));
	const rest = toBigInt(a) % toBigInt(b);
	return kinds.includes("long") ? Long.fromBigInt(rest) : Number(rest);
}

function halfEven(value: number): number {
	const floor = Math.floor(value);
	const rest = value - floor;
	if (rest !== 0.5) return Math.round(value);
	return floor % 2 === 0 ? floor : floor + 1;
}

function toPlace(
	name: string,
	value: unknown,
	place: unknown,
	round: (value: number) => number
): unknown {
	if (isNothing(value) || place === null) return null;
	checkNumber(name, value, 51081);
	const digits = place === undefined ? 0 : wholeNumber(name, place);
	if (kindOf(value) !== "double" && digits >= 0 && kindOf(value) !== "decimal") return value;
	refuseDecimal(value, name);
	const rounded = shifted(round(shifted(toNumber(value), digits)), -digits);
	if (kindOf(value) === "double") return doubleValue(rounded);
	return kindOf(value) === "long" ? Long.fromNumber(rounded) : rounded;
}

function wholeNumber(name: string, value: unknown): number {
	const number = isNumber(value) ? toNumber(value) : Number.NaN;
	if (!Number.isInteger(number) || number < -20 || number > 100) {
		throw storeError(
			51083,
			`cannot apply ${name} with precision value ${String(value)} value must be in [-20, 100]`
		);
	}
	return number;
}

/** Moves the decimal point by text, which loses nothing. */
function shifted(value: number, digits: number): number {
	if (!Number.isFinite(value) || value === 0) return value;
	const [mantissa, exponent = "0"] = String(value).split("e");
	return Number(`${mantissa}e${Number(exponent) + digits}`);
}

function positiveLog(value: number, name: string, log: (value: number) => number): number {
	if (value <= 0)
		throw storeError(
			name === "$ln" ? 28766 : 28761,
			`${name}'s argument must be a positive number, but is ${value}`
		);
	return log(value);
}

function logarithm(value: unknown, base: unknown): unknown {
	if (isNothing(value) || isNothing(base)) return null;
	if (!isNumber(value))
		throw storeError(28756, `$log's argument must be numeric, not ${typeName(value)}`);
	if (!isNumber(base))
		throw storeError(28757, `$log's base must be numeric, not ${typeName(base)}`);
	const [number, ground] = [toNumber(value), toNumber(base)];
	if (number <= 0)
		throw storeError(28758, `$log's argument must be a positive number, but is ${number}`);
	if (ground <= 0 || ground === 1)
		throw storeError(
			28759,
			`$log's base must be a positive number not equal to 1, but is ${ground}`
		);
	return doubleValue(Math.log(number) / Math.log(ground));
}

function power(base: unknown, exponent: unknown): unknown {
	if (isNothing(base) || isNothing(exponent)) return null;
	if (!isNumber(base))
		throw storeError(28762, `$pow's base must be numeric, not ${typeName(base)}`);
	if (!isNumber(exponent))
		throw storeError(28763, `$pow's exponent must be numeric, not ${typeName(exponent)}`);
	refuseDecimal(base, "$pow");
	refuseDecimal(exponent, "$pow");
	if (toNumber(base) === 0 && toNumber(exponent) < 0)
		throw storeError(28764, "$pow cannot take a base of 0 and a negative exponent");
	const kinds = [kindOf(base), kindOf(exponent)];
	if (kinds.includes("double") || toNumber(exponent) < 0)
		return doubleValue(toNumber(base) ** toNumber(exponent));
	return wholePower(toBigInt(base), toBigInt(exponent), kinds.includes("long"));
}

function wholePower(base: bigint, exponent: bigint, isWide: boolean): NumberValue {
	const near = Number(base) ** Number(exponent);
	if (!Number.isFinite(near) || Math.abs(near) >= 2 ** 63) return doubleValue(near);
	const exact = base ** exponent;
	const fits = exact >= -(2n ** 31n) && exact < 2n ** 31n;
	return fits && !isWide ? Number(exact) : Long.fromBigInt(exact);
}
