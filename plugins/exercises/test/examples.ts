/** Exercises for tests, with a word in each hidden part that must not appear where it is hidden. */

export const SECRETS = {
	solution: "walrus-solution",
	hint: "walrus-hint",
	hiddenInput: "walrus-input",
	hiddenExpected: "walrus-expected"
};

export const HINTS = ["first walrus-hint", "second walrus-hint", "third walrus-hint"];

/** The body that creates an exercise. */
export function exerciseBody(changes: Record<string, unknown> = {}): Record<string, unknown> {
	return {
		title: "Count the vowels",
		description: "Read a line and print how many vowels it has.",
		topic: "strings",
		difficulty: "beginner",
		language: "javascript",
		starterCode: "const line = '';\n",
		expectedOutput: "3",
		testCases: [
			{ input: "education\n", expected: "5", hidden: false },
			{ input: "rhythm\n", expected: "0" },
			{ input: SECRETS.hiddenInput, expected: SECRETS.hiddenExpected, hidden: true }
		],
		hints: HINTS,
		solutionCode: `console.log("${SECRETS.solution}");\n`,
		...changes
	};
}
