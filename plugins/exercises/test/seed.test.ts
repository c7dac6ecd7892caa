import { expect } from "chai";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import seed from "../seed.json" with { type: "json" };
import { type Language, prepare, whyNotRunnable } from "./run-code.ts";

interface Exercise {
	title: string;
	description: string;
	topic: string;
	difficulty: "beginner" | "intermediate" | "advanced";
	language: Language;
	starterCode: string;
	expectedOutput: string;
	testCases: { input: string; expected: string; hidden: boolean }[];
	hints: string[];
	solutionCode: string;
}

const exercises = seed as Exercise[];
const DIFFICULTIES = ["beginner", "intermediate", "advanced"];
const LANGUAGES: Language[] = ["python", "javascript"];
const FIELDS =
	"title description topic difficulty language starterCode expectedOutput testCases hints solutionCode";

/** Shorter lines, such as `else:`, say nothing about the solution. */
const TELLING_LINE = 24;

function tellingLines({ solutionCode, starterCode }: Exercise): string[] {
	const given = new Set(starterCode.split("\n").map(line => line.trim()));
	const lines = solutionCode.split("\n").map(line => line.trim());
	return lines.filter(line => line.length >= TELLING_LINE && !given.has(line));
}

function withoutSpaces(text: string): string {
	return text.replaceAll(/\s/g, "");
}

describe("the seed of exercises", () => {
	it("has at least 26 exercises, no two with the same title", () => {
		expect(exercises.length).to.be.at.least(26);
		const titles = new Set(exercises.map(({ title }) => title.toLowerCase()));
		expect(titles.size).to.equal(exercises.length);
	});

	for (const language of LANGUAGES) {
		for (const difficulty of DIFFICULTIES) {
			it(`has at least four for ${difficulty} in ${language}`, () => {
				const found = exercises.filter(
					exercise => exercise.language === language && exercise.difficulty === difficulty
				);
				expect(found.length).to.be.at.least(4);
			});
		}
	}

	for (const exercise of exercises) {
		describe(exercise.title, () => {
			it("has every field, in its form", () => {
				expect(Object.keys(exercise)).to.deep.equal(FIELDS.split(" "));
				expect(DIFFICULTIES).to.include(exercise.difficulty);
				expect(LANGUAGES).to.include(exercise.language);
				expect(exercise.topic).to.match(/^[a-z]+(-[a-z]+)*$/);
				expect(exercise.hints).to.have.length(3);
				expect(new Set(exercise.hints).size).to.equal(3);
			});

			it("has four or more different test cases, shown ones first, hidden ones too", () => {
				const { testCases } = exercise;
				expect(testCases.length).to.be.at.least(4);
				expect(new Set(testCases.map(({ input }) => input)).size).to.equal(
					testCases.length
				);
				const hidden = testCases.map(testCase => testCase.hidden);
				expect(hidden).to.deep.equal(hidden.toSorted());
				expect(hidden[0]).to.equal(false);
				expect(hidden.at(-1)).to.equal(true);
			});

			it("expects no spaces at the ends of lines, which nobody sees", () => {
				for (const { expected } of exercise.testCases) {
					expect(expected).not.to.match(/^\s|\s$|[ \t]\n/);
				}
			});

			it("describes input and output, with its first test case as the example", () => {
				const [first] = exercise.testCases;
				expect(exercise.expectedOutput).to.equal(first!.expected);
				expect(exercise.description).to.include("## Input").and.to.include("## Output");
				expect(exercise.description).to.include(first!.input.trimEnd());
				expect(exercise.description).to.include(`\`\`\`text\n${first!.expected}\n\`\`\``);
			});

			it("gives the solution away in no hint and not in the description", () => {
				for (const text of [exercise.description, ...exercise.hints]) {
					expect(withoutSpaces(text)).not.to.include(
						withoutSpaces(exercise.solutionCode)
					);
					for (const line of tellingLines(exercise)) {
						expect(withoutSpaces(text)).not.to.include(withoutSpaces(line));
					}
				}
			});
		});
	}
});

for (const language of LANGUAGES) {
	describe(`the exercises in ${language}, when they are run`, function () {
		this.timeout(60_000);
		let folder: string;
		let obstacle: string | undefined;

		before(async () => {
			folder = await mkdtemp(path.join(tmpdir(), "exercises-test-"));
			obstacle = whyNotRunnable(language);
		});

		after(() => rm(folder, { recursive: true }));

		function skipIfNotRunnable(context: Mocha.Context, title: string): void {
			if (!obstacle) return;
			console.log(`NOT RUN: the exercise "${title}" needs ${language}, but ${obstacle}`);
			context.skip();
		}

		for (const exercise of exercises.filter(each => each.language === language)) {
			it(`${exercise.title}: the solution passes every test case`, async function () {
				skipIfNotRunnable(this, exercise.title);
				const solve = await prepare(folder, language, exercise.solutionCode);
				const runs = exercise.testCases.map(async ({ input, expected }) => {
					const { output, errors, exitCode } = await solve(input);
					expect(errors).to.equal("");
					expect(exitCode).to.equal(0);
					expect(output, `for ${JSON.stringify(input)}`).to.equal(expected);
				});
				await Promise.all(runs);
			});

			it(`${exercise.title}: the starter code runs, but does not pass`, async function () {
				skipIfNotRunnable(this, exercise.title);
				const [first] = exercise.testCases;
				const start = await prepare(folder, language, exercise.starterCode);
				const { output, errors, exitCode } = await start(first!.input);
				expect(errors).to.equal("");
				expect(exitCode).to.equal(0);
				expect(output).not.to.equal(first!.expected);
			});
		}
	});
}
