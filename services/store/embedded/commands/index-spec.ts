/** Checks what a client says about a new index, and completes it. */
import {
	isDoc,
	isNumber,
	isTruthy,
	toNumber,
	typeName,
	type Doc,
	type NumberValue
} from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { collator } from "../query/collation.ts";
import { parseFilter } from "../query/filter.ts";
import { conjuncts, type FilterNode } from "../query/nodes.ts";

const OPTIONS = new Set(
	"key name v unique sparse background expireAfterSeconds partialFilterExpression collation hidden weights default_language language_override textIndexVersion ns storageEngine dropDups".split(
		" "
	)
);
const LONGEST_EXPIRY = 2 ** 31 - 1;
const KINDS_NOT_THERE = new Set(["2d", "2dsphere", "hashed", "geoHaystack"]);

/** Gives the specification as it is stored; throws MongoDB's error for what is not valid. */
export function checkIndexSpec(entry: unknown): Doc {
	if (!isDoc(entry) || !isDoc(entry.key)) {
		throw storeError(
			"FailedToParse",
			"The 'key' field is a required property of an index specification"
		);
	}
	const unknown = Object.keys(entry).find(option => !OPTIONS.has(option));
	if (unknown) {
		throw storeError(
			"InvalidIndexSpecificationOption",
			`The field '${unknown}' is not valid for an index specification. Specification: ${JSON.stringify(entry)}`
		);
	}
	if (typeof entry.name !== "string" || entry.name === "") {
		throw storeError(
			"FailedToParse",
			"The 'name' field is a required property of an index specification"
		);
	}
	const isText = Object.values(entry.key).includes("text");
	checkKey(entry.key, isText);
	return isText ? textSpec(entry, entry.key) : plainSpec(entry, entry.key);
}

function checkKey(key: Doc, isText: boolean): void {
	const fields = Object.entries(key);
	if (fields.length === 0)
		throw storeError("CannotCreateIndex", "Index keys cannot be an empty object");
	for (const [path, kind] of fields) {
		if (path === "" || path.split(".").includes(""))
			throw storeError("CannotCreateIndex", "Index keys cannot contain an empty field.");
		if (path.startsWith("$") && path !== "$**")
			throw storeError(
				"CannotCreateIndex",
				`Index key contains an illegal field name: field name starts with '$': '${path}'`
			);
		if (typeof kind === "string" && KINDS_NOT_THERE.has(kind))
			throw storeError("NotImplemented", `Indexes of the kind '${kind}' are not supported`);
		if (typeof kind === "string" && kind !== "text")
			throw storeError("CannotCreateIndex", `Unknown index plugin '${kind}'`);
		if (!isText && path.includes("$**"))
			throw storeError("NotImplemented", "Wildcard indexes are not supported");
		if (kind !== "text" && !isDirection(kind))
			throw storeError(
				"CannotCreateIndex",
				`Values in v:2 index key pattern cannot be of type ${typeName(kind)}. Only numbers > 0, numbers < 0, and strings are allowed.`
			);
		if (isText && kind !== "text")
			throw storeError(
				"NotImplemented",
				"A text index with other fields beside the text is not supported"
			);
	}
}

function isDirection(value: unknown): boolean {
	return isNumber(value) && toNumber(value) !== 0 && !Number.isNaN(toNumber(value));
}

function plainSpec(entry: Doc, key: Doc): Doc {
	if (collator(isDoc(entry.collation) ? entry.collation : undefined)) {
		throw storeError("NotImplemented", "An index with a collation is not supported");
	}
	const partial = entry.partialFilterExpression;
	if (partial !== undefined) checkPartial(partial, entry);
	return {
		v: 2,
		key,
		name: entry.name,
		...flag(entry, "unique"),
		...flag(entry, "sparse"),
		...flag(entry, "hidden"),
		...(partial !== undefined && { partialFilterExpression: partial }),
		...(entry.expireAfterSeconds !== undefined && {
			expireAfterSeconds: checkExpiry(entry.expireAfterSeconds, key)
		})
	};
}

function flag(entry: Doc, name: string): Doc {
	const value = entry[name];
	if (value === undefined || value === null) return {};
	if (typeof value !== "boolean" && !isNumber(value)) {
		throw storeError(
			"TypeMismatch",
			`The field '${name}' has value ${String(value)}, which is not convertible to bool`
		);
	}
	return isTruthy(value) ? { [name]: true } : {};
}

function checkExpiry(value: unknown, key: Doc): NumberValue {
	if (!isNumber(value))
		throw storeError(
			"CannotCreateIndex",
			"TTL index 'expireAfterSeconds' option must be numeric, but received a type of " +
				typeName(value)
		);
	const seconds = toNumber(value);
	if (seconds < 0 || seconds > LONGEST_EXPIRY) {
		throw storeError(
			"CannotCreateIndex",
			`TTL index 'expireAfterSeconds' option must be within an acceptable range, try a different number than ${seconds}`
		);
	}
	if (Object.keys(key).length > 1)
		throw storeError(
			"CannotCreateIndex",
			"TTL indexes are single-field indexes, compound indexes do not support TTL"
		);
	if (key._id !== undefined)
		throw storeError(
			"InvalidIndexSpecificationOption",
			"The field 'expireAfterSeconds' is not valid for an _id index specification"
		);
	return value;
}

const PARTIAL_OPERATORS = new Set(["eq", "gt", "gte", "lt", "lte", "exists", "type", "in"]);

function checkPartial(partial: unknown, entry: Doc): void {
	if (!isDoc(partial))
		throw storeError("TypeMismatch", "The field 'partialFilterExpression' must be an object");
	if (isTruthy(entry.sparse))
		throw storeError(
			"CannotCreateIndex",
			'cannot mix "partialFilterExpression" and "sparse" options'
		);
	if (!isAllowed(parseFilter(partial))) {
		throw storeError(
			"CannotCreateIndex",
			`Expression not supported in partial index: ${JSON.stringify(partial)}`
		);
	}
}

function isAllowed(node: FilterNode): boolean {
	return conjuncts(node).every(
		part =>
			(part.kind === "leaf" && PARTIAL_OPERATORS.has(part.operator)) ||
			(part.kind === "or" && part.nodes.every(isAllowed))
	);
}

const LANGUAGES = new Set(["english", "en", "none"]);

function textSpec(entry: Doc, key: Doc): Doc {
	const language = entry.default_language ?? "english";
	if (!LANGUAGES.has(String(language))) {
		throw storeError(
			"NotImplemented",
			`Text indexes know the languages 'english' and 'none', not '${String(language)}'`
		);
	}
	const given = isDoc(entry.weights) ? entry.weights : {};
	const names = new Set(
		[...Object.keys(key), ...Object.keys(given)].filter(
			path => path !== "_fts" && path !== "_ftsx"
		)
	);
	const weights = Object.fromEntries([...names].map(path => [path, given[path] ?? 1]));
	return {
		v: 2,
		key: { _fts: "text", _ftsx: 1 },
		name: entry.name,
		...(entry.partialFilterExpression !== undefined && {
			partialFilterExpression: entry.partialFilterExpression
		}),
		weights,
		default_language: language,
		language_override: entry.language_override ?? "language",
		textIndexVersion: 3
	};
}
