/** Rules as roles hold them, and the matrix of what they allow without a condition. */

export interface Rule {
	action: string | string[];
	subject: string | string[];
	conditions?: Record<string, unknown>;
	fields?: string[];
	inverted?: boolean;
	reason?: string;
}

export const BASE_VERBS = ["read", "create", "update", "delete", "manage"];

/** How far a verb is allowed: for all documents, for some, or not by this role. */
export type Grant = "all" | "some" | "none";

export function grantOf(rules: Rule[], subject: string, verb: string): Grant {
	const about = rules.filter(rule => !rule.inverted && covers(rule, subject, verb));
	if (about.some(isWhole)) return "all";
	return about.length > 0 ? "some" : "none";
}

/** Allows a verb for all documents, or takes that away; rules with conditions stay as they are. */
export function withGrant(
	rules: Rule[],
	subject: string,
	verb: string,
	isGranted: boolean
): Rule[] {
	return isGranted ? granted(rules, subject, verb) : taken(rules, subject, verb);
}

/** The verbs of a rule. */
export function verbsOf({ action }: Rule): string[] {
	return [action].flat();
}

/** What a rule is about. */
export function subjectsOf({ subject }: Rule): string[] {
	return [subject].flat();
}

function granted(rules: Rule[], subject: string, verb: string): Rule[] {
	const index = rules.findIndex(rule => isOwn(rule, subject));
	if (index === -1) return [...rules, { action: [verb], subject }];
	return rules.map((rule, at) =>
		at === index ? { ...rule, action: [...verbsOf(rule), verb] } : rule
	);
}

function taken(rules: Rule[], subject: string, verb: string): Rule[] {
	return rules.flatMap(rule => {
		if (!isOwn(rule, subject) || !verbsOf(rule).includes(verb)) return [rule];
		const action = verbsOf(rule).filter(one => one !== verb);
		return action.length > 0 ? [{ ...rule, action }] : [];
	});
}

/** A rule about this subject alone, without conditions. */
function isOwn(rule: Rule, subject: string) {
	return !rule.inverted && isWhole(rule) && subjectsOf(rule).join() === subject;
}

function isWhole({ conditions, fields }: Rule) {
	return Object.keys(conditions ?? {}).length === 0 && (fields ?? []).length === 0;
}

function covers(rule: Rule, subject: string, verb: string) {
	const isAbout = subjectsOf(rule).some(one => one === subject || one === "all");
	return isAbout && verbsOf(rule).some(one => one === verb || one === "manage");
}
