/**
 * Refuses rules that would not be kept everywhere. A rule is a filter in the store and a test of one
 * document here; what only one of the two understands would let through what the other keeps back.
 */
import type { AbilityRule, AbilityRules } from "../../mixins/ability.ts";

/** What CASL tests on a document; anything else it takes for a field that no document has. */
const OPERATORS = new Set(
	"$eq $ne $lt $lte $gt $gte $in $nin $all $size $regex $options $elemMatch $exists".split(" ")
);

/** Throws a `TypeError` that names the source, the role and what is wrong with its rule. */
export function requireSoundRules(source: string, rules: AbilityRules): void {
	for (const [role, list] of Object.entries(rules)) {
		for (const rule of list) {
			const problem = problemOf(rule);
			if (problem) throw new TypeError(`The rules of ${source} for ${role} name ${problem}`);
		}
	}
}

function problemOf({ fields = [], conditions = {} }: AbilityRule): string | null {
	const part = fields.find(field => field.includes("."));
	// The other rules would show all of the field.
	if (part !== undefined)
		return `the field "${part}", expected a whole field such as "${part.split(".", 1)[0]}"`;
	const combined = Object.keys(conditions).find(key => key.startsWith("$"));
	if (combined !== undefined)
		return `the operator "${combined}" beside fields, expected a rule for each case`;
	const unknown = Object.values(conditions).flatMap(operatorsIn).find(isUnknown);
	return unknown === undefined
		? null
		: `the operator "${unknown}", expected one of ${[...OPERATORS].join(", ")}`;
}

function isUnknown(operator: string) {
	return !OPERATORS.has(operator);
}

/** The operators in the test of one field, also those in `$elemMatch`. */
function operatorsIn(test: unknown): string[] {
	if (typeof test !== "object" || test === null || Array.isArray(test)) return [];
	return Object.entries(test).flatMap(([key, value]) => [
		...(key.startsWith("$") ? [key] : []),
		...operatorsIn(value)
	]);
}
