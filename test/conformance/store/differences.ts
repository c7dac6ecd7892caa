import { expect } from "chai";
import { engine, type Engine } from "../../support/store.ts";

/** One way in which an engine is known to differ from MongoDB's manual. */
export interface Difference {
	/** Named by the tests that meet it, through `conforms(id, …)`. */
	id: string;
	engine: Engine;
	/** What it does instead. */
	what: string;
	/** Why it stays so. */
	reason: string;
	/** What the test's failure says there; another failure is a bug, and none means: remove this. */
	seen: RegExp;
}

/** The written list of differences; everything else must behave as MongoDB does. */
export const differences: Difference[] = [
	{
		id: "replace-equal",
		engine: "documentdb",
		what: "counts a replacement by an equal document as modified",
		reason: "the engine rewrites the row without comparing",
		seen: /expected \[ 1, 1 \] to deeply equal \[ 1, \+?0 \]/
	},
	{
		id: "empty-timestamp",
		engine: "documentdb",
		what: "stores Timestamp(0, 0) as it is",
		reason: "the engine does not fill timestamps",
		seen: /expected \+?0 to be above/
	},
	...["a broken regular expression", "an unknown expression"].map(name => ({
		id: `query-mistake: ${name}`,
		engine: "documentdb" as const,
		what: "answers with code 1 (InternalError)",
		reason: "its gateway has no number for this error",
		seen: /expected 1 to be one of/
	}))
];

/**
 * Makes a test of behaviour that some engine is known not to have: there it must fail in the way
 * that the list says, everywhere else it must pass.
 */
export function conforms(id: string, test: () => Promise<void>): () => Promise<void> {
	met.add(id);
	return async () => {
		const known = differences.find(entry => entry.id === id && entry.engine === engine());
		if (!known) return test();
		const failure = await test().then(
			() => expect.fail(`${known.engine} conforms now: remove "${id}" from differences.ts`),
			(error: unknown) => String(error)
		);
		expect(failure, `the known difference "${id}": ${known.what}`).to.match(known.seen);
	};
}

/** The ids that the loaded tests name. */
export const met = new Set<string>();
