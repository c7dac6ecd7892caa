/** `aggregate`. */
import { isDoc, toNumber, typeName, type Doc, type NumberValue } from "../bson/values.ts";
import { DEFAULT_FIRST_BATCH } from "../cursors.ts";
import { storeError } from "../errors.ts";
import { startWork, type ReadHost } from "../read-host.ts";
import type { Request } from "../wire/messages.ts";
import { arrayField, collectionName, docField, numberField, refuseUnknown } from "./fields.ts";
import { firstBatch } from "./first-batch.ts";
import { pipelineReader } from "./pipeline-reader.ts";

const FIELDS = new Set(
	"pipeline cursor explain allowDiskUse bypassDocumentValidation hint collation let needsMerge fromMongos exchange isMapReduceCommand".split(
		" "
	)
);

/** Answers an aggregation with its first batch. */
export function aggregate(host: ReadHost, request: Request): Buffer {
	const { body, db } = request;
	refuseUnknown(body, FIELDS);
	const pipeline = parsePipeline(body);
	const collection =
		body.aggregate === 1 || toOne(body.aggregate) ? "$cmd.aggregate" : collectionName(body);
	const work = startWork(host, numberField(body, "maxTimeMS", 0));
	const options = {
		hint: body.hint,
		collation: docField(body, "collation"),
		variables: docField(body, "let")
	};
	const next = pipelineReader(host, db, collection, pipeline, options, work);
	const cursor = docField(body, "cursor");
	if (!cursor)
		throw storeError(
			"FailedToParse",
			"The 'cursor' option is required, except for aggregate with the explain argument"
		);
	const batchSize = numberField(cursor, "batchSize", 0) ?? DEFAULT_FIRST_BATCH;
	return firstBatch(host, request, `${db}.${collection}`, next, {
		batchSize,
		singleBatch: false,
		work
	});
}

function toOne(value: unknown): boolean {
	return typeof value !== "string" && value !== undefined && toNumber(value as NumberValue) === 1;
}

/** Reads a command's pipeline. */
export function parsePipeline(body: Doc): Doc[] {
	return arrayField(body, "pipeline").map(stage => {
		if (!isDoc(stage))
			throw storeError(
				"TypeMismatch",
				`Each element of the 'pipeline' array must be an object, not ${typeName(stage)}`
			);
		return stage;
	});
}
