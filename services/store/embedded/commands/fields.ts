/** Reads the fields of a command: right types, and nothing unknown. */
import { isDoc, isNumber, isTruthy, toNumber, typeName, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";

/** Fields that every command may have. */
const GENERIC = new Set([
	"$db",
	"$readPreference",
	"$clusterTime",
	"$audit",
	"$client",
	"$configServerState",
	"$query",
	"lsid",
	"txnNumber",
	"autocommit",
	"startTransaction",
	"stmtId",
	"stmtIds",
	"readConcern",
	"writeConcern",
	"maxTimeMS",
	"maxTimeMSOpOnly",
	"comment",
	"apiVersion",
	"apiStrict",
	"apiDeprecationErrors",
	"mayBypassWriteBlocking",
	"rawData"
]);

/** Throws when a command has a field that MongoDB does not know either. */
export function refuseUnknown(body: Doc, known: Set<string>): void {
	for (const [at, field] of Object.keys(body).entries()) {
		if (at === 0 || known.has(field) || GENERIC.has(field)) continue;
		const command = Object.keys(body)[0];
		throw storeError(40415, `BSON field '${command}.${field}' is an unknown field.`);
	}
}

/** Gives the collection that a command names. */
export function collectionName(body: Doc, field = Object.keys(body)[0]!): string {
	const name = body[field];
	if (typeof name !== "string") {
		throw storeError("InvalidNamespace", `collection name has invalid type ${typeName(name)}`);
	}
	if (name === "" || name.includes("\0") || (name.includes("$") && !name.startsWith("$cmd"))) {
		throw storeError(
			"InvalidNamespace",
			`Invalid namespace specified: '${String(body.$db)}.${name}'`
		);
	}
	return name;
}

/** Gives a document field, or `undefined` when it is not there. */
export function docField(body: Doc, field: string): Doc | undefined {
	const value = body[field];
	if (value === undefined || value === null) return undefined;
	if (isDoc(value)) return value;
	throw wrongType(body, field, "object");
}

/** Gives an array field; throws when it is missing. */
export function arrayField(body: Doc, field: string): unknown[] {
	const value = body[field];
	if (Array.isArray(value)) return value;
	if (value === undefined) throw missing(body, field);
	throw wrongType(body, field, "array");
}

/** Gives a number field; throws when it is below `least`. */
export function numberField(
	body: Doc,
	field: string,
	least = Number.NEGATIVE_INFINITY
): number | undefined {
	const value = body[field];
	if (value === undefined || value === null) return undefined;
	if (!isNumber(value)) throw wrongType(body, field, "number");
	const number = toNumber(value);
	if (number < least) {
		throw storeError(
			51024,
			`BSON field '${field}' value must be >= ${least}, actual value '${number}'`
		);
	}
	return Math.trunc(number);
}

/** Gives a text field; throws when it is missing. */
export function stringField(body: Doc, field: string): string {
	const value = body[field];
	if (typeof value === "string") return value;
	if (value === undefined) throw missing(body, field);
	throw wrongType(body, field, "string");
}

/** Gives a yes-or-no field; numbers count as in MongoDB. */
export function flagField(body: Doc, field: string): boolean {
	const value = body[field];
	if (value === undefined || value === null) return false;
	if (typeof value !== "boolean" && !isNumber(value)) throw wrongType(body, field, "bool");
	return isTruthy(value);
}

function commandName(body: Doc): string {
	return Object.keys(body)[0] ?? "";
}

function missing(body: Doc, field: string): Error {
	return storeError(
		40414,
		`BSON field '${commandName(body)}.${field}' is missing but a required field`
	);
}

function wrongType(body: Doc, field: string, expected: string): Error {
	return storeError(
		"TypeMismatch",
		`BSON field '${commandName(body)}.${field}' is the wrong type '${typeName(body[field])}', expected type '${expected}'`
	);
}
