/** How often the rules are right, on a set that people have labelled; it is printed, and held. */
import { expect } from "chai";
import { LINGUISTIC, STRUCTURAL } from "./labelled/case.ts";
import { MORE_CASES } from "./labelled/more-cases.ts";
import { PASSAGES } from "./labelled/passages.ts";
import { QUESTIONS } from "./labelled/questions.ts";
import { measure, type Score } from "./labelled/run.ts";
import { SHORT_CASES } from "./labelled/short-cases.ts";

describe("quality: the labelled set", () => {
	const cases = [...QUESTIONS, ...PASSAGES, ...SHORT_CASES, ...MORE_CASES];
	let scores: Score[];

	before(() => {
		scores = measure(cases);
		console.log(tableOf(scores));
	});

	it("has at least 200 cases, flawed and sound ones", () => {
		const flawed = cases.filter(({ flaws }) => flaws.length > 0);
		expect(cases.length).to.be.at.least(200);
		expect(flawed.length / cases.length).to.be.within(0.3, 0.7);
	});

	it("has flawed cases for every rule that it measures", () => {
		for (const { rule, found, missed } of scores)
			expect(found + missed.length, rule).to.be.at.least(4);
	});

	for (const rule of STRUCTURAL)
		it(`${rule} is right, and finds what there is, in 95 of 100 cases`, () => {
			const { precision, recall } = scores.find(score => score.rule === rule)!;
			expect(precision).to.be.at.least(0.95);
			expect(recall).to.be.at.least(0.95);
		});

	for (const rule of LINGUISTIC)
		it(`${rule} is right in 90 of 100 cases, and finds 75 of 100`, () => {
			const { precision, recall } = scores.find(score => score.rule === rule)!;
			expect(precision).to.be.at.least(0.9);
			expect(recall).to.be.at.least(0.75);
		});
});

function tableOf(scores: readonly Score[]) {
	const rows = scores.map(
		({ rule, found, missed, wrong, precision, recall }) =>
			`${rule.padEnd(28)} ${String(found + missed.length).padStart(6)} ${precision.toFixed(2).padStart(10)} ${recall.toFixed(2).padStart(7)}` +
			missed.map(each => `\n    missed ${each}`).join("") +
			wrong.map(each => `\n    wrong  ${each}`).join("")
	);
	return [`${"rule".padEnd(28)} flawed  precision  recall`, ...rows].join("\n");
}
