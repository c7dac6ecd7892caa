/** The pipeline stages that turn one document into one other. */
import { isDoc, setField, typeName, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import type { Evaluate } from "./expression.ts";
import { isTree, parseProjection, type Tree } from "./projection.ts";
import { Projector } from "./projector.ts";

export type ChangeDocument = (doc: Doc) => Doc;

/** Parses such a stage; `undefined` for the name of any other. */
export function documentStage(
	name: string,
	spec: unknown,
	evaluate: Evaluate
): ChangeDocument | undefined {
	switch (name) {
		case "$project":
			return project(spec, evaluate);
		case "$set":
		case "$addFields":
			return addFields(name, spec, evaluate);
		case "$unset":
			return unset(spec, evaluate);
		case "$replaceRoot":
			return replaceRoot((spec as Doc | undefined)?.newRoot, evaluate);
		case "$replaceWith":
			return replaceRoot(spec, evaluate);
		default:
			return undefined;
	}
}

function project(spec: unknown, evaluate: Evaluate): ChangeDocument {
	if (!isDoc(spec)) throw storeError(15969, "$project specification must be an object");
	if (Object.keys(spec).length === 0) {
		throw storeError(
			51272,
			"Invalid $project :: caused by :: projection specification must have at least one field"
		);
	}
	const projection = parseProjection(spec, true);
	const projector = new Projector(evaluate);
	return doc => projector.apply(projection, doc);
}

function unset(spec: unknown, evaluate: Evaluate): ChangeDocument {
	const names = Array.isArray(spec) ? spec : [spec];
	if (names.length === 0 || !names.every(name => typeof name === "string" && name !== "")) {
		throw storeError(31002, "$unset specification must be a string or an array of strings");
	}
	return project(Object.fromEntries(names.map(name => [name, 0])), evaluate);
}

function replaceRoot(expression: unknown, evaluate: Evaluate): ChangeDocument {
	if (expression === undefined)
		throw storeError(40231, "no newRoot specified for the $replaceRoot stage");
	return doc => {
		const root = evaluate(doc, expression);
		if (isDoc(root)) return root;
		throw storeError(
			40228,
			`'newRoot' expression must evaluate to an object, but resulting value was of type '${typeName(root)}'`
		);
	};
}

function addFields(name: string, spec: unknown, evaluate: Evaluate): ChangeDocument {
	if (!isDoc(spec))
		throw storeError(
			40272,
			`${name} specification stage must be an object, got ${typeName(spec)}`
		);
	const tree = fieldTree(spec);
	return doc => withFields(tree, doc, doc, evaluate);
}

/** Everything but a plain document is an expression, also numbers and `false`. */
function fieldTree(spec: Doc): Tree {
	const tree: Tree = new Map();
	for (const path of Object.keys(spec)) put(tree, path.split("."), spec[path]);
	return tree;
}

function put(tree: Tree, parts: string[], value: unknown): void {
	const [name, ...rest] = parts as [string, ...string[]];
	if (name === "") throw storeError(40352, "FieldPath cannot be constructed with empty string");
	if (name.startsWith("$"))
		throw storeError(
			16410,
			"FieldPath field names may not start with '$'. Consider using $getField or $setField."
		);
	const isPlain =
		isDoc(value) && Object.keys(value).length > 0 && !Object.keys(value)[0]!.startsWith("$");
	if (rest.length === 0 && !isPlain) {
		if (tree.has(name))
			throw storeError(
				40176,
				`Invalid stage: specification contains two conflicting paths at ${name}`
			);
		tree.set(name, { kind: "computed", expression: value });
		return;
	}
	const below = tree.get(name) ?? new Map();
	if (!isTree(below))
		throw storeError(
			40176,
			`Invalid stage: specification contains two conflicting paths at ${name}`
		);
	tree.set(name, below);
	if (rest.length > 0) return put(below, rest, value);
	for (const key of Object.keys(value as Doc)) put(below, key.split("."), (value as Doc)[key]);
}

function withFields(tree: Tree, target: unknown, root: Doc, evaluate: Evaluate): Doc {
	const result: Doc = isDoc(target) ? { ...target } : {};
	for (const [name, node] of tree) {
		if (isTree(node)) setField(result, name, below(node, result[name], root, evaluate));
		else if (node.kind === "computed") {
			const value = evaluate(root, node.expression);
			if (value === undefined) delete result[name];
			else setField(result, name, value);
		}
	}
	return result;
}

function below(tree: Tree, value: unknown, root: Doc, evaluate: Evaluate): unknown {
	if (Array.isArray(value)) return value.map(entry => below(tree, entry, root, evaluate));
	return withFields(tree, value, root, evaluate);
}
