/**
 * Patterns of authors on texts of users. A pattern that can backtrack without end runs in a context of its
 * own, which is how V8 lets one be interrupted; all others run as they are.
 */
import { createContext, Script, type Context } from "node:vm";

/** How long the patterns of one validation may take together. */
const LIMIT_MS = 100;

/** Up to this length, a pattern that is not risky cannot take long. */
const SHORT_TEXT = 2000;

/** In so few characters no pattern gets lost: it has 65,536 ways through them at most. */
const TINY_TEXT = 16;

const UNBOUNDED = /[*+]|\{\d+,\}/g;
const QUANTIFIED_GROUP = /\)(?:[*+]|\{\d)/;
const BACK_REFERENCE = /\\[1-9k]/;

const TEST = new Script("regex.test(text)");
let context: (Context & { regex?: RegExp; text?: string }) | undefined;
let leftMs = LIMIT_MS;

/** Is thrown when a text took too long to be compared with a pattern. */
export class SlowPattern extends Error {
	override name = "SlowPattern";
	readonly source: string;

	constructor(source: string) {
		super(`The pattern ${source} took longer than ${LIMIT_MS} ms`);
		this.source = source;
	}
}

/** Answers whether a pattern could backtrack without end. */
export function isRisky(pattern: string): boolean {
	const source = pattern.replace(/\\[^1-9k]/g, "_");
	return (
		QUANTIFIED_GROUP.test(source) ||
		BACK_REFERENCE.test(source) ||
		(source.match(UNBOUNDED)?.length ?? 0) > 2
	);
}

/** Runs a validation, whose patterns may take 100 ms in all. */
export function withinLimit<T>(validation: () => T): T {
	leftMs = LIMIT_MS;
	return validation();
}

/** Tests a text within the limit; throws `SlowPattern` beyond it. */
export function testWithinLimit(regex: RegExp, text: string): boolean {
	if (text.length <= TINY_TEXT) return regex.test(text);
	if (!isRisky(regex.source) && text.length <= SHORT_TEXT) return regex.test(text);
	const begun = performance.now();
	try {
		return runLimited(regex, text, Math.max(1, Math.ceil(leftMs)));
	} finally {
		leftMs -= performance.now() - begun;
	}
}

/** Makes patterns for Ajv that keep to the limit. */
export const boundedRegExp = Object.assign(
	(pattern: string, flags: string) => {
		const regex = new RegExp(pattern, flags);
		return {
			test: (text: string) => testWithinLimit(regex, text),
			toString: () => String(regex)
		};
	},
	{ code: "boundedRegExp" }
);

function runLimited(regex: RegExp, text: string, timeout: number): boolean {
	if (leftMs <= 0) throw new SlowPattern(regex.source);
	context ??= createContext({});
	Object.assign(context, { regex, text });
	try {
		return TEST.runInContext(context, { timeout }) as boolean;
	} catch (error) {
		if ((error as { code?: string }).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
		// The clock of the interruption may be a little ahead of ours.
		leftMs = 0;
		throw new SlowPattern(regex.source);
	} finally {
		// Nothing of a user's text stays behind.
		context.text = undefined;
	}
}
