/** `aggregate`. */
import { createRequire } from "node:module";
import { encode } from "../bson/encode.ts";
import { isDoc, toNumber, typeName, type Doc, type NumberValue } from "../bson/values.ts";
import type { ReadNext } from "../cursors.ts";
import { DEFAULT_FIRST_BATCH } from "../cursors.ts";
import { storeError } from "../errors.ts";
import { Query, type QueryOptions } from "../query/query.ts";
import type { Work } from "../query/work.ts";
import { findCollection, startWork, type ReadHost } from "../read-host.ts";
import { readRaw } from "../storage/documents.ts";
import type { Request } from "../wire/messages.ts";
import { arrayField, collectionName, docField, numberField, refuseUnknown } from "./fields.ts";
import { firstBatch } from "./find.ts";
import { splitPipeline } from "./pipeline-query.ts";

const FIELDS = new Set(
	"pipeline cursor explain allowDiskUse bypassDocumentValidation hint collation let needsMerge fromMongos exchange isMapReduceCommand".split(" ")
);

const load = createRequire(import.meta.url);

/** What is loaded for the pipelines that are more than a query. */
type Pipelines = typeof import("../aggregate/run.ts");

/** Answers an aggregation with its first batch. */
export function aggregate(host: ReadHost, request: Request): Buffer {
	const { body, db } = request;
	refuseUnknown(body, FIELDS);
	const pipeline = parsePipeline(body);
	const collection = body.aggregate === 1 || toOne(body.aggregate) ? "$cmd.aggregate" : collectionName(body);
	const work = startWork(host, numberField(body, "maxTimeMS", 0));
	const next = reader(host, db, collection, pipeline, body, work);
	const cursor = docField(body, "cursor");
	if (!cursor) throw storeError("FailedToParse", "The 'cursor' option is required, except for aggregate with the explain argument");
	const batchSize = numberField(cursor, "batchSize", 0) ?? DEFAULT_FIRST_BATCH;
	return firstBatch(host, request, `${db}.${collection}`, next, { batchSize, singleBatch: false, work });
}

function toOne(value: unknown): boolean {
	return typeof value !== "string" && value !== undefined && toNumber(value as NumberValue) === 1;
}

/** Reads a command's pipeline. */
export function parsePipeline(body: Doc): Doc[] {
	return arrayField(body, "pipeline").map(stage => {
		if (!isDoc(stage)) throw storeError("TypeMismatch", `Each element of the 'pipeline' array must be an object, not ${typeName(stage)}`);
		return stage;
	});
}

function reader(host: ReadHost, db: string, name: string, pipeline: Doc[], body: Doc, work: Work): ReadNext {
	const { query, rest } = splitPipeline(pipeline);
	const options: QueryOptions = { ...query, hint: body.hint, collation: docField(body, "collation"), variables: docField(body, "let") };
	const counted = countField(rest);
	if (counted && !hasOwnSource(pipeline)) {
		return once(() => {
			const count = new Query(options).count(host.connection, findCollection(host, db, name), work);
			return count > 0 ? encode(counted(count)) : null;
		});
	}
	if (rest.length > 0 || hasOwnSource(pipeline)) {
		const { runCommandPipeline } = load("../aggregate/run.ts") as Pipelines;
		return runCommandPipeline(host, db, name, pipeline, options, work);
	}
	const collection = findCollection(host, db, name);
	const { root } = new Query(options).plan(host.connection, collection, work);
	return () => {
		const found = root.next();
		return found && (found.raw ?? readRaw(host.connection, collection!, found.rid)!);
	};
}

function hasOwnSource(pipeline: Doc[]): boolean {
	const first = pipeline[0] && Object.keys(pipeline[0])[0];
	return first !== undefined && /^\$(documents|collStats|indexStats|currentOp|list\w*Sessions|planCacheStats|changeStream)$/.test(first);
}

/** Sees pipelines that only count (`countDocuments` among them): index entries are enough for them. */
function countField(rest: Doc[]): ((count: number) => Doc) | undefined {
	const [stage, ...others] = rest;
	if (!stage || others.length > 0) return undefined;
	if (typeof stage.$count === "string" && /^[^$.]+$/.test(stage.$count)) {
		const field = stage.$count;
		return count => ({ [field]: count });
	}
	return isDoc(stage.$group) ? groupCount(stage.$group) : undefined;
}

function groupCount(group: Doc): ((count: number) => Doc) | undefined {
	const [field, ...others] = Object.keys(group).filter(name => name !== "_id");
	const isConstant = group._id === null || typeof group._id === "number";
	if (!isConstant || field === undefined || others.length > 0) return undefined;
	const accumulator = group[field];
	if (!isDoc(accumulator) || accumulator.$sum !== 1) return undefined;
	return count => ({ _id: group._id, [field]: count });
}

function once(read: () => Buffer | null): ReadNext {
	let isRead = false;
	return () => {
		if (isRead) return null;
		isRead = true;
		return read();
	};
}
