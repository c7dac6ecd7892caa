/** Exact decimal numbers of any length: what Decimal128 and its comparison with others needs. */
import { Decimal128 } from "bson";

/** `coefficient × 10^exponent`, or one of the values that are no numbers. */
export type Decimal =
	| { kind: "finite"; coefficient: bigint; exponent: number }
	| { kind: "nan" }
	| { kind: "infinite"; sign: 1 | -1 };

const DIGITS = 34;

/** Reads the text of a Decimal128 or of a number. */
export function parseDecimal(text: string): Decimal {
	if (text === "NaN") return { kind: "nan" };
	if (text.endsWith("Infinity")) return { kind: "infinite", sign: text.startsWith("-") ? -1 : 1 };
	const [mantissa = "0", power = "0"] = text.toLowerCase().split("e");
	const [whole = "0", fraction = ""] = mantissa.split(".");
	return {
		kind: "finite",
		coefficient: BigInt(whole + fraction),
		exponent: Number(power) - fraction.length
	};
}

/** Gives a double's exact decimal value: every double has one. */
export function exactDecimal(value: number): Decimal {
	if (Number.isNaN(value)) return { kind: "nan" };
	if (!Number.isFinite(value)) return { kind: "infinite", sign: value > 0 ? 1 : -1 };
	let exponent = 0;
	let mantissa = value;
	while (!Number.isInteger(mantissa)) {
		mantissa *= 2;
		exponent++;
	}
	// mantissa / 2^n = mantissa × 5^n / 10^n
	return {
		kind: "finite",
		coefficient: BigInt(mantissa) * 5n ** BigInt(exponent),
		exponent: -exponent
	};
}

/** Compares two decimals; NaN is below everything, as in BSON's order. */
export function compareDecimals(a: Decimal, b: Decimal): number {
	const order = extreme(a) - extreme(b);
	if (order !== 0 || a.kind !== "finite" || b.kind !== "finite") return order;
	const [left, right] = aligned(a, b);
	return left < right ? -1 : left > right ? 1 : 0;
}

function extreme(value: Decimal): number {
	if (value.kind === "nan") return -2;
	return value.kind === "infinite" ? value.sign : 0;
}

type Finite = Extract<Decimal, { kind: "finite" }>;

function aligned(a: Finite, b: Finite): [bigint, bigint, number] {
	const exponent = Math.min(a.exponent, b.exponent);
	return [
		a.coefficient * 10n ** BigInt(a.exponent - exponent),
		b.coefficient * 10n ** BigInt(b.exponent - exponent),
		exponent
	];
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
	if (a.kind === "finite" && b.kind === "finite") {
		const [left, right, exponent] = aligned(a, b);
		return { kind: "finite", coefficient: left + right, exponent };
	}
	if (a.kind === "nan" || b.kind === "nan") return { kind: "nan" };
	if (a.kind === "infinite" && b.kind === "infinite" && a.sign !== b.sign) return { kind: "nan" };
	return a.kind === "infinite" ? a : b;
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
	if (a.kind === "finite" && b.kind === "finite") {
		return {
			kind: "finite",
			coefficient: a.coefficient * b.coefficient,
			exponent: a.exponent + b.exponent
		};
	}
	const sign = signOf(a) * signOf(b);
	if (a.kind === "nan" || b.kind === "nan" || sign === 0) return { kind: "nan" };
	return { kind: "infinite", sign: sign > 0 ? 1 : -1 };
}

/** Divides to 34 significant digits; a division by zero is the caller's to refuse. */
export function divideDecimals(a: Decimal, b: Decimal): Decimal {
	if (a.kind !== "finite" || b.kind !== "finite" || b.coefficient === 0n) {
		if (a.kind === "finite" && b.kind === "infinite") {
			return { kind: "finite", coefficient: 0n, exponent: 0 };
		}
		return { kind: "nan" };
	}
	const shift = DIGITS + String(b.coefficient).length + 1;
	const quotient = (a.coefficient * 10n ** BigInt(shift)) / b.coefficient;
	return trimmed({
		kind: "finite",
		coefficient: quotient,
		exponent: a.exponent - b.exponent - shift
	});
}

function trimmed(value: Finite): Finite {
	let { coefficient, exponent } = value;
	while (coefficient !== 0n && coefficient % 10n === 0n) {
		coefficient /= 10n;
		exponent++;
	}
	return { kind: "finite", coefficient, exponent };
}

function signOf(value: Decimal): number {
	if (value.kind === "infinite") return value.sign;
	if (value.kind === "nan") return 0;
	return value.coefficient > 0n ? 1 : value.coefficient < 0n ? -1 : 0;
}

/** Rounds to the 34 digits that a Decimal128 holds. */
export function toDecimal128(value: Decimal): Decimal128 {
	if (value.kind === "nan") return Decimal128.fromString("NaN");
	if (value.kind === "infinite")
		return Decimal128.fromString(value.sign < 0 ? "-Infinity" : "Infinity");
	let { coefficient, exponent } = value;
	const digits = String(coefficient < 0n ? -coefficient : coefficient).length;
	if (digits > DIGITS) {
		const scale = 10n ** BigInt(digits - DIGITS);
		coefficient = roundedHalfEven(coefficient, scale);
		exponent += digits - DIGITS;
	}
	return Decimal128.fromStringWithRounding(`${coefficient}E${exponent}`);
}

function roundedHalfEven(value: bigint, scale: bigint): bigint {
	const quotient = value / scale;
	const rest = value % scale;
	const doubled = (rest < 0n ? -rest : rest) * 2n;
	const up = doubled > scale || (doubled === scale && quotient % 2n !== 0n);
	if (!up) return quotient;
	return value < 0n ? quotient - 1n : quotient + 1n;
}
