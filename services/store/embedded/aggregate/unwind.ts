/** `$unwind`: one document for each element of an array. */
import { Long } from "bson";
import { isDoc, setField, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { valueAt } from "../query/path.ts";
import { named } from "./arguments.ts";
import type { StageFunction } from "./stage-context.ts";

/** Parses the stage. */
export function unwind(spec: unknown): StageFunction {
	const { path, includeArrayIndex, preserveNullAndEmptyArrays } = isDoc(spec)
		? named(spec, "$unwind", ["path"], ["includeArrayIndex", "preserveNullAndEmptyArrays"])
		: { path: spec, includeArrayIndex: undefined, preserveNullAndEmptyArrays: false };
	if (typeof path !== "string")
		throw storeError(28808, "expected a string as the path for $unwind stage");
	if (!path.startsWith("$"))
		throw storeError(
			28818,
			`path option to $unwind stage should be prefixed with a '$': ${path}`
		);
	const parts = path.slice(1).split(".");
	const index = includeArrayIndex === undefined ? undefined : indexPath(includeArrayIndex);
	const keeps = preserveNullAndEmptyArrays === true;
	return function* (input) {
		for (const doc of input) {
			const value = valueAt(doc, parts);
			if (Array.isArray(value) && value.length > 0) {
				for (const [at, element] of value.entries()) {
					yield numbered(withValue(doc, parts, element), index, Long.fromNumber(at));
				}
			} else if (!Array.isArray(value) && value !== undefined && value !== null)
				yield numbered(doc, index, null);
			else if (keeps)
				yield numbered(
					Array.isArray(value) ? withValue(doc, parts, undefined) : doc,
					index,
					null
				);
		}
	};
}

function indexPath(value: unknown): string[] {
	if (typeof value !== "string" || value === "" || value.startsWith("$")) {
		throw storeError(
			28822,
			`includeArrayIndex option to $unwind stage should not be prefixed with a '$': ${String(value)}`
		);
	}
	return value.split(".");
}

function numbered(doc: Doc, index: string[] | undefined, value: unknown): Doc {
	return index ? withValue(doc, index, value) : doc;
}

/** Copies the documents along the path, and nothing else. */
function withValue(doc: Doc, [part, ...rest]: string[], value: unknown): Doc {
	const copy = { ...doc };
	if (rest.length > 0)
		setField(copy, part!, withValue(isDoc(doc[part!]) ? (doc[part!] as Doc) : {}, rest, value));
	else if (value === undefined) delete copy[part!];
	else setField(copy, part!, value);
	return copy;
}
