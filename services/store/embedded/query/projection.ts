/** Parses projections, of `find` and of `$project`, into a tree of fields. */
import { isDoc, isNumber, isTruthy, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";

export type Leaf =
	| { kind: "include" | "exclude" }
	| { kind: "computed"; expression: unknown }
	| { kind: "slice"; skip: number | undefined; count: number }
	| { kind: "elemMatch"; filter: Doc }
	| { kind: "positional" };

export type Tree = Map<string, Tree | Leaf>;

export interface Projection {
	mode: "include" | "exclude";
	tree: Tree;
	/** `_id` is part of the answer unless it is excluded. */
	keepsId: boolean;
}

export function isTree(node: Tree | Leaf | undefined): node is Tree {
	return node instanceof Map;
}

/** Parses a projection; `isStage` leaves out what only `find` knows. */
export function parseProjection(spec: Doc, isStage = false): Projection {
	const parser = new Parser(isStage);
	parser.fields(spec, []);
	const mode = parser.mode ?? parser.impliedMode();
	return { mode, tree: parser.tree, keepsId: parser.keepsId };
}

class Parser {
	mode: "include" | "exclude" | undefined;
	readonly tree: Tree = new Map();
	keepsId = true;
	private hasComputed = false;
	private hasElemMatch = false;
	private hasPositional = false;
	private idIncluded = false;
	private readonly isStage: boolean;

	constructor(isStage: boolean) {
		this.isStage = isStage;
	}

	/** Where no field says it: expressions and `$elemMatch` give only themselves, `$slice` and `$meta` all. */
	impliedMode(): "include" | "exclude" {
		return this.hasComputed || this.hasElemMatch || this.idIncluded ? "include" : "exclude";
	}

	fields(spec: Doc, path: string[]): void {
		if (Object.keys(spec).length === 0 && path.length > 0) {
			throw storeError(
				51270,
				"An empty sub-projection is not a valid value. Found empty object at path"
			);
		}
		for (const name of Object.keys(spec)) this.field([...path, ...name.split(".")], spec[name]);
	}

	private field(path: string[], value: unknown): void {
		checkPath(path);
		if (path.at(-1) === "$") return this.positional(path.slice(0, -1));
		if (isNumber(value) || typeof value === "boolean") return this.flag(path, isTruthy(value));
		if (isDoc(value)) return this.doc(path, value);
		this.hasComputed = true;
		this.put(path, { kind: "computed", expression: value });
	}

	private positional(path: string[]): void {
		if (this.hasPositional) {
			throw storeError(
				31276,
				"Cannot specify more than one positional projection per query."
			);
		}
		this.hasPositional = true;
		this.put(path, this.included({ kind: "positional" }));
	}

	private flag(path: string[], isIncluded: boolean): void {
		if (path.length === 1 && path[0] === "_id") {
			this.keepsId = isIncluded;
			this.idIncluded = isIncluded;
			return;
		}
		const leaf: Leaf = { kind: isIncluded ? "include" : "exclude" };
		this.put(path, isIncluded ? this.included(leaf) : this.excluded(leaf, path));
	}

	private included(leaf: Leaf): Leaf {
		if (this.mode === "exclude")
			throw storeError(31253, "Cannot do inclusion in exclusion projection");
		this.mode = "include";
		return leaf;
	}

	private excluded(leaf: Leaf, path: string[]): Leaf {
		if (this.mode === "include") {
			throw storeError(
				31254,
				`Cannot do exclusion on field ${path.join(".")} in inclusion projection`
			);
		}
		this.mode = "exclude";
		return leaf;
	}

	private doc(path: string[], value: Doc): void {
		const first = Object.keys(value)[0];
		if (first === undefined || !first.startsWith("$")) return this.fields(value, path);
		if (!this.isStage && first === "$slice" && isPlainSlice(value.$slice)) {
			return this.put(path, slice(value.$slice));
		}
		if (!this.isStage && first === "$slice" && !Array.isArray(value.$slice)) {
			throw storeError(
				28667,
				"Invalid $slice syntax. The given syntax did not match the find() syntax: a number or two numbers are expected"
			);
		}
		if (!this.isStage && first === "$elemMatch") {
			this.hasElemMatch = true;
			return this.put(path, { kind: "elemMatch", filter: value.$elemMatch as Doc });
		}
		// The score comes with all of the document; in a stage it is a field like any other that is computed.
		if (this.isStage || first !== "$meta") this.hasComputed = true;
		this.put(path, { kind: "computed", expression: value });
	}

	private put(path: string[], leaf: Leaf): void {
		let tree = this.tree;
		for (const part of path.slice(0, -1)) {
			const next = tree.get(part) ?? new Map<string, Tree | Leaf>();
			if (!isTree(next)) throw collision(path);
			tree.set(part, next);
			tree = next;
		}
		if (tree.has(path.at(-1)!)) throw collision(path);
		tree.set(path.at(-1)!, leaf);
	}
}

function checkPath(path: string[]): void {
	if (path.includes("")) {
		throw storeError(40352, "FieldPath cannot be constructed with empty string");
	}
	const operator = path.find(
		(part, at) => part.startsWith("$") && !(part === "$" && at === path.length - 1)
	);
	if (operator) {
		throw storeError(
			16410,
			`FieldPath field names may not start with '$'. Consider using $getField or $setField.`
		);
	}
}

function collision(path: string[]): Error {
	return storeError(31249, `Path collision at ${path.join(".")}`);
}

function isPlainSlice(value: unknown): boolean {
	return isNumber(value) || (Array.isArray(value) && value.length === 2 && value.every(isNumber));
}

function slice(value: unknown): Leaf {
	if (!Array.isArray(value)) return { kind: "slice", skip: undefined, count: Number(value) };
	const [skip, count] = value.map(Number);
	if (count! <= 0) throw storeError(28724, "First argument to $slice must be positive");
	return { kind: "slice", skip: skip!, count: count! };
}
