/** Items as tests write them down. */

type Body = Record<string, unknown>;

export function lessonBody(changes: Body = {}): Body {
	return {
		kind: "lesson",
		title: "Counting with range",
		summary: "How a loop runs a given number of times.",
		body: "# Counting with range\n\nA loop over `range(3)` sees the numbers 0, 1 and 2.\n",
		objectives: ["Repeat a step a given number of times"],
		topics: ["loops", "numbers"],
		level: "beginner",
		language: "en",
		licence: "CC-BY-4.0",
		...changes
	};
}

/** What no student may ever see of `questionBody`. */
export const SECRETS = ["starts at zero and stops early", "Counting from one is a mistake"];

export function questionBody(changes: Body = {}): Body {
	return {
		kind: "question",
		title: "What range gives",
		questionType: "single",
		stem: "Which numbers does `range(3)` give?",
		options: [
			{ text: "0, 1, 2", correct: true },
			{ text: "1, 2, 3", correct: false, note: SECRETS[1] }
		],
		explanation: `It ${SECRETS[0]}.`,
		topics: ["loops"],
		...changes
	};
}
