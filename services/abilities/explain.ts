/** Says which rule decides whether somebody may do something, and which others were looked at. */
import type { Ability, AbilityRule, Query } from "../../mixins/index.ts";
import type { SourcedRule } from "./rules.ts";

export interface Question {
	action: string;
	subject: string;
	field?: string;
	/** The document; absent when the question is about the action as such. */
	document?: Query;
}

/** A rule that speaks about the question, the weightiest first. */
export interface ConsideredRule {
	role: string;
	source: string;
	rule: AbilityRule;
	/** Whether its conditions hold for the document. */
	applies: boolean;
}

export interface Explanation {
	allowed: boolean;
	reason: string;
	decidedBy: ConsideredRule | null;
	considered: ConsideredRule[];
}

export function explain(ability: Ability, question: Question): Explanation {
	const { action, subject, field, document } = question;
	const considered = ability.rulesFor(action, subject, field).map(rule => {
		const { role, source, ...own } = rule.origin as unknown as SourcedRule;
		return { role, source, rule: own, applies: rule.matchesConditions(document) };
	});
	const decidedBy = considered.find(({ applies }) => applies) ?? null;
	const allowed = decidedBy !== null && decidedBy.rule.inverted !== true;
	return { allowed, reason: reasonOf(question, considered, decidedBy), decidedBy, considered };
}

function reasonOf(
	{ action, subject, field }: Question,
	considered: ConsideredRule[],
	decidedBy: ConsideredRule | null
) {
	const what = `${action} ${field ? `the field "${field}" of ` : ""}${subject}`;
	if (decidedBy) {
		const { role, source, rule } = decidedBy;
		const verb = rule.inverted ? "forbids" : "allows";
		return `A rule of ${source} for the role ${role} ${verb} to ${what}`;
	}
	if (considered.length === 0) return `No rule of the user's roles allows to ${what}`;
	return `No rule that allows to ${what} is about this document: its conditions do not hold`;
}
