/** Refuses rules that would not be kept, before anybody is held to them. */
import type { AbilityRule, AbilityRules } from "../../mixins/ability.ts";
import { conditionTest } from "../../mixins/condition.ts";

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
	try {
		conditionTest(conditions)({});
		return null;
	} catch (error) {
		return `conditions that cannot be tested: ${(error as Error).message}`;
	}
}
