/**
 * The values that the store works with. A number is an int32 when it is whole and fits one, else a
 * double, as the `bson` package writes it; a whole double in the int32 range is kept as `Double`, so
 * that every type survives a round trip. All else is the class of the `bson` package.
 */
import {
	Binary,
	BSONRegExp,
	BSONSymbol,
	Code,
	DBRef,
	Decimal128,
	Double,
	Int32,
	Long,
	MaxKey,
	MinKey,
	ObjectId,
	Timestamp
} from "bson";

export type Doc = Record<string, unknown>;

/** BSON's type numbers, as they stand in its bytes. */
export const TYPE = {
	double: 1,
	string: 2,
	object: 3,
	array: 4,
	binData: 5,
	undefined: 6,
	objectId: 7,
	bool: 8,
	date: 9,
	null: 10,
	regex: 11,
	dbPointer: 12,
	javascript: 13,
	symbol: 14,
	javascriptWithScope: 15,
	int: 16,
	timestamp: 17,
	long: 18,
	decimal: 19,
	minKey: -1,
	maxKey: 127
} as const;

export type TypeName = keyof typeof TYPE;

/** The order of types when values of different types are compared. */
export const RANK = {
	minKey: 10,
	missing: 15,
	null: 20,
	number: 30,
	string: 60,
	object: 70,
	array: 80,
	binData: 90,
	objectId: 100,
	bool: 110,
	date: 120,
	timestamp: 130,
	regex: 140,
	dbPointer: 150,
	javascript: 160,
	javascriptWithScope: 170,
	maxKey: 240
} as const;

/** Answers whether a value is an embedded document. */
export function isDoc(value: unknown): value is Doc {
	if (typeof value !== "object" || value === null) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}

export type NumberValue = number | Int32 | Double | Long | Decimal128 | bigint;

/** Answers whether a value is one of BSON's four kinds of number. */
export function isNumber(value: unknown): value is NumberValue {
	if (typeof value === "number" || typeof value === "bigint") return true;
	return (
		value instanceof Double ||
		(value instanceof Long && !(value instanceof Timestamp)) ||
		value instanceof Decimal128 ||
		value instanceof Int32
	);
}

/** Names the BSON type of a value; `undefined` means a missing field. */
export function typeName(value: unknown): TypeName | "missing" {
	switch (typeof value) {
		case "string":
			return "string";
		case "boolean":
			return "bool";
		case "undefined":
			return "missing";
		case "bigint":
			return "long";
		case "number":
			return isInt32(value) ? "int" : "double";
		default:
			return value === null ? "null" : objectTypeName(value as object);
	}
}

function isInt32(value: number): boolean {
	return (value | 0) === value && !Object.is(value, -0);
}

function objectTypeName(value: object): TypeName {
	if (Array.isArray(value)) return "array";
	if (isDoc(value)) return "object";
	if (value instanceof ObjectId) return "objectId";
	if (value instanceof Date) return "date";
	if (value instanceof Double) return "double";
	if (value instanceof Timestamp) return "timestamp";
	if (value instanceof Long) return "long";
	if (value instanceof Int32) return "int";
	if (value instanceof Decimal128) return "decimal";
	return rareTypeName(value);
}

function rareTypeName(value: object): TypeName {
	if (value instanceof Binary || value instanceof Uint8Array) return "binData";
	if (value instanceof BSONRegExp || value instanceof RegExp) return "regex";
	if (value instanceof MinKey) return "minKey";
	if (value instanceof MaxKey) return "maxKey";
	if (value instanceof Code) return value.scope ? "javascriptWithScope" : "javascript";
	if (value instanceof BSONSymbol) return "symbol";
	if (value instanceof DBRef) return "object";
	return "object";
}

const RANK_OF_TYPE: Record<TypeName | "missing", number> = {
	missing: RANK.missing,
	undefined: RANK.missing,
	double: RANK.number,
	int: RANK.number,
	long: RANK.number,
	decimal: RANK.number,
	string: RANK.string,
	symbol: RANK.string,
	object: RANK.object,
	array: RANK.array,
	binData: RANK.binData,
	objectId: RANK.objectId,
	bool: RANK.bool,
	date: RANK.date,
	null: RANK.null,
	regex: RANK.regex,
	dbPointer: RANK.dbPointer,
	javascript: RANK.javascript,
	javascriptWithScope: RANK.javascriptWithScope,
	timestamp: RANK.timestamp,
	minKey: RANK.minKey,
	maxKey: RANK.maxKey
};

/** Gives a value's place in the order of types. */
export function rankOf(value: unknown): number {
	return RANK_OF_TYPE[typeName(value)];
}

/** Reads a number of any kind as a JavaScript number, rounding what does not fit. */
export function toNumber(value: NumberValue): number {
	if (typeof value === "number") return value;
	if (typeof value === "bigint") return Number(value);
	if (value instanceof Decimal128) return Number(value.toString());
	if (value instanceof Long) return value.toNumber();
	return value.valueOf();
}

/** Sets a field also when it is called `__proto__`. */
export function setField(target: Doc, name: string, value: unknown): void {
	if (name === "__proto__") {
		Object.defineProperty(target, name, {
			value,
			enumerable: true,
			configurable: true,
			writable: true
		});
	} else target[name] = value;
}

/** Reads an own field; what an object inherits is never a field. */
export function getField(source: Doc, name: string): unknown {
	return Object.hasOwn(source, name) ? source[name] : undefined;
}

/** Copies documents and arrays; all other values are never changed in place and are shared. */
export function cloneValue<T>(value: T): T {
	if (Array.isArray(value)) return value.map(element => cloneValue(element)) as T;
	if (!isDoc(value)) return value;
	const copy: Doc = {};
	for (const key of Object.keys(value)) setField(copy, key, cloneValue(value[key]));
	return copy as T;
}

/** Answers what MongoDB takes for true in an option: true, or any number but zero. */
export function isTruthy(value: unknown): boolean {
	if (isNumber(value)) return toNumber(value) !== 0;
	return value !== undefined && value !== null && value !== false;
}
