/** How often the rules are right, on a set that people have labelled; it is printed, and held. */
import { expect } from "chai";
import { BLIND_PASSAGES } from "./labelled/blind-passages.ts";
import { BLIND_QUESTIONS } from "./labelled/blind-questions.ts";
import { FIFTH_SET } from "./labelled/fifth-set.ts";
import { FORECAST_2 } from "./labelled/forecast-2.ts";
import { FORECAST_3 } from "./labelled/forecast-3.ts";
import { FORECAST_SET } from "./labelled/forecast-set.ts";
import { FOURTH_SET } from "./labelled/fourth-set.ts";
import { LINGUISTIC, STRUCTURAL, type Case, type MeasuredRule } from "./labelled/case.ts";
import { MORE_CASES } from "./labelled/more-cases.ts";
import { PASSAGES } from "./labelled/passages.ts";
import { QUESTIONS } from "./labelled/questions.ts";
import { measure, type Score } from "./labelled/run.ts";
import { SEVENTH_SET } from "./labelled/seventh-set.ts";
import { SHORT_CASES } from "./labelled/short-cases.ts";
import { THIRD_LESSONS } from "./labelled/third-lessons.ts";
import { THIRD_PASSAGES } from "./labelled/third-passages.ts";
import { THIRD_QUESTIONS } from "./labelled/third-questions.ts";
import { THIRD_SOUND } from "./labelled/third-sound.ts";

describe("quality: the labelled set", () => {
	const cases = [...QUESTIONS, ...PASSAGES, ...SHORT_CASES, ...MORE_CASES];

	it("has at least 200 cases, flawed and sound ones", () => {
		const flawed = cases.filter(({ flaws }) => flaws.length > 0);
		expect(cases.length).to.be.at.least(200);
		expect(flawed.length / cases.length).to.be.within(0.3, 0.7);
	});

	it("has flawed cases for every rule that it measures", () => {
		for (const { rule, found, missed } of measure(cases))
			expect(found + missed.length, rule).to.be.at.least(4);
	});

	holds(cases);
});

describe("quality: the set of strangers", () => {
	const cases = [...BLIND_QUESTIONS, ...BLIND_PASSAGES];

	it("has at least 100 cases of other subjects, in two languages", () => {
		expect(cases.length).to.be.at.least(100);
		expect(cases.filter(({ item }) => item.language === "de").length).to.be.at.least(25);
	});

	holds(cases);
});

describe("quality: the set of an examiner", () => {
	const cases = [...THIRD_QUESTIONS, ...THIRD_PASSAGES, ...THIRD_LESSONS, ...THIRD_SOUND];

	it("has at least 160 cases, half of them sound, and five flawed ones for each rule", () => {
		const sound = cases.filter(({ flaws }) => flaws.length === 0);
		expect(cases.length).to.be.at.least(160);
		expect(sound.length / cases.length).to.be.at.least(0.5);
		for (const { rule, found, missed } of measure(cases))
			expect(found + missed.length, rule).to.be.at.least(5);
	});

	holds(cases);
});

describe("quality: the sets of a second examiner", () => {
	const cases = [...FOURTH_SET, ...FIFTH_SET];

	it("has at least 60 cases, half of them sound", () => {
		const sound = cases.filter(({ flaws }) => flaws.length === 0);
		expect(cases.length).to.be.at.least(60);
		expect(sound.length / cases.length).to.be.at.least(0.5);
	});

	holds(cases);
});

describe("quality: spelling alone", () => {
	const FORECAST = "where nothing was mended for";
	for (const [name, cases, precision, recall] of [
		["the seventh set", SEVENTH_SET, 0.95, 0.9],
		[`the forecast, ${FORECAST}`, FORECAST_SET, 0.85, 0.75],
		[`the second forecast, ${FORECAST}`, FORECAST_2, 0.85, 0.75],
		[`the third forecast, ${FORECAST}`, FORECAST_3, 0.85, 0.75]
	] as const)
		it(`is right in ${precision * 100} of 100 cases and finds ${recall * 100} of 100: ${name}`, () => {
			const score = measure(cases).find(({ rule }) => rule === "text/spelling")!;
			console.log(tableOf([score]));
			expect(score.precision).to.be.at.least(precision);
			expect(score.recall).to.be.at.least(recall);
		});
});

/** Prints how often each rule is right, and holds it there. */
function holds(cases: readonly Case[]) {
	let scores: Score[];
	const scoreOf = (rule: MeasuredRule) => scores.find(score => score.rule === rule)!;

	before(() => {
		scores = measure(cases);
		console.log(tableOf(scores));
	});

	for (const rule of STRUCTURAL)
		it(`${rule} is right, and finds what there is, in 95 of 100 cases`, () => {
			const { precision, recall } = scoreOf(rule);
			expect(precision).to.be.at.least(0.95);
			expect(recall).to.be.at.least(0.95);
		});

	for (const rule of LINGUISTIC)
		it(`${rule} is right in 90 of 100 cases, and finds 75 of 100`, () => {
			const { precision, recall } = scoreOf(rule);
			expect(precision).to.be.at.least(0.9);
			expect(recall).to.be.at.least(0.75);
		});
}

function tableOf(scores: readonly Score[]) {
	const rows = scores.map(
		({ rule, found, missed, wrong, precision, recall }) =>
			`${rule.padEnd(28)} ${String(found + missed.length).padStart(6)} ${precision.toFixed(2).padStart(10)} ${recall.toFixed(2).padStart(7)}` +
			missed.map(each => `\n    missed ${each}`).join("") +
			wrong.map(each => `\n    wrong  ${each}`).join("")
	);
	return [`${"rule".padEnd(28)} flawed  precision  recall`, ...rows].join("\n");
}
