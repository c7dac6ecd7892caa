/** Applies a projection to found documents; the simple ones copy bytes and decode nothing. */
import { decode } from "../bson/decode.ts";
import { elements } from "../bson/elements.ts";
import { doubleElement, encode, joinElements } from "../bson/encode.ts";
import { isDoc, setField, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { expressionEvaluator, type Evaluate } from "./expression.ts";
import { parseFilter } from "./filter.ts";
import { isScore } from "./id-alone.ts";
import { conjuncts, matches, type FilterNode, type Leaf as FilterLeaf } from "./nodes.ts";
import { isTree, parseProjection, type Leaf, type Projection, type Tree } from "./projection.ts";
import { filterContext, type QueryOptions } from "./query.ts";
import { requireSearch } from "./require-search.ts";
import type { Found } from "./stage.ts";
import { scoreOf } from "./text-score.ts";

export type Project = (found: Found) => Buffer;

/** Makes what turns a found document into the answer's bytes; `undefined` when it stays as it is. */
export function projector(
	spec: Doc | undefined,
	filter: FilterNode,
	options: QueryOptions
): Project | undefined {
	if (!spec || Object.keys(spec).length === 0) return undefined;
	const projection = parseProjection(spec);
	if (asksForScore(spec)) requireSearch(filter);
	if (isShallow(projection)) return found => projectBytes(projection, found);
	const evaluate = expressionEvaluator(filterContext(options));
	return found => {
		const doc = found.doc ?? decode(found.raw!);
		const projected = new Projector(evaluate, filter, found, options).apply(projection, doc);
		return encode(projected);
	};
}

function asksForScore(spec: Doc): boolean {
	return Object.values(spec).some(isScore);
}

/** Only whole fields and the score are named: bytes can be copied. */
function isShallow({ tree }: Projection): boolean {
	return [...tree].every(([name, node]) => !isTree(node) && isShallowLeaf(name, node));
}

function isShallowLeaf(name: string, leaf: Leaf): boolean {
	if (leaf.kind === "computed") return name !== "_id" && isScore(leaf.expression);
	return leaf.kind === "include" || leaf.kind === "exclude";
}

function projectBytes({ mode, tree, keepsId }: Projection, { raw, score }: Found): Buffer {
	const isKept = (name: string) => {
		if (name === "_id") return keepsId;
		const leaf = tree.get(name) as Leaf | undefined;
		return leaf ? leaf.kind === "include" : mode === "exclude";
	};
	const parts = elements(raw!)
		.filter(({ name }) => isKept(name))
		.map(({ start, end }) => raw!.subarray(start, end));
	for (const [name, leaf] of tree as Map<string, Leaf>)
		if (leaf.kind === "computed") parts.push(doubleElement(name, score!));
	return joinElements(parts);
}

export class Projector {
	private readonly evaluate: Evaluate;
	private readonly filter: FilterNode | undefined;
	private readonly found: Found | undefined;
	private readonly options: QueryOptions;

	constructor(
		evaluate: Evaluate,
		filter?: FilterNode,
		found?: Found,
		options: QueryOptions = {}
	) {
		this.evaluate = evaluate;
		this.filter = filter;
		this.found = found;
		this.options = options;
	}

	apply({ mode, tree, keepsId }: Projection, doc: Doc): Doc {
		const result: Doc = {};
		if (keepsId && doc._id !== undefined && !tree.has("_id")) result._id = doc._id;
		const rest = mode === "include" ? this.include(tree, doc) : this.exclude(tree, doc);
		for (const name of Object.keys(rest)) {
			if (name !== "_id" || tree.has("_id")) setField(result, name, rest[name]);
		}
		this.compute(tree, doc, result);
		return result;
	}

	private include(tree: Tree, doc: Doc): Doc {
		const result: Doc = {};
		for (const name of Object.keys(doc)) {
			const node = tree.get(name);
			if (!node) continue;
			const value = isTree(node)
				? this.includeBelow(node, doc[name])
				: this.leaf(node, name, doc[name]);
			if (value !== undefined) setField(result, name, value);
		}
		return result;
	}

	private includeBelow(tree: Tree, value: unknown): unknown {
		if (Array.isArray(value)) {
			return value
				.map(entry => this.includeBelow(tree, entry))
				.filter(entry => entry !== undefined);
		}
		return isDoc(value) ? this.include(tree, value) : undefined;
	}

	private exclude(tree: Tree, doc: Doc): Doc {
		const result: Doc = {};
		for (const name of Object.keys(doc)) {
			const node = tree.get(name);
			const value = !node
				? doc[name]
				: isTree(node)
					? this.excludeBelow(node, doc[name])
					: this.leaf(node, name, doc[name]);
			if (value !== undefined) setField(result, name, value);
		}
		return result;
	}

	private excludeBelow(tree: Tree, value: unknown): unknown {
		if (Array.isArray(value)) return value.map(entry => this.excludeBelow(tree, entry));
		return isDoc(value) ? this.exclude(tree, value) : value;
	}

	private leaf(leaf: Leaf, name: string, value: unknown): unknown {
		switch (leaf.kind) {
			case "include":
				return value;
			case "slice":
				return Array.isArray(value) ? sliced(value, leaf.skip, leaf.count) : value;
			case "elemMatch":
				return this.firstMatch(leaf.filter, value);
			case "positional":
				return this.positional(name, value);
			default:
				return undefined;
		}
	}

	private firstMatch(condition: Doc, value: unknown): unknown {
		if (!Array.isArray(value)) return undefined;
		const node = parseFilter(
			{ "": { $elemMatch: condition } },
			filterContext(this.options)
		) as FilterLeaf;
		const element = value.find(entry => node.test([entry]));
		return element === undefined ? undefined : [element];
	}

	/** `tags.$`: the element that made the document match. */
	private positional(name: string, value: unknown): unknown {
		if (!Array.isArray(value)) return value;
		const at = this.filter ? matchedIndex(this.filter, name, value) : -1;
		if (at < 0) {
			throw storeError(
				51246,
				"Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array"
			);
		}
		return [value[at]];
	}

	private compute(tree: Tree, doc: Doc, result: Doc): void {
		for (const [name, node] of tree) {
			if (isTree(node)) this.computeBelow(node, name, doc, result);
			else if (node.kind === "computed") {
				const value = this.value(node.expression, doc);
				if (value !== undefined) setField(result, name, value);
			}
		}
	}

	private computeBelow(tree: Tree, name: string, doc: Doc, result: Doc): void {
		if (!hasComputed(tree)) return;
		const current = result[name];
		if (Array.isArray(current)) {
			result[name] = current.map(entry => {
				const copy: Doc = isDoc(entry) ? { ...entry } : {};
				this.compute(tree, doc, copy);
				return copy;
			});
			return;
		}
		const copy: Doc = isDoc(current) ? { ...current } : {};
		this.compute(tree, doc, copy);
		setField(result, name, copy);
	}

	private value(expression: unknown, doc: Doc): unknown {
		if (isDoc(expression) && !isDoc(expression.$meta) && "$meta" in expression) {
			return this.meta(expression.$meta, doc);
		}
		return this.evaluate(doc, expression);
	}

	private meta(name: unknown, doc: Doc): unknown {
		if (name === "textScore") return this.found?.score ?? scoreOf(doc);
		throw storeError("NotImplemented", `$meta: "${String(name)}" is not supported`);
	}
}

function hasComputed(tree: Tree): boolean {
	return [...tree.values()].some(node =>
		isTree(node) ? hasComputed(node) : node.kind === "computed"
	);
}

function sliced(array: unknown[], skip: number | undefined, count: number): unknown[] {
	if (skip === undefined) return count < 0 ? array.slice(count) : array.slice(0, count);
	const start = skip < 0 ? Math.max(array.length + skip, 0) : skip;
	return array.slice(start, start + count);
}

/** Finds the element of an array that fulfils the filter's condition on it; -1 when none is named. */
export function matchedIndex(filter: FilterNode, field: string, array: unknown[]): number {
	for (const leaf of leavesUnder(filter, field)) {
		const rest = leaf.path === field ? "" : leaf.path.slice(field.length + 1);
		const at = array.findIndex(element => leafHolds(leaf, rest, element));
		if (at >= 0) return at;
	}
	return -1;
}

function leavesUnder(filter: FilterNode, field: string): FilterLeaf[] {
	return conjuncts(filter).flatMap(node => {
		if (node.kind === "or") return node.nodes.flatMap(part => leavesUnder(part, field));
		const isUnder =
			node.kind === "leaf" && (node.path === field || node.path.startsWith(`${field}.`));
		return isUnder ? [node] : [];
	});
}

function leafHolds(leaf: FilterLeaf, rest: string, element: unknown): boolean {
	if (rest === "") return leaf.test([element]);
	const below: FilterNode = { ...leaf, path: rest, parts: rest.split(".") };
	return isDoc(element) && matches(below, element);
}
