/** Which passwords may be chosen. */
import type { InputProblem } from "../../mixins/index.ts";
import type { Strength } from "./password-strength.ts";

export const MIN_LENGTH = 8;
/** Far beyond any passphrase; keeps the work of hashing bounded. */
export const MAX_LENGTH = 128;

/** Of zxcvbn's 0 to 4: "safely unguessable", as it calls it. */
const MIN_SCORE = 3;

interface Rule {
	holds: (password: string) => boolean;
	message: string;
	expected: string;
}

const RULES: Rule[] = [
	{
		holds: password => lengthOf(password) >= MIN_LENGTH,
		message: "is too short",
		expected: `${MIN_LENGTH} characters or more`
	},
	{
		holds: password => lengthOf(password) <= MAX_LENGTH,
		message: "is too long",
		expected: `at most ${MAX_LENGTH} characters`
	},
	{ holds: has(/\p{Lu}/u), message: "has no upper case letter", expected: "one or more" },
	{ holds: has(/\p{Ll}/u), message: "has no lower case letter", expected: "one or more" },
	{ holds: has(/\p{Nd}/u), message: "has no digit", expected: "one or more" },
	{
		holds: has(/[^\p{L}\p{N}\s]/u),
		message: "has no special character",
		expected: "one or more, such as ! or -"
	}
];

/** Lists what is wrong with a password that somebody wants to set; never repeats the password. */
export function passwordProblems(password: unknown, pointer: string): InputProblem[] {
	if (typeof password !== "string") {
		return [{ pointer, message: "has the wrong type", expected: "text" }];
	}
	return RULES.filter(rule => !rule.holds(password)).map(({ message, expected }) => ({
		pointer,
		message,
		expected
	}));
}

/** Lists what is wrong with a password that keeps the rules but is easily guessed. */
export function guessProblems({ score, isCommon }: Strength, pointer: string): InputProblem[] {
	if (isCommon)
		return [
			{
				pointer,
				message: "is one of the passwords that are tried first",
				expected: "one of your own"
			}
		];
	if (score >= MIN_SCORE) return [];
	return [
		{
			pointer,
			message: "is easy to guess",
			expected: "more words, or words that have nothing to do with you"
		}
	];
}

function has(pattern: RegExp) {
	return (password: string) => pattern.test(password);
}

/** Counts characters as people do, not UTF-16 units. */
function lengthOf(password: string) {
	return [...password].length;
}
