/** The differences between the rules that two versions give to each role. */
import type { AbilityRule, AbilityRules } from "../../../mixins/index.ts";
import { keysOf, type Found } from "./change.ts";

/** Compares rules as a whole: one that is worded anew goes and comes. */
export function abilityDifferences(before: AbilityRules, after: AbilityRules): Found[] {
	const roles = [...new Set([...Object.keys(before), ...Object.keys(after)])];
	return roles.flatMap((role): Found[] => {
		const [old, present] = [rulesOf(before[role]), rulesOf(after[role])];
		return keysOf(old, present).flatMap((key): Found[] => {
			if (old.has(key) && present.has(key)) return [];
			const isNew = present.has(key);
			const rule = (isNew ? present : old).get(key)!;
			// A right that goes breaks, and so does a rule that comes to take one away.
			const breaking = isNew === (rule.inverted === true);
			const sentence = `The role ${role} ${isNew ? "gets" : "loses"} the rule: ${describe(rule)}`;
			return [
				[
					isNew ? "added" : "removed",
					{ kind: "ability", subject: role, breaking, sentence }
				]
			];
		});
	});
}

function rulesOf(rules: AbilityRule[] = []): Map<string, AbilityRule> {
	return new Map(rules.map(({ reason: _reason, ...rule }) => [JSON.stringify(rule), rule]));
}

function describe({ action, subject, conditions, fields, inverted }: AbilityRule) {
	const where = conditions ? ` where ${JSON.stringify(conditions)}` : "";
	const which = fields ? ` (${fields.join(", ")})` : "";
	return `${inverted ? "may not" : "may"} ${[action].flat().join(", ")} ${[subject].flat().join(", ")}${which}${where}`;
}
