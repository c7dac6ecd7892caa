/** `$out` and `$merge`: aggregations whose results are written. */
import { Long } from "bson";
import { encode, encodeStored } from "../bson/encode.ts";
import { decode } from "../bson/decode.ts";
import { equalValues } from "../bson/compare.ts";
import { cloneValue, isDoc, setField, type Doc } from "../bson/values.ts";
import { cursorReply } from "../cursors.ts";
import type { Engine } from "../engine.ts";
import { storeError } from "../errors.ts";
import { expressionEvaluator } from "../query/expression.ts";
import { parseFilter } from "../query/filter.ts";
import { Query } from "../query/query.ts";
import { Work } from "../query/work.ts";
import type { Collection } from "../storage/catalog.ts";
import type { Connection } from "../storage/connection.ts";
import { readStored } from "../storage/documents.ts";
import {
	createCollection,
	createIndex,
	dropCollection,
	ensureCollection
} from "../storage/schema.ts";
import { updatePipeline } from "../update/pipeline.ts";
import { refuseView } from "../views.ts";
import { documentMessage, type Request } from "../wire/messages.ts";
import { Slices } from "../writer.ts";
import { collectionName } from "./fields.ts";
import { parsePipeline } from "./aggregate.ts";
import { findTargets, insertOne, updateOne } from "./statements.ts";

const BATCH = 1000;

/** Answers whether an aggregation writes its results. */
export function writesResults({ name, body }: Request): boolean {
	const last = Array.isArray(body.pipeline) ? body.pipeline.at(-1) : undefined;
	return (
		name === "aggregate" &&
		body.explain !== true &&
		isDoc(last) &&
		("$out" in last || "$merge" in last)
	);
}

/** Runs the pipeline in a reader, then writes what it gave. */
export async function aggregateInto(engine: Engine, request: Request): Promise<Buffer> {
	const pipeline = parsePipeline(request.body);
	const last = pipeline.at(-1)!;
	const name = collectionName(request.body);
	const docs = await results(engine, request, pipeline.slice(0, -1));
	const target =
		"$out" in last ? outTarget(request.db, last.$out) : mergeTarget(request.db, last.$merge);
	await engine.change(request.body, connection =>
		"$out" in last
			? replaceAll(connection, target, docs)
			: mergeAll(connection, target, last.$merge, docs, request.body.let as Doc)
	);
	return cursorReply(`${request.db}.${name}`, undefined, "firstBatch", []);
}

async function results(engine: Engine, { body, db }: Request, pipeline: Doc[]): Promise<Doc[]> {
	const { lsid: _lsid, txnNumber: _number, writeConcern: _concern, ...rest } = body;
	const docs: Doc[] = [];
	const first = { ...rest, pipeline, cursor: { batchSize: BATCH }, $db: db };
	let { cursor } = decode(await engine.readElsewhere(documentMessage(first)));
	docs.push(...((cursor as Doc).firstBatch as Doc[]));
	for (let id = (cursor as Doc).id as Long; !id.isZero(); id = (cursor as Doc).id as Long) {
		const more = { getMore: id, collection: String(body.aggregate), batchSize: BATCH, $db: db };
		({ cursor } = decode(await engine.readElsewhere(documentMessage(more), id)));
		docs.push(...((cursor as Doc).nextBatch as Doc[]));
	}
	return docs;
}

interface Target {
	db: string;
	name: string;
}

function outTarget(db: string, spec: unknown): Target {
	if (typeof spec === "string") return { db, name: spec };
	if (isDoc(spec) && typeof spec.coll === "string" && spec.timeseries === undefined) {
		return { db: typeof spec.db === "string" ? spec.db : db, name: spec.coll };
	}
	throw storeError(16990, "$out takes the name of a collection, or { db, coll }");
}

function mergeTarget(db: string, spec: unknown): Target {
	const into = isDoc(spec) ? spec.into : spec;
	if (typeof into === "string") return { db, name: into };
	if (isDoc(into) && typeof into.coll === "string") {
		return { db: typeof into.db === "string" ? into.db : db, name: into.coll };
	}
	throw storeError(51178, "$merge 'into' field must be either a string or an object");
}

/** The new collection takes the place of the old one, with the old one's indexes. */
async function replaceAll(
	connection: Connection,
	{ db, name }: Target,
	docs: Doc[]
): Promise<Buffer> {
	const old = connection.catalog.find(db, name);
	refuseView(old);
	const specs = (old?.indexes ?? []).filter(index => index.id !== 0).map(index => index.spec);
	const options = old?.options ?? {};
	if (old) dropCollection(connection, old);
	createCollection(connection, db, name, options);
	for (const spec of specs) createIndex(connection, connection.catalog.find(db, name)!, spec);
	await eachInSlices(docs, doc =>
		insertOne(connection, connection.catalog.find(db, name)!, encode(doc))
	);
	return encode({ ok: 1 });
}

async function eachInSlices(docs: Doc[], work: (doc: Doc) => void): Promise<void> {
	const slices = new Slices();
	for (const doc of docs) {
		work(doc);
		await slices.pause();
	}
}

async function mergeAll(
	connection: Connection,
	{ db, name }: Target,
	spec: unknown,
	docs: Doc[],
	variables: Doc | undefined
): Promise<Buffer> {
	const options = isDoc(spec) ? spec : {};
	const on = options.on === undefined ? ["_id"] : [options.on].flat().map(String);
	const matched = whenMatched(options.whenMatched ?? "merge", variables);
	refuseView(connection.catalog.find(db, name));
	await eachInSlices(docs, doc => {
		const collection = ensureCollection(connection, db, name);
		checkUnique(collection, on);
		mergeOne(
			connection,
			collection,
			doc,
			on,
			matched,
			String(options.whenNotMatched ?? "insert")
		);
	});
	return encode({ ok: 1 });
}

function checkUnique({ indexes }: Collection, on: string[]): void {
	const found = indexes.some(
		({ unique, fields }) =>
			unique && fields.length === on.length && fields.every(field => on.includes(field.path))
	);
	if (!found)
		throw storeError(51183, "Cannot find index to verify that join fields will be unique");
}

type Merge = (before: Doc, incoming: Doc) => Doc | undefined;

function whenMatched(mode: unknown, variables: Doc | undefined): Merge {
	if (Array.isArray(mode)) {
		return (before, incoming) => {
			const evaluate = expressionEvaluator({
				variables: { ...variables, new: { $literal: incoming } }
			});
			return updatePipeline(mode, evaluate)(cloneValue(before));
		};
	}
	switch (mode) {
		case "replace":
			return (before, incoming) => ({ ...incoming, _id: before._id });
		case "keepExisting":
			return () => undefined;
		case "merge":
			return (before, incoming) => {
				const result = { ...before };
				for (const field of Object.keys(incoming)) setField(result, field, incoming[field]);
				return result;
			};
		case "fail":
			return (_before, incoming) => {
				throw storeError(
					"DuplicateKey",
					`$merge with whenMatched: fail found an existing document: ${JSON.stringify(incoming._id)}`
				);
			};
		default:
			throw storeError(
				"BadValue",
				`Enumeration value '${String(mode)}' for field '$merge.whenMatched' is not a valid value.`
			);
	}
}

function mergeOne(
	connection: Connection,
	collection: Collection,
	doc: Doc,
	on: string[],
	merge: Merge,
	whenNotMatched: string
): void {
	const query = new Query({
		filter: Object.fromEntries(on.map(field => [field, { $eq: doc[field] ?? null }])),
		limit: 1
	});
	const [rid] = findTargets(connection, collection, query, new Work());
	const before = rid === undefined ? undefined : readStored(connection, collection, rid);
	if (before) {
		const after = merge(before.doc, doc);
		if (!after) return;
		if (!equalValues(before.doc._id, after._id)) {
			throw storeError(
				"ImmutableField",
				"$merge failed to update the matching document: the '_id' field is immutable"
			);
		}
		const filter = parseFilter({});
		updateOne(connection, collection, before, { filter } as Query, {
			kind: "replacement",
			apply: () => after
		});
		return;
	}
	if (whenNotMatched === "insert") insertOne(connection, collection, encodeStored(doc));
	else if (whenNotMatched === "fail")
		throw storeError(
			13113,
			"$merge could not find a matching document in the target collection for at least one document in the source collection"
		);
}
