/** Types and conversions. */
import { Binary, Decimal128, Double, Long, ObjectId, Timestamp } from "bson";
import { doubleValue, kindOf, toBigInt, toDecimal } from "../bson/numbers.ts";
import { toDecimal128 } from "../bson/decimal.ts";
import { isDoc, isNumber, isTruthy, toNumber, typeName, type NumberValue } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { typesNamed } from "../query/type-names.ts";
import { compileArguments, fixed, isNothing, named } from "./arguments.ts";
import type { Operator } from "./compile.ts";
import { binaryBytes } from "../bson/compare.ts";

export const TYPES: Record<string, Operator> = {
	$type: fixed(1, 1, ([value]) => typeName(value)),
	$isNumber: fixed(1, 1, ([value]) => isNumber(value)),
	$toString: converting("string"),
	$toInt: converting("int"),
	$toLong: converting("long"),
	$toDouble: converting("double"),
	$toDecimal: converting("decimal"),
	$toBool: converting("bool"),
	$toDate: converting("date"),
	$toObjectId: converting("objectId"),
	$convert: (operand, { compile }) => {
		const { input, to, onError, onNull } = named<"input" | "to" | "onError" | "onNull">(
			operand,
			"$convert",
			["input", "to"],
			["onError", "onNull"]
		);
		const [value, target] = [compile(input), compile(isDoc(to) && "type" in to ? to.type : to)];
		const failed = onError === undefined ? undefined : compile(onError);
		const empty = onNull === undefined ? undefined : compile(onNull);
		return scope => {
			const given = value(scope);
			const type = target(scope);
			if (isNothing(type)) return null;
			if (isNothing(given)) return empty ? empty(scope) : null;
			const [name] = typesNamed(type);
			try {
				return convert(given, name!);
			} catch (error) {
				if (failed) return failed(scope);
				throw error;
			}
		};
	}
};

function converting(type: string): Operator {
	return (operand, context, name) => {
		const [part] = compileArguments(operand, context, name, 1, 1);
		return scope => {
			const value = part!(scope);
			return isNothing(value) ? null : convert(value, type);
		};
	};
}

function failure(value: unknown, to: string, reason = "with no onError value"): Error {
	return storeError(
		"ConversionFailure",
		`Failed to convert ${typeName(value)} to ${to} in $convert ${reason}`
	);
}

type Converter = (value: NonNullable<unknown>) => unknown;

const CONVERTERS: Record<string, Converter> = {
	string: toText,
	bool: value => (isNumber(value) || typeof value === "boolean" ? isTruthy(value) : true),
	int: value => toWhole(value, "int"),
	long: value => toWhole(value, "long"),
	double: value => toDouble(value),
	decimal: value => toDecimalValue(value),
	date: toDate,
	objectId: value => {
		if (value instanceof ObjectId) return value;
		if (typeof value === "string" && /^[0-9a-fA-F]{24}$/.test(value))
			return new ObjectId(value);
		throw failure(value, "objectId");
	}
};

function convert(value: NonNullable<unknown>, type: string): unknown {
	const converter = CONVERTERS[type];
	if (!converter) throw failure(value, type);
	return converter(value);
}

/** Writes a number as MongoDB does: 1.0 is "1", and large doubles have an exponent. */
export function numberText(value: NumberValue): string {
	if (value instanceof Decimal128 || value instanceof Long) return value.toString();
	return String(toNumber(value));
}

function toText(value: NonNullable<unknown>): string {
	if (typeof value === "string") return value;
	if (isNumber(value)) return numberText(value);
	if (value instanceof Date) return value.toISOString();
	if (value instanceof ObjectId) return value.toHexString();
	if (typeof value === "boolean") return String(value);
	if (value instanceof Binary && value.sub_type === Binary.SUBTYPE_UUID)
		return value.toUUID().toString();
	if (value instanceof Binary) return binaryBytes(value).toString("base64");
	throw failure(value, "string");
}

const INT = [-(2 ** 31), 2 ** 31 - 1] as const;
const LONG_EDGE = 2 ** 63;

function toWhole(value: NonNullable<unknown>, type: "int" | "long"): NumberValue {
	if (typeof value === "boolean") return wholeValue(value ? 1n : 0n, type);
	if (value instanceof Date && type === "long") return Long.fromNumber(value.getTime());
	if (typeof value === "string") return wholeValue(parseWhole(value, type), type, value);
	if (!isNumber(value)) throw failure(value, type);
	const near = toNumber(value);
	if (!Number.isFinite(near) || Math.abs(near) >= LONG_EDGE)
		throw failure(value, type, "because it is out of range");
	const isWhole = kindOf(value) === "int" || kindOf(value) === "long";
	return wholeValue(isWhole ? toBigInt(value) : BigInt(Math.trunc(near)), type, value);
}

function parseWhole(text: string, type: string): bigint {
	if (!/^[-+]?\d+$/.test(text)) throw failure(text, type, `: Failed to parse number '${text}'`);
	return BigInt(text.replace(/^\+/, ""));
}

function wholeValue(whole: bigint, type: "int" | "long", given: unknown = whole): NumberValue {
	const [least, most] =
		type === "int" ? (INT.map(BigInt) as [bigint, bigint]) : [-(2n ** 63n), 2n ** 63n - 1n];
	if (whole < least || whole > most) throw failure(given, type, "because it is out of range");
	return type === "int" ? Number(whole) : Long.fromBigInt(whole);
}

function toDouble(value: NonNullable<unknown>): NumberValue {
	if (typeof value === "boolean") return new Double(value ? 1 : 0);
	if (value instanceof Date) return doubleValue(value.getTime());
	if (isNumber(value)) return doubleValue(toNumber(value));
	if (
		typeof value === "string" &&
		value.trim() !== "" &&
		/^[-+0-9.eE]+$|^-?Infinity$|^NaN$/.test(value)
	) {
		const number = Number(value);
		if (!Number.isNaN(number) || value === "NaN") return doubleValue(number);
	}
	throw failure(value, "double", `: Failed to parse number '${String(value)}'`);
}

function toDecimalValue(value: NonNullable<unknown>): NumberValue {
	if (value instanceof Decimal128) return value;
	if (typeof value === "boolean") return Decimal128.fromString(value ? "1" : "0");
	if (value instanceof Date) return Decimal128.fromString(String(value.getTime()));
	if (isNumber(value)) {
		return kindOf(value) === "double"
			? Decimal128.fromString(toNumber(value).toPrecision(15))
			: toDecimal128(toDecimal(value));
	}
	try {
		if (typeof value === "string") return Decimal128.fromString(value);
	} catch {
		throw failure(value, "decimal", `: Failed to parse number '${String(value)}'`);
	}
	throw failure(value, "decimal");
}

function toDate(value: NonNullable<unknown>): Date {
	if (value instanceof Date) return value;
	if (value instanceof ObjectId) return value.getTimestamp();
	if (value instanceof Timestamp) return new Date(value.t * 1000);
	if (isNumber(value) && kindOf(value) !== "int") return new Date(Math.trunc(toNumber(value)));
	if (typeof value === "string") {
		const withZone =
			/(Z|[+-]\d\d:?\d\d)$/.test(value) || /^\d{4}(-\d\d(-\d\d)?)?$/.test(value)
				? value
				: `${value}Z`;
		const date = new Date(withZone);
		if (!Number.isNaN(date.getTime())) return date;
	}
	throw failure(value, "date");
}
