/** Date operators in which mingo and MongoDB differ: months of different lengths, and defaults. */
import { isDoc, isNumber, toNumber, typeName } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { isNothing, named } from "./arguments.ts";
import type { CompileContext, Compute, Operator } from "./compile.ts";
import { delegateToMingo } from "./mingo.ts";

const MONTHS: Record<string, number> = { month: 1, quarter: 3, year: 12 };
const MILLISECONDS: Record<string, number> = {
	millisecond: 1,
	second: 1000,
	minute: 60_000,
	hour: 3_600_000,
	day: 86_400_000,
	week: 604_800_000
};

export const DATES: Record<string, Operator> = {
	$dateAdd: shifting(1),
	$dateSubtract: shifting(-1),
	$dateFromParts: (operand, context, name) => {
		if (!isDoc(operand))
			throw storeError(40519, "$dateFromParts only supports an object as its argument");
		const isIso = "isoWeekYear" in operand;
		const defaults = isIso ? {} : { month: 1, day: 1 };
		return delegateToMingo({ ...defaults, ...operand }, context, name);
	}
};

function shifting(sign: 1 | -1): Operator {
	return (operand, context, name) => {
		const { startDate, unit, amount, timezone } = named(
			operand,
			name,
			["startDate", "unit", "amount"],
			["timezone"]
		);
		// In a time zone a day is not always 24 hours long: that is mingo's to know.
		if (timezone !== undefined) return delegateToMingo(operand, context, name);
		return shift(name, sign, [startDate, unit, amount], context);
	};
}

function shift(
	name: string,
	sign: 1 | -1,
	operands: unknown[],
	{ compile }: CompileContext
): Compute {
	const parts = operands.map(compile);
	return scope => {
		const [start, unit, amount] = parts.map(part => part(scope));
		if ([start, unit, amount].some(isNothing)) return null;
		if (!(start instanceof Date))
			throw storeError(
				5166403,
				`${name} requires startDate to be convertible to a date, found ${typeName(start)}`
			);
		const count = isNumber(amount) ? toNumber(amount) : Number.NaN;
		if (!Number.isInteger(count))
			throw storeError(5166405, `${name} expects integer amount of time units`);
		return moved(start, String(unit), sign * count);
	};
}

function moved(date: Date, unit: string, count: number): Date {
	const milliseconds = MILLISECONDS[unit];
	if (milliseconds !== undefined) return new Date(date.getTime() + count * milliseconds);
	const months = MONTHS[unit];
	if (months === undefined) throw storeError("FailedToParse", `unknown time unit value: ${unit}`);
	return addMonths(date, count * months);
}

/** The 31st of a month becomes the last day of a shorter one. */
function addMonths(date: Date, count: number): Date {
	const result = new Date(date);
	result.setUTCDate(1);
	result.setUTCMonth(result.getUTCMonth() + count);
	const last = new Date(
		Date.UTC(result.getUTCFullYear(), result.getUTCMonth() + 1, 0)
	).getUTCDate();
	result.setUTCDate(Math.min(date.getUTCDate(), last));
	return result;
}
