/** Parses a filter into nodes; whatever MongoDB would refuse is refused with its code. */
import { isDoc, isTruthy, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import type { FilterContext, FilterNode, TextSearch } from "./nodes.ts";
import { compileSchema } from "./json-schema.ts";
import { isOperatorDoc } from "./operator-doc.ts";
import { equality, parseOperators } from "./operators.ts";

/** Parses a filter document; an empty one matches everything. */
export function parseFilter(filter: Doc, context: FilterContext = {}): FilterNode {
	const nodes = Object.keys(filter).flatMap(name => parseEntry(name, filter[name], context));
	return nodes.length === 1 ? nodes[0]! : { kind: "and", nodes };
}

function parseEntry(name: string, value: unknown, context: FilterContext): FilterNode[] {
	if (name.startsWith("$")) return parseTopLevel(name, value, context);
	if (isOperatorDoc(value)) return parseOperators(name, value, context, parseFilter);
	return [equality(name, value, context)];
}

function parseTopLevel(name: string, value: unknown, context: FilterContext): FilterNode[] {
	switch (name) {
		case "$and":
		case "$or":
		case "$nor":
			return [parseLogical(name, value, context)];
		case "$expr":
			return [parseExpression(value, context)];
		case "$text":
			return [{ kind: "text", search: parseText(value) }];
		case "$jsonSchema":
			return [
				{ kind: "computed", test: compileSchema(value), source: { $jsonSchema: value } }
			];
		case "$comment":
			return [];
		case "$alwaysFalse":
			return [{ kind: "never" }];
		case "$alwaysTrue":
			return [];
		case "$where":
			throw storeError(
				"NotImplemented",
				"$where is not supported: the store runs no JavaScript"
			);
		default:
			throw storeError(
				"BadValue",
				`unknown top level operator: ${name}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`
			);
	}
}

function parseLogical(
	name: "$and" | "$or" | "$nor",
	value: unknown,
	context: FilterContext
): FilterNode {
	if (!Array.isArray(value)) throw storeError("BadValue", `${name} must be an array`);
	if (value.length === 0) throw storeError("BadValue", "$and/$or/$nor must be a nonempty array");
	const nodes = value.map(entry => {
		if (!isDoc(entry)) {
			throw storeError("BadValue", "$or/$and/$nor entries need to be full objects");
		}
		return parseFilter(entry, context);
	});
	return { kind: name.slice(1) as "and" | "or" | "nor", nodes };
}

function parseExpression(expression: unknown, context: FilterContext): FilterNode {
	const { evaluate } = context;
	if (!evaluate)
		throw storeError("QueryFeatureNotAllowed", "$expr is not allowed in this context");
	return {
		kind: "computed",
		test: doc => isTruthy(evaluate(doc, expression)),
		source: { $expr: expression }
	};
}

function parseText(value: unknown): TextSearch {
	if (!isDoc(value)) throw storeError("TypeMismatch", "$text expects an object");
	for (const field of Object.keys(value)) {
		if (!["$search", "$language", "$caseSensitive", "$diacriticSensitive"].includes(field)) {
			throw storeError("BadValue", `extra fields in $text: ${field}`);
		}
	}
	if (typeof value.$search !== "string") {
		throw storeError("TypeMismatch", '"$search" had the wrong type. Expected string');
	}
	return {
		search: value.$search,
		...(typeof value.$language === "string" && { language: value.$language }),
		caseSensitive: value.$caseSensitive === true,
		diacriticSensitive: value.$diacriticSensitive === true,
		source: value
	};
}
