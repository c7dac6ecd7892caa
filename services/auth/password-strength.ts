/**
 * How hard a password is to guess, for the password workers: the dictionaries take 90 MB and a second to
 * load, and a long password of many patterns takes as long to judge.
 */
import type { ZxcvbnFactory } from "@zxcvbn-ts/core";

export interface Strength {
	/** zxcvbn's score from 0 to 4. */
	score: number;
	/** True for one of the 49,000 most used passwords, also in other capitals or with figures around it. */
	isCommon: boolean;
}

/** What comes after it makes no password weaker, and longer ones take seconds. */
const MAX_JUDGED_LENGTH = 48;

interface Judge {
	zxcvbn: ZxcvbnFactory;
	common: ReadonlySet<string>;
}

let judge: Promise<Judge> | null = null;

/** Judges a password; words that are known `about` its owner count as guessed. */
export async function strengthOf(password: string, about: string[]): Promise<Strength> {
	const { zxcvbn, common } = await (judge ??= loadJudge());
	const { score } = zxcvbn.check(password.slice(0, MAX_JUDGED_LENGTH), about.flatMap(wordsOf));
	return { score, isCommon: common.has(coreOf(password)) };
}

async function loadJudge(): Promise<Judge> {
	const [{ ZxcvbnFactory }, common, english] = await Promise.all([
		import("@zxcvbn-ts/core"),
		import("@zxcvbn-ts/language-common"),
		import("@zxcvbn-ts/language-en")
	]);
	const dictionary = { ...common.dictionary, ...english.dictionary };
	return {
		zxcvbn: new ZxcvbnFactory({ dictionary, graphs: common.adjacencyGraphs }),
		common: new Set(common.dictionary["passwords-common"].map(String))
	};
}

/** `Password1!` is as common as `password`: the figures at its ends are what the rules ask for. */
function coreOf(password: string) {
	const lower = password.toLowerCase();
	return lower.replace(/^[^\p{L}]+/u, "").replace(/[^\p{L}]+$/u, "");
}

/** An address and its parts. */
function wordsOf(text: string) {
	return [text, ...text.split(/[^\p{L}\p{N}]+/u)].filter(word => word !== "");
}
