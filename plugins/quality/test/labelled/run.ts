/** Runs the rules over the labelled set and counts how often they are right. */
import { RULES } from "../../rules/index.ts";
import { existsIn } from "../../checker/attachments.ts";
import { checkItem } from "../../rules/check-item.ts";
import { DuplicateIndex } from "../../duplicates/index.ts";
import { signatureOf } from "../../duplicates/minhash.ts";
import { LINGUISTIC, STRUCTURAL, type Case, type MeasuredRule } from "./case.ts";

export interface Score {
	rule: MeasuredRule;
	found: number;
	missed: string[];
	wrong: string[];
	precision: number;
	recall: number;
}

/** The day on which the set is checked: what is stale must not depend on when the tests run. */
const NOW = new Date("2026-06-01T00:00:00Z");

/** Returns the score of each measured rule. */
export function measure(cases: readonly Case[]): Score[] {
	const index = new DuplicateIndex();
	const items = cases.map(({ item }, at) => ({ ...item, id: `case-${at}` }));
	for (const item of items) index.set(item.id, item.title ?? "", signatureOf(item));
	const scores = new Map(
		[...STRUCTURAL, ...LINGUISTIC].map(rule => [rule as string, emptyScore(rule)])
	);
	for (const [at, { flaws }] of cases.entries()) {
		const item = items[at]!;
		const similar = index.similarTo(item.id, signatureOf(item));
		const { findings, failures } = checkItem(item, RULES, {
			now: NOW,
			similar,
			exists: address => existsIn(item.attachments, address)
		});
		if (failures.length > 0) throw new Error(failures[0]!.reason);
		const found = new Set(findings.map(({ rule }) => rule));
		for (const score of scores.values()) {
			const expected = flaws.includes(score.rule);
			const label = `${score.rule}: ${(item.stem ?? item.body ?? "").replace(/\s+/g, " ").slice(0, 110)}`;
			if (expected && found.has(score.rule)) score.found++;
			if (expected && !found.has(score.rule)) score.missed.push(label);
			if (!expected && found.has(score.rule)) {
				const passage = findings.find(({ rule }) => rule === score.rule)!;
				score.wrong.push(`${label} ← ${passage.message}`);
			}
		}
	}
	return [...scores.values()].map(complete);
}

function emptyScore(rule: MeasuredRule): Score {
	return { rule, found: 0, missed: [], wrong: [], precision: 1, recall: 1 };
}

function complete(score: Score): Score {
	const { found, missed, wrong } = score;
	return {
		...score,
		precision: found / Math.max(1, found + wrong.length),
		recall: found / Math.max(1, found + missed.length)
	};
}
