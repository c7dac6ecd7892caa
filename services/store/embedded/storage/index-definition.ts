/** What an index is: its fields, its options, and the table that holds its entries. */
import { isTruthy, toNumber, type Doc, type NumberValue } from "../bson/values.ts";
import { parseFilter } from "../query/filter.ts";
import type { FilterNode } from "../query/nodes.ts";

export interface IndexField {
	path: string;
	parts: string[];
	descending: boolean;
}

export interface TextField {
	path: string;
	parts: string[];
	weight: number;
}

export interface Index {
	id: number;
	name: string;
	spec: Doc;
	/** The SQLite table (or collection) whose columns `key` and `rid` are the index's entries. */
	table: string;
	fields: IndexField[];
	unique: boolean;
	sparse: boolean;
	hidden: boolean;
	partial?: FilterNode;
	expireAfterSeconds?: number;
	text?: TextField[];
	/** One bit for each field under which an array was ever seen. */
	multikey: number;
}

/** The index over `_id`, which every collection has. */
export function idIndex(collectionId: number): Index {
	return {
		id: 0,
		name: "_id_",
		spec: { v: 2, key: { _id: 1 }, name: "_id_" },
		table: `c${collectionId}`,
		fields: [{ path: "_id", parts: ["_id"], descending: false }],
		unique: true,
		sparse: false,
		hidden: false,
		multikey: 0
	};
}

/** Reads an index from the specification that the catalog keeps. */
export function readIndex(id: number, spec: Doc, multikey: number): Index {
	const isText = spec.weights !== undefined;
	const expires = spec.expireAfterSeconds;
	return {
		id,
		name: String(spec.name),
		spec,
		table: isText ? `t${id}` : `i${id}`,
		fields: isText ? [] : Object.entries(spec.key as Doc).map(readField),
		unique: isTruthy(spec.unique),
		sparse: isTruthy(spec.sparse),
		hidden: isTruthy(spec.hidden),
		multikey,
		...(spec.partialFilterExpression !== undefined && {
			partial: parseFilter(spec.partialFilterExpression as Doc)
		}),
		...(expires !== undefined && { expireAfterSeconds: toNumber(expires as NumberValue) }),
		...(isText && { text: Object.entries(spec.weights as Doc).map(readTextField) })
	};
}

function readField([path, direction]: [string, unknown]): IndexField {
	return { path, parts: path.split("."), descending: toNumber(direction as NumberValue) < 0 };
}

function readTextField([path, weight]: [string, unknown]): TextField {
	return { path, parts: path.split("."), weight: toNumber(weight as NumberValue) };
}

/** The index's key as the client gave it: `{ title: 1, createdAt: -1 }`. */
export function keyPattern(index: Index): Doc {
	return index.spec.key as Doc;
}
