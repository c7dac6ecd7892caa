/** Runs rules on one item and completes what they say to findings. */
import { lineAt, parseItem, type ItemDocument } from "../analysis/document.ts";
import type { CheckedItem } from "../item.ts";
import { SEVERITIES, type CheckContext, type Finding, type Remark, type Rule } from "./rule.ts";

/** A remark shows at most so much of the text that it is about. */
const MAX_PASSAGE = 160;
const MAX_TEXT = 2000;
/** More of one rule in one item help nobody. */
const MAX_OF_A_RULE = 25;

export type ItemContext = Partial<Omit<CheckContext, "document">>;

/** What went wrong in a rule itself; the other rules have their say all the same. */
export interface RuleFailure {
	rule: string;
	itemId: string;
	reason: string;
}

/** Checks an item with the rules that are for its kind. */
export function checkItem(item: CheckedItem, rules: Iterable<Rule>, given: ItemContext = {}) {
	const document = parseItem(item);
	const context: CheckContext = {
		now: new Date(),
		glossary: new Set(),
		links: new Map(),
		similar: [],
		...given,
		document
	};
	const findings: Finding[] = [];
	const failures: RuleFailure[] = [];
	for (const rule of rules) {
		if (rule.kinds && !rule.kinds.includes(item.kind)) continue;
		try {
			findings.push(...runRule(rule, item, context));
		} catch (error) {
			failures.push({ rule: rule.id, itemId: item.id, reason: String(error) });
		}
	}
	return { findings, failures };
}

function runRule(rule: Rule, item: CheckedItem, context: CheckContext): Finding[] {
	const findings: Finding[] = [];
	for (const remark of rule.check(item, context)) {
		if (findings.length >= MAX_OF_A_RULE) break;
		findings.push(toFinding(rule, item, context.document, remark));
	}
	return findings;
}

function toFinding(rule: Rule, item: CheckedItem, document: ItemDocument, remark: Remark): Finding {
	const { start, end, severity } = remark;
	const field = textOf(remark.field);
	const source = document.field(field)?.source ?? "";
	const whole = source.slice(start ?? 0, end ?? source.length);
	return {
		rule: rule.id,
		ruleVersion: rule.version,
		severity: severity && SEVERITIES.includes(severity) ? severity : rule.severity,
		itemId: item.id,
		field,
		line: lineAt(source, start ?? 0),
		passage: whole.trim().slice(0, MAX_PASSAGE),
		message: textOf(remark.message),
		advice: textOf(remark.advice),
		...(remark.replacement !== undefined &&
			start !== undefined &&
			end !== undefined && {
				fix: { field, start, end, expected: whole, replacement: textOf(remark.replacement) }
			})
	};
}

/** Rules of others may say anything; what is stored is text of some length. */
function textOf(said: unknown): string {
	return String(said ?? "").slice(0, MAX_TEXT);
}
