/** Operators that see arrays as sets. */
import { orderKey } from "../bson/order-key.ts";
import { isTruthy, typeName } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { fixed, isNothing } from "./arguments.ts";
import type { Operator } from "./compile.ts";

const ANY = Number.POSITIVE_INFINITY;

/** A value's name in a set: equal values have the same. */
export function nameOf(value: unknown): string {
	return orderKey(value).toString("latin1");
}

function setOf(name: string, value: unknown, code: number): Map<string, unknown> {
	if (!Array.isArray(value))
		throw storeError(
			code,
			`All operands of ${name} must be arrays. One argument is of type: ${typeName(value)}`
		);
	return new Map(value.map(entry => [nameOf(entry), entry]));
}

export const SETS: Record<string, Operator> = {
	$setUnion: fixed(0, ANY, values => {
		if (values.some(isNothing)) return null;
		return sorted(values.flatMap(value => [...setOf("$setUnion", value, 17043)]));
	}),
	$setIntersection: fixed(0, ANY, values => {
		if (values.some(isNothing)) return null;
		const [first, ...others] = values.map(value => setOf("$setIntersection", value, 17047));
		return sorted(
			[...(first ?? [])].filter(([name]) => others.every(other => other.has(name)))
		);
	}),
	$setDifference: fixed(2, 2, ([a, b]) => {
		if (isNothing(a) || isNothing(b)) return null;
		const [left, right] = [
			setOf("$setDifference", a, 17048),
			setOf("$setDifference", b, 17049)
		];
		return [...left].filter(([name]) => !right.has(name)).map(([, value]) => value);
	}),
	$setEquals: fixed(2, ANY, values => {
		const [first, ...others] = values.map(value => setOf("$setEquals", value, 17044));
		return others.every(
			other => other.size === first!.size && [...other.keys()].every(name => first!.has(name))
		);
	}),
	$setIsSubset: fixed(2, 2, ([a, b]) => {
		const [left, right] = [setOf("$setIsSubset", a, 17046), setOf("$setIsSubset", b, 17042)];
		return [...left.keys()].every(name => right.has(name));
	}),
	$allElementsTrue: fixed(1, 1, ([value]) =>
		[...setOf("$allElementsTrue", value, 17040).values()].every(isTruthy)
	),
	$anyElementTrue: fixed(1, 1, ([value]) =>
		[...setOf("$anyElementTrue", value, 17041).values()].some(isTruthy)
	)
};

function sorted(entries: [string, unknown][]): unknown[] {
	return [...new Map(entries)].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
