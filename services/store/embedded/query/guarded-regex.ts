/**
 * Regular expressions that can take for ever on some texts. They are run with a time limit, in a
 * context of their own (that is how V8 lets one be interrupted), and never by the thread of the
 * sockets when it is reading.
 */
import { createContext, Script, type Context } from "node:vm";
import { isRisky } from "../../../../mixins/bounded-pattern.ts";
import { storeError } from "../errors.ts";
import { TooLong } from "./work.ts";

export { isRisky };

/** Longer than this, no text is worth it. */
const LIMIT_MS = 500;

const guard = { isForbidden: false };

/** Runs a read; a regular expression that needs a limit makes it `TooLong` for this thread. */
export function withoutRiskyRegexes<T>(read: () => T): T {
	guard.isForbidden = true;
	try {
		return read();
	} finally {
		guard.isForbidden = false;
	}
}

let context: (Context & { regex?: RegExp; text?: string }) | undefined;
const TEST = new Script("regex.test(text)");
const FIND_ALL = new Script("[...text.matchAll(regex)]");

function run(script: Script, regex: RegExp, text: string): unknown {
	if (guard.isForbidden) throw new TooLong();
	context ??= createContext({});
	context.regex = regex;
	context.text = text;
	try {
		return script.runInContext(context, { timeout: LIMIT_MS });
	} catch (error) {
		if ((error as { code?: string }).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
		throw storeError(
			"MaxTimeMSExpired",
			`The regular expression /${regex.source}/ took longer than ${LIMIT_MS} ms`
		);
	}
}

/** Tests a text, within the limit where the pattern needs one. */
export function testRegex(regex: RegExp, text: string): boolean {
	return isRisky(regex.source) ? (run(TEST, regex, text) as boolean) : regex.test(text);
}

/** Finds all matches, within the limit where the pattern needs one. */
export function findAllMatches(regex: RegExp, text: string): RegExpExecArray[] {
	const global = new RegExp(regex.source, `${regex.flags}g`);
	return isRisky(regex.source)
		? (run(FIND_ALL, global, text) as RegExpExecArray[])
		: [...text.matchAll(global)];
}
