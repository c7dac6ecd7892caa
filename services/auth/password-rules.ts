/** Which passwords may be chosen. */
import type { InputProblem } from "../../mixins/index.ts";

export const MIN_LENGTH = 8;
/** Far beyond any passphrase; keeps the work of hashing bounded. */
export const MAX_LENGTH = 128;

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

function has(pattern: RegExp) {
	return (password: string) => pattern.test(password);
}

/** Counts characters as people do, not UTF-16 units. */
function lengthOf(password: string) {
	return [...password].length;
}
