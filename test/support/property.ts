import * as fc from "fast-check";
import { RUNS } from "./random-documents.ts";

/** Tries a property `RUNS` times; fails with the smallest counterexample's own message and seed. */
export async function holds<Values>(property: fc.IAsyncProperty<Values>): Promise<void> {
	const { failed, errorInstance, seed, counterexamplePath } = await fc.check(property, {
		numRuns: RUNS
	});
	if (!failed) return;
	const again = `again with seed ${seed}, path ${counterexamplePath}`;
	throw new Error(`${(errorInstance as Error).message}\n(${again})`, { cause: errorInstance });
}
