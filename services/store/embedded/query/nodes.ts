/** The parts that a filter is parsed into; the planner reads them, and each can test a document. */
import type { CompareStrings } from "../bson/compare.ts";
import type { Doc } from "../bson/values.ts";
import { anyAt } from "./path.ts";

export type LeafOperator =
	| "eq"
	| "gt"
	| "gte"
	| "lt"
	| "lte"
	| "in"
	| "regex"
	| "exists"
	| "elemMatch"
	| "all"
	| "type"
	| "other";

export interface Leaf {
	kind: "leaf";
	path: string;
	parts: string[];
	operator: LeafOperator;
	operand: unknown;
	/** Tests one value at the path (an array whole); negation is a node of its own. */
	test: (value: unknown, isWhole?: boolean) => boolean;
	/** The condition as the client wrote it, for explain. */
	source: Doc;
	/** For `elemMatch` on documents: what the elements must match. */
	inner?: FilterNode;
}

export type FilterNode =
	| { kind: "and" | "or" | "nor"; nodes: FilterNode[] }
	| { kind: "not"; node: FilterNode }
	| { kind: "computed"; test: (doc: Doc) => boolean; source: Doc }
	| { kind: "text"; search: TextSearch }
	| { kind: "never" }
	| Leaf;

export interface TextSearch {
	search: string;
	language?: string;
	caseSensitive: boolean;
	diacriticSensitive: boolean;
	source: Doc;
}

export interface FilterContext {
	strings?: CompareStrings;
	variables?: Doc;
	/** Computes an aggregation expression over a document. */
	evaluate?: (doc: Doc, expression: unknown) => unknown;
}

/** Tests a document; a `$text` part is left to the text index that found it. */
export function matches(node: FilterNode, doc: Doc): boolean {
	switch (node.kind) {
		case "leaf":
			return anyAt(doc, node.parts, node.test);
		case "and":
			return node.nodes.every(part => matches(part, doc));
		case "or":
			return node.nodes.some(part => matches(part, doc));
		case "nor":
			return !node.nodes.some(part => matches(part, doc));
		case "not":
			return !matches(node.node, doc);
		case "computed":
			return node.test(doc);
		case "never":
			return false;
		case "text":
			return true;
	}
}

/** Lists the conditions that all must hold, however deep the `$and`s are. */
export function conjuncts(node: FilterNode): FilterNode[] {
	return node.kind === "and" ? node.nodes.flatMap(conjuncts) : [node];
}

/** Puts conditions together again. */
export function allOf(nodes: FilterNode[]): FilterNode | undefined {
	if (nodes.length === 0) return undefined;
	return nodes.length === 1 ? nodes[0] : { kind: "and", nodes };
}

/** Shows a condition in MongoDB's parsed form, as `explain` prints it. */
export function describe(node: FilterNode): Doc {
	switch (node.kind) {
		case "leaf":
			return { [node.path]: node.source };
		case "not":
			return node.node.kind === "leaf"
				? { [node.node.path]: { $not: node.node.source } }
				: { $nor: [describe(node.node)] };
		case "computed":
			return node.source;
		case "text":
			return { $text: node.search.source };
		case "never":
			return { $alwaysFalse: 1 };
		default:
			return { [`$${node.kind}`]: node.nodes.map(describe) };
	}
}
