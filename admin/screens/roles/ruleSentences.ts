/** What is wrong with each part of a rule: as the server checks it while it is edited, and what a save was refused for. */
import { sentenceOf, type FieldProblem } from "../../api/problem.ts";
import type { Rule } from "./rules.ts";

export const RULE_PARTS = ["action", "subject", "fields", "conditions", "rule"] as const;

/** A field of a rule, or `rule` for what is about it as a whole. */
export type RulePart = (typeof RULE_PARTS)[number];

interface Asked {
	rule: Rule;
	index: number;
	part: RulePart;
	problems: FieldProblem[];
	/** The errors of the form, by rule and part; undefined for none. */
	refused: unknown;
}

export function ruleSentences({ rule, index, part, problems, refused }: Asked): string[] {
	const pointer = part === "rule" ? `/rules/${index}` : `/rules/${index}/${part}`;
	const checked = isBegun(rule, part)
		? problems.filter(one => one.pointer === pointer).map(sentenceOf)
		: [];
	const saved = part === "rule" ? [] : sentencesIn(within(within(refused, index), part));
	return [...new Set([...checked, ...saved])];
}

/** Nobody is told that a field is wrong before there is something in it; a save says so. */
function isBegun(rule: Rule, part: RulePart): boolean {
	return part === "rule" || ([rule[part]].flat()[0] ?? "") !== "";
}

function within(tree: unknown, key: string | number): unknown {
	const isTree = typeof tree === "object" && tree !== null;
	return isTree ? (tree as Record<string, unknown>)[key] : undefined;
}

/** The form holds one message, or a tree of them. */
function sentencesIn(problem: unknown): string[] {
	if (typeof problem === "string") return [problem.replace(/^@@react-admin@@"?|"$/g, "")];
	if (typeof problem !== "object" || problem === null) return [];
	const { message } = problem as { message?: unknown };
	if (typeof message === "string") return sentencesIn(message);
	return Object.entries(problem)
		.filter(([key]) => key !== "ref")
		.flatMap(([, inner]) => sentencesIn(inner));
}
