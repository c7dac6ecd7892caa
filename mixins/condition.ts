/**
 * The queries of rules, tested on single documents as the store would find them. CASL's own matcher takes a
 * missing field for less than anything, and passes over `$or` without a word.
 */
import { createRequire } from "node:module";
import { Context } from "mingo/core";
import * as query from "mingo/operators/query";
import { Query } from "mingo/query";
import { flatten, resolve } from "mingo/util";

/** Enough for all conditions but those with `$expr`. */
const QUERIES = Context.init({ query });

const require = createRequire(import.meta.url);

/** Compiles a condition to its test; throws when it is none. */
export function conditionTest(conditions: Record<string, unknown>): (document: object) => boolean {
	const compiled = hasExpression(conditions)
		? new (withExpressions().Query)(conditions)
		: new Query(conditions, { context: QUERIES });
	return document => compiled.test(document as Record<string, unknown>);
}

/** All values at a path that a test for equality compares with: of lists each element, however deep. */
export function valuesAt(document: object, path: string): unknown[] {
	return flatten([resolve(document as Record<string, unknown>, path)], -1);
}

/** Loaded only for them, because its 250 modules are a tenth of the kernel's start. */
function withExpressions() {
	return require("mingo") as typeof import("mingo");
}

function hasExpression(value: unknown): boolean {
	if (value === null || typeof value !== "object") return false;
	return "$expr" in value || Object.values(value).some(hasExpression);
}
