/** Commands about collections and databases as a whole. */
import { Binary } from "bson";
import { encode } from "../bson/encode.ts";
import { isDoc, isTruthy, type Doc } from "../bson/values.ts";
import { cursorReply, readBatch } from "../cursors.ts";
import type { Engine } from "../engine.ts";
import { storeError } from "../errors.ts";
import { parseFilter } from "../query/filter.ts";
import { matches } from "../query/nodes.ts";
import type { ReadHost } from "../read-host.ts";
import type { Collection } from "../storage/catalog.ts";
import {
	changeIndex,
	changeOptions,
	createCollection,
	dropCollection,
	renameCollection
} from "../storage/schema.ts";
import { equalValues } from "../bson/compare.ts";
import type { Request } from "../wire/messages.ts";
import { collectionName, docField, refuseUnknown, stringField } from "./fields.ts";
import { collator } from "../query/collation.ts";
import { numberField } from "./fields.ts";
import { keyPattern, type Index } from "../storage/index-definition.ts";
import { collectionBytes } from "./sizes.ts";

const CREATE_FIELDS = new Set(
	"capped size max timeseries expireAfterSeconds clusteredIndex changeStreamPreAndPostImages autoIndexId idIndex storageEngine indexOptionDefaults viewOn pipeline collation validator validationLevel validationAction encryptedFields temp flags".split(
		" "
	)
);
const REFUSED = [
	"capped",
	"timeseries",
	"clusteredIndex",
	"encryptedFields",
	"changeStreamPreAndPostImages"
];
const KEPT = ["viewOn", "pipeline", "validator", "validationLevel", "validationAction"];

/** Makes a collection. */
export function create(engine: Engine, { body, db }: Request): Buffer | Promise<Buffer> {
	refuseUnknown(body, CREATE_FIELDS);
	for (const option of REFUSED) {
		if (isTruthy(body[option]))
			throw storeError("NotImplemented", `create with '${option}' is not supported`);
	}
	if (collator(docField(body, "collation"))) {
		throw storeError(
			"NotImplemented",
			"A collection with a default collation is not supported: give it with each query"
		);
	}
	const name = collectionName(body);
	const options = Object.fromEntries(
		KEPT.flatMap(option => (body[option] === undefined ? [] : [[option, body[option]]]))
	);
	checkValidator(options);
	return engine.change(body, connection => {
		const existing = connection.catalog.find(db, name);
		if (existing && !equalValues(existing.options, options)) {
			throw storeError(
				"NamespaceExists",
				`namespace ${db}.${name} already exists, but with different options: ${JSON.stringify(existing.options)}`
			);
		}
		if (!existing) createCollection(connection, db, name, options);
		return encode({ ok: 1 });
	});
}

function checkValidator(options: Doc): void {
	const { validator } = options;
	if (validator === undefined) return;
	if (!isDoc(validator))
		throw storeError("TypeMismatch", "BSON field 'create.validator' has to be an object");
	parseFilter(validator);
}

/** Drops a collection; one that does not exist is no error. */
export function drop(engine: Engine, { body, db }: Request): Buffer | Promise<Buffer> {
	const name = collectionName(body);
	return engine.change(body, connection => {
		const collection = connection.catalog.find(db, name);
		if (!collection) return encode({ ok: 1 });
		const nIndexesWas = collection.indexes.length;
		dropCollection(connection, collection);
		return encode({ nIndexesWas, ns: collection.namespace, ok: 1 });
	});
}

/** Drops all collections of a database. */
export function dropDatabase(engine: Engine, { body, db }: Request): Buffer | Promise<Buffer> {
	return engine.change(body, connection => {
		const collections = connection.catalog.list(db);
		for (const collection of collections) dropCollection(connection, collection);
		return encode({ ...(collections.length > 0 && { dropped: db }), ok: 1 });
	});
}

/** Gives a collection another name, in this or another database. */
export function rename(engine: Engine, { body, db }: Request): Buffer | Promise<Buffer> {
	if (db !== "admin")
		throw storeError(
			"Unauthorized",
			"renameCollection may only be run against the admin database."
		);
	const [fromDb, fromName] = split(stringField(body, "renameCollection"));
	const [toDb, toName] = split(stringField(body, "to"));
	return engine.change(body, connection => {
		const source = connection.catalog.find(fromDb, fromName);
		if (!source)
			throw storeError(
				"NamespaceNotFound",
				`Source collection ${fromDb}.${fromName} does not exist`
			);
		const target = connection.catalog.find(toDb, toName);
		if (target === source)
			throw storeError("IllegalOperation", "Can't rename a collection to itself");
		if (target && !isTruthy(body.dropTarget))
			throw storeError("NamespaceExists", "target namespace exists");
		if (target) dropCollection(connection, target);
		renameCollection(connection, source, toDb, toName);
		return encode({ ok: 1 });
	});
}

function split(namespace: string): [string, string] {
	const dot = namespace.indexOf(".");
	if (dot < 1) throw storeError("InvalidNamespace", `Invalid namespace specified '${namespace}'`);
	return [namespace.slice(0, dot), namespace.slice(dot + 1)];
}

const COLL_MOD_FIELDS = new Set([
	...KEPT,
	"index",
	"cappedSize",
	"cappedMax",
	"expireAfterSeconds"
]);

/** Changes a collection's validator, or an index's expiry or visibility. */
export function collMod(engine: Engine, { body, db }: Request): Buffer | Promise<Buffer> {
	refuseUnknown(body, COLL_MOD_FIELDS);
	const name = collectionName(body);
	return engine.change(body, connection => {
		const collection = connection.catalog.find(db, name);
		if (!collection) throw storeError("NamespaceNotFound", `ns does not exist: ${db}.${name}`);
		const changed = Object.fromEntries(
			KEPT.flatMap(option => (body[option] === undefined ? [] : [[option, body[option]]]))
		);
		checkValidator(changed);
		if (Object.keys(changed).length > 0)
			changeOptions(connection, collection, { ...collection.options, ...changed });
		const index = docField(body, "index");
		const outcome = index
			? changeIndexOptions(collection, index, (one, spec) =>
					changeIndex(connection, one, spec)
				)
			: {};
		return encode({ ...outcome, ok: 1 });
	});
}

function changeIndexOptions(
	collection: Collection,
	change: Doc,
	apply: (index: Index, spec: Doc) => void
): Doc {
	const index = collection.indexes.find(
		one =>
			one.name === change.name ||
			(isDoc(change.keyPattern) &&
				JSON.stringify(change.keyPattern) === JSON.stringify(keyPattern(one)))
	);
	if (!index || index.id === 0)
		throw storeError("IndexNotFound", "cannot find index for ns " + collection.namespace);
	const outcome: Doc = {};
	const spec = { ...index.spec };
	if (change.expireAfterSeconds !== undefined) {
		outcome.expireAfterSeconds_old = spec.expireAfterSeconds;
		spec.expireAfterSeconds = outcome.expireAfterSeconds_new = numberField(
			change,
			"expireAfterSeconds",
			0
		);
	}
	if (change.hidden !== undefined) {
		outcome.hidden_old = isTruthy(spec.hidden);
		spec.hidden = outcome.hidden_new = isTruthy(change.hidden);
	}
	apply(index, spec);
	return outcome;
}

/** Lists the collections of a database. */
export function listCollections(host: ReadHost, { body, db }: Request): Buffer {
	const filter = parseFilter(docField(body, "filter") ?? {});
	const nameOnly = isTruthy(body.nameOnly);
	const found = host.connection.catalog
		.list(db)
		.map(collection => describeCollection(collection))
		.filter(doc => matches(filter, doc))
		.map(doc => (nameOnly ? { name: doc.name, type: doc.type } : doc));
	return listReply(`${db}.$cmd.listCollections`, found);
}

function describeCollection({ name, options, uuid }: Collection): Doc {
	return {
		name,
		type: options.viewOn === undefined ? "collection" : "view",
		options,
		info: { readOnly: false, uuid: new Binary(uuid, Binary.SUBTYPE_UUID) },
		idIndex: { v: 2, key: { _id: 1 }, name: "_id_" }
	};
}

/** Puts a short list into one batch; it is never longer than a message takes. */
export function listReply(namespace: string, docs: Doc[]): Buffer {
	const bytes = docs.map(encode);
	const next = () => bytes.shift() ?? null;
	return cursorReply(
		namespace,
		undefined,
		"firstBatch",
		readBatch(next, Number.POSITIVE_INFINITY).documents
	);
}

/** Lists the databases. */
export function listDatabases(host: ReadHost, { body }: Request): Buffer {
	const filter = parseFilter(docField(body, "filter") ?? {});
	const names = new Set(host.connection.catalog.list().map(collection => collection.db));
	const databases = [...names].toSorted().map(name => {
		const collections = host.connection.catalog.list(name);
		const sizeOnDisk = isTruthy(body.nameOnly)
			? 0
			: collections.reduce((sum, one) => sum + collectionBytes(host.connection, one), 0);
		return { name, sizeOnDisk, empty: false };
	});
	const found = databases.filter(doc => matches(filter, doc));
	if (isTruthy(body.nameOnly))
		return encode({ databases: found.map(({ name }) => ({ name })), ok: 1 });
	const totalSize = found.reduce((sum, { sizeOnDisk }) => sum + sizeOnDisk, 0);
	return encode({
		databases: found,
		totalSize,
		totalSizeMb: Math.round(totalSize / 2 ** 20),
		ok: 1
	});
}
