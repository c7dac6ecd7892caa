/** Parses an update once and applies it to documents: operators, a replacement, or a pipeline. */
import { equalValues } from "../bson/compare.ts";
import { cloneValue, getField, isDoc, setField, typeName, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { expressionEvaluator } from "../query/expression.ts";
import type { FilterNode } from "../query/nodes.ts";
import { updatePipeline } from "./pipeline.ts";
import { expandPath, parseArrayFilters, type ArrayFilters } from "./expand-path.ts";
import { OPERATORS } from "./operators.ts";
import { editAt, KEEP, REMOVE, type Edit } from "./path-edit.ts";

export interface UpdateOptions {
	arrayFilters?: unknown[] | undefined;
	variables?: Doc | undefined;
}

/** Changes a document that matched `filter`; `isInsert` also applies `$setOnInsert`. */
export type ApplyUpdate = (doc: Doc, filter: FilterNode, isInsert: boolean) => Doc;

export interface Update {
	kind: "replacement" | "operators" | "pipeline";
	apply: ApplyUpdate;
}

/** Parses an update as MongoDB's `u` field gives it. */
export function parseUpdate(update: unknown, options: UpdateOptions): Update {
	if (Array.isArray(update)) {
		refuseArrayFilters(options, "a pipeline update");
		const change = updatePipeline(
			update,
			expressionEvaluator({ ...(options.variables && { variables: options.variables }) })
		);
		return { kind: "pipeline", apply: doc => sameId(doc, change(cloneValue(doc))) };
	}
	if (!isDoc(update))
		throw storeError("FailedToParse", "Update argument must be either an object or an array");
	const first = Object.keys(update)[0];
	if (first !== undefined && first.startsWith("$")) return operatorUpdate(update, options);
	refuseArrayFilters(options, "a replacement");
	return { kind: "replacement", apply: doc => replacement(doc, update) };
}

function refuseArrayFilters({ arrayFilters }: UpdateOptions, place: string): void {
	if (arrayFilters && arrayFilters.length > 0) {
		throw storeError("FailedToParse", `arrayFilters may not be specified for ${place}`);
	}
}

function replacement(doc: Doc, update: Doc): Doc {
	const operator = Object.keys(update).find(name => name.startsWith("$"));
	if (operator) {
		throw storeError(
			"DollarPrefixedFieldName",
			`The dollar ($) prefixed field '${operator}' in '${operator}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`
		);
	}
	const { _id, ...fields } = cloneValue(update);
	if (_id !== undefined && doc._id !== undefined && !equalValues(_id, doc._id)) throw idChanged();
	const id = doc._id ?? _id;
	return id === undefined ? fields : { _id: id, ...fields };
}

function sameId(before: Doc, after: Doc): Doc {
	if (before._id === undefined) return after;
	if (after._id !== undefined && !equalValues(before._id, after._id)) throw idChanged();
	return { _id: before._id, ...after };
}

/** Refuses a change of `_id`. */
export function idChanged(): Error {
	return storeError(
		"ImmutableField",
		"Performing an update on the path '_id' would modify the immutable field '_id'"
	);
}

interface Change {
	operator: string;
	path: string;
	parts: string[];
	edit: Edit;
	creates: boolean;
	target?: string[];
}

function operatorUpdate(update: Doc, options: UpdateOptions): Update {
	const filters = parseArrayFilters(options.arrayFilters ?? []);
	const changes = Object.keys(update).flatMap(operator =>
		parseOperator(operator, update[operator])
	);
	refuseConflicts(changes);
	filters.refuseUnused(changes.map(change => change.parts));
	const ordered = changes.toSorted((a, b) => comparePaths(a.parts, b.parts));
	return {
		kind: "operators",
		apply: (doc, filter, isInsert) => {
			const result = copyFor(ordered, doc);
			for (const change of ordered) {
				if (change.operator !== "$setOnInsert" || isInsert)
					applyChange(result, change, filter, filters);
			}
			if (doc._id !== undefined && !equalValues(doc._id, result._id)) throw idChanged();
			return result;
		}
	};
}

/** A copy whose fields may be changed where the changes go; the others are the document's own. */
function copyFor(changes: Change[], doc: Doc): Doc {
	const copy = { ...doc };
	for (const name of new Set(changes.map(({ parts }) => parts[0]!)))
		if (Object.hasOwn(doc, name)) setField(copy, name, cloneValue(doc[name]));
	return copy;
}

function parseOperator(operator: string, operands: unknown): Change[] {
	const known = OPERATORS[operator];
	if (!known && operator !== "$rename") {
		throw storeError(
			"FailedToParse",
			`Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`
		);
	}
	if (!isDoc(operands)) {
		throw storeError(
			"FailedToParse",
			`Modifiers operate on fields but we found type ${typeName(operands)} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${JSON.stringify(operands)}}`
		);
	}
	return Object.keys(operands).flatMap(path => {
		const parts = checkedPath(path);
		if (!known) return renameChange(path, parts, operands[path]);
		return [
			{
				operator,
				path,
				parts,
				edit: known.edit(operands[path], path),
				creates: known.creates
			}
		];
	});
}

function checkedPath(path: string): string[] {
	const parts = path.split(".");
	if (path === "") throw storeError("EmptyFieldName", "An empty update path is not valid.");
	if (parts.includes("")) {
		throw storeError(
			"EmptyFieldName",
			`The update path '${path}' contains an empty field name, which is not allowed.`
		);
	}
	const operator = parts.find(
		part => part.startsWith("$") && part !== "$" && !/^\$\[.*\]$/.test(part)
	);
	if (operator) {
		throw storeError(
			"DollarPrefixedFieldName",
			`The dollar ($) prefixed field '${operator}' in '${path}' is not valid for storage.`
		);
	}
	if (parts[0]!.startsWith("$")) {
		throw storeError(
			"BadValue",
			`Cannot have positional (i.e. '$') element in the first position in path '${path}'`
		);
	}
	return parts;
}

function renameChange(path: string, parts: string[], to: unknown): Change[] {
	if (typeof to !== "string")
		throw storeError(
			"BadValue",
			`The 'to' field for $rename must be a string: ${path}: ${String(to)}`
		);
	if (path === to)
		throw storeError(
			"BadValue",
			`The source and target field for $rename must differ: ${path}: "${to}"`
		);
	const target = checkedPath(to);
	if ([...parts, ...target].some(part => part.startsWith("$"))) {
		throw storeError(
			"BadValue",
			`The source and target field for $rename may not be dynamic: ${path}: "${to}"`
		);
	}
	const unused: Edit = () => KEEP;
	return [
		{ operator: "$rename", path, parts, edit: unused, creates: false, target },
		{ operator: "$rename", path: to, parts: target, edit: unused, creates: false }
	];
}

function refuseConflicts(changes: Change[]): void {
	const paths = changes.map(change => change.path).toSorted();
	const known = new Set<string>();
	for (const path of paths) {
		const parts = path.split(".");
		for (let length = 1; length <= parts.length; length++) {
			const prefix = parts.slice(0, length).join(".");
			if (known.has(prefix)) {
				throw storeError(
					"ConflictingUpdateOperators",
					`Updating the path '${path}' would create a conflict at '${prefix}'`
				);
			}
		}
		known.add(path);
	}
}

function comparePaths(a: string[], b: string[]): number {
	const length = Math.min(a.length, b.length);
	for (let at = 0; at < length; at++) {
		if (a[at] === b[at]) continue;
		const difference = Number(a[at]) - Number(b[at]);
		return Number.isNaN(difference) ? (a[at]! < b[at]! ? -1 : 1) : difference;
	}
	return a.length - b.length;
}

function applyChange(doc: Doc, change: Change, filter: FilterNode, filters: ArrayFilters): void {
	if (change.operator === "$rename") return applyRename(doc, change);
	for (const parts of expandPath(doc, change.parts, filter, filters)) {
		editAt(doc, parts, change.edit, change.creates);
	}
}

function applyRename(doc: Doc, { parts, target }: Change): void {
	if (!target) return;
	refuseArrays(doc, parts, "source");
	refuseArrays(doc, target, "destination");
	let moved: unknown;
	editAt(
		doc,
		parts,
		current => {
			moved = current;
			return current === undefined ? KEEP : REMOVE;
		},
		false
	);
	if (moved !== undefined) editAt(doc, target, () => moved);
}

function refuseArrays(doc: Doc, parts: string[], role: string): void {
	let value: unknown = doc;
	for (const part of parts.slice(0, -1)) {
		value = isDoc(value) ? getField(value, part) : undefined;
		if (Array.isArray(value)) {
			throw storeError(
				"BadValue",
				`The ${role} field cannot be an array element, '${parts.join(".")}' in doc has an array field called '${part}'`
			);
		}
	}
}
