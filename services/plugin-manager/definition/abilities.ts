/** Checks the rules that a plugin brings for one role. */
import { isRecord, type Report } from "./report.ts";

const ROLE = /^[a-z][\w-]{0,63}$/;

export function checkAbilities(role: string, rules: unknown, report: Report): void {
	const what = `abilities.${role}`;
	if (!ROLE.test(role)) report("abilities", role, "the name of a role");
	if (!Array.isArray(rules)) return report(what, rules, "an array of rules");
	rules.forEach((rule, index) => checkRule(`${what}[${index}]`, rule, report));
}

function checkRule(what: string, rule: unknown, report: Report) {
	if (!isRecord(rule)) return report(what, rule, "an object with action and subject");
	const { action, subject, fields, conditions } = rule;
	if (!areNames(action)) report(`${what}.action`, action, "a verb or an array of verbs");
	if (!areNames(subject))
		report(`${what}.subject`, subject, "a model's name or an array of them");
	// Who may do everything is for administrators to say.
	if ([subject].flat().includes("all"))
		report(`${what}.subject`, subject, "the names of models, not all of them");
	if (fields !== undefined && !areNames(fields))
		report(`${what}.fields`, fields, "an array of fields");
	if (conditions !== undefined && !isRecord(conditions))
		report(`${what}.conditions`, conditions, "an object");
}

function areNames(value: unknown) {
	const names = [value].flat();
	return names.length > 0 && names.every(name => typeof name === "string" && name !== "");
}
