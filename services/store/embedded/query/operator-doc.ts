/** Tells operators from values. */
import { isDoc, type Doc } from "../bson/values.ts";

/** Answers whether a document holds operators (`{ $gt: 1 }`) rather than being a value. */
export function isOperatorDoc(value: unknown): value is Doc {
	if (!isDoc(value)) return false;
	const first = Object.keys(value)[0];
	return first !== undefined && first.startsWith("$") && first !== "$ref" && first !== "$id";
}
