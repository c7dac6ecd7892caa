import { expect } from "chai";
import { engine, type Engine } from "../../support/store.ts";
import { documentdb } from "./differences-documentdb.ts";

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

const embedded: Difference[] = [];

/** The written list of differences; everything else must behave as MongoDB does. */
export const differences: Difference[] = [...embedded, ...documentdb];

/** The known difference of the engine under test, if it has this one. */
export function difference(id: string): Difference | undefined {
	return differences.find(entry => entry.id === id && entry.engine === engine());
}

/** The ids that the loaded tests name. */
export const met = new Set<string>();

/**
 * Makes a test of behaviour that some engine is known not to have: there it must fail in the way
 * that the list says, everywhere else it must pass.
 */
export function conforms(id: string, test: () => Promise<void>): () => Promise<void> {
	met.add(id);
	return async () => {
		const known = difference(id);
		if (!known) return test();
		const failure = await test().then(
			() => undefined,
			(error: unknown) => String(error)
		);
		if (!failure) expect.fail(`${known.engine} conforms now: remove "${id}" from the list`);
		expect(failure, `the known difference "${id}": ${known.what}`).to.match(known.seen);
	};
}
