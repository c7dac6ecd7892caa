/** `find`, `getMore` and `killCursors`. */
import { Long } from "bson";
import { encode } from "../bson/encode.ts";
import type { Doc } from "../bson/values.ts";
import { cursorReply, DEFAULT_FIRST_BATCH, readBatch, type ReadNext } from "../cursors.ts";
import { isView } from "../views.ts";
import { firstBatch } from "./first-batch.ts";
import { pipelineReader } from "./pipeline-reader.ts";
import { storeError } from "../errors.ts";
import { projector } from "../query/projector.ts";
import { Query, type QueryOptions } from "../query/query.ts";
import type { Work } from "../query/work.ts";
import { findCollection, startWork, type ReadHost } from "../read-host.ts";
import { readRaw } from "../storage/documents.ts";
import type { Request } from "../wire/messages.ts";
import {
	arrayField,
	collectionName,
	docField,
	flagField,
	numberField,
	refuseUnknown,
	stringField
} from "./fields.ts";

const FIND_FIELDS = new Set(
	(
		"filter projection sort skip limit batchSize singleBatch hint collation let allowDiskUse " +
		"noCursorTimeout tailable awaitData allowPartialResults returnKey showRecordId min max " +
		"oplogReplay ntoreturn term readOnce"
	).split(" ")
);

const NOT_SUPPORTED = ["tailable", "awaitData", "returnKey", "showRecordId", "min", "max"];

export interface FindCommand {
	collection: string;
	query: QueryOptions;
	batchSize: number;
	singleBatch: boolean;
}

/** Reads the find command's fields. */
export function parseFind(body: Doc): FindCommand {
	refuseUnknown(body, FIND_FIELDS);
	for (const field of NOT_SUPPORTED) {
		if (body[field] !== undefined && body[field] !== false) {
			throw storeError("NotImplemented", `find with '${field}' is not supported`);
		}
	}
	const limit = numberField(body, "limit") ?? 0;
	return {
		collection: collectionName(body),
		query: {
			filter: docField(body, "filter"),
			sort: docField(body, "sort"),
			projection: docField(body, "projection"),
			skip: numberField(body, "skip", 0),
			limit: Math.abs(limit),
			hint: body.hint,
			collation: docField(body, "collation"),
			variables: docField(body, "let")
		},
		batchSize: numberField(body, "batchSize", 0) ?? DEFAULT_FIRST_BATCH,
		singleBatch: flagField(body, "singleBatch") || limit < 0
	};
}

/** Answers a find with its first batch. */
export function find(host: ReadHost, request: Request): Buffer {
	const { body, db } = request;
	const command = parseFind(body);
	const work = startWork(host, numberField(body, "maxTimeMS", 0));
	const collection = findCollection(host, db, command.collection);
	if (isView(collection)) return findInView(host, request, command, work);
	const query = new Query(command.query);
	const { root } = query.plan(host.connection, collection, work);
	const project = projector(command.query.projection, query.filter, command.query);
	const next: ReadNext = () => {
		const found = root.next();
		if (!found) return null;
		found.raw ??= readRaw(host.connection, collection!, found.rid)!;
		return project ? project(found) : found.raw;
	};
	return firstBatch(host, request, `${db}.${command.collection}`, next, { ...command, work });
}

function findInView(host: ReadHost, request: Request, command: FindCommand, work: Work): Buffer {
	const { filter, sort, skip, limit, projection, ...options } = command.query;
	const pipeline: Doc[] = [
		{ $match: filter ?? {} },
		...(sort && Object.keys(sort).length > 0 ? [{ $sort: sort }] : []),
		...(skip ? [{ $skip: skip }] : []),
		...(limit ? [{ $limit: limit }] : []),
		...(projection && Object.keys(projection).length > 0 ? [{ $project: projection }] : [])
	];
	const next = pipelineReader(host, request.db, command.collection, pipeline, options, work);
	return firstBatch(host, request, `${request.db}.${command.collection}`, next, {
		...command,
		work
	});
}

const GET_MORE_FIELDS = new Set(["collection", "batchSize", "term", "lastKnownCommittedOpTime"]);

/** Answers with a cursor's next batch. */
export function getMore(host: ReadHost, request: Request): Buffer {
	const { body, db } = request;
	refuseUnknown(body, GET_MORE_FIELDS);
	const id = cursorId(body.getMore);
	const namespace = `${db}.${stringField(body, "collection")}`;
	const cursor = host.cursors.find(id, namespace, host.owner);
	const size = numberField(body, "batchSize", 0) || Number.POSITIVE_INFINITY;
	cursor.renew();
	try {
		const { documents, peeked } = readBatch(cursor.next, size, cursor.peeked);
		cursor.peeked = peeked;
		if (!peeked) host.cursors.close(id);
		return cursorReply(namespace, peeked ? id : undefined, "nextBatch", documents);
	} catch (error) {
		host.cursors.close(id);
		throw error;
	}
}

/** Reads a cursor's number from a command. */
export function cursorId(value: unknown): Long {
	if (value instanceof Long) return value;
	if (typeof value === "number") return Long.fromNumber(value);
	throw storeError("TypeMismatch", "A cursor's id is a long");
}

/** Closes cursors. */
export function killCursors(host: ReadHost, request: Request): Buffer {
	const ids = arrayField(request.body, "cursors").map(cursorId);
	const cursorsKilled = ids.filter(id => host.cursors.close(id));
	const cursorsNotFound = ids.filter(id => !cursorsKilled.includes(id));
	return encode({ cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [], ok: 1 });
}
