/** `findAndModify`: changes or removes one document and answers with it. */
import { encode, joinElements, element, fieldsOf } from "../bson/encode.ts";
import { decode } from "../bson/decode.ts";
import type { Doc } from "../bson/values.ts";
import { Binary } from "bson";
import type { Engine } from "../engine.ts";
import { BUDGET } from "../engine-limits.ts";
import { storeError } from "../errors.ts";
import { projector } from "../query/projector.ts";
import { Query } from "../query/query.ts";
import { TooLong, Work } from "../query/work.ts";
import { deleteDocument } from "../storage/documents.ts";
import { findRetry, keepRetry } from "../storage/retries.ts";
import { ensureCollection } from "../storage/schema.ts";
import type { Transaction } from "../transactions.ts";
import { refuseView } from "../views.ts";
import { parseUpdate, type Update } from "../update/update.ts";
import type { Request } from "../wire/messages.ts";
import { arrayField, collectionName, docField, flagField, refuseUnknown } from "./fields.ts";
import { retryOf } from "./retry.ts";
import { findTargets, readTarget, updateOne, upsertOne } from "./statements.ts";
import { binaryBytes } from "../bson/compare.ts";

const FIELDS = new Set(
	"query sort remove update new fields upsert bypassDocumentValidation arrayFilters hint collation let findAndModify".split(
		" "
	)
);

interface Modification {
	search: Doc;
	query: Query;
	update: Update | undefined;
	isUpsert: boolean;
	returnsNew: boolean;
	fields: Doc | undefined;
}

/** Runs findAndModify. */
export function findAndModify(
	engine: Engine,
	request: Request,
	transaction: Transaction | undefined
): Buffer | Promise<Buffer> {
	refuseUnknown(request.body, FIELDS);
	const modification = parse(request.body);
	if (transaction) return inTransaction(engine, request, modification, transaction);
	return alone(engine, request, modification, undefined);
}

function parse(body: Doc): Modification {
	const isRemove = flagField(body, "remove");
	if (isRemove === (body.update !== undefined)) {
		throw storeError(
			"FailedToParse",
			isRemove
				? "Cannot specify both an update and remove=true"
				: "Either an update or remove=true must be specified"
		);
	}
	if (isRemove && flagField(body, "new")) {
		throw storeError(
			"FailedToParse",
			"Cannot specify both new=true and remove=true; 'remove' always returns the deleted document"
		);
	}
	if (isRemove && flagField(body, "upsert")) {
		throw storeError("FailedToParse", "Cannot specify both upsert=true and remove=true");
	}
	const variables = docField(body, "let");
	const search: Doc = {
		filter: docField(body, "query") ?? {},
		limit: 1,
		...(body.sort !== undefined && { sort: docField(body, "sort") }),
		...(body.hint !== undefined && { hint: body.hint }),
		...(body.collation !== undefined && { collation: body.collation }),
		...(variables && { variables })
	};
	return {
		search,
		query: new Query(search),
		update: isRemove
			? undefined
			: parseUpdate(body.update, {
					arrayFilters:
						body.arrayFilters === undefined
							? undefined
							: arrayField(body, "arrayFilters"),
					variables
				}),
		isUpsert: flagField(body, "upsert"),
		returnsNew: flagField(body, "new"),
		fields: docField(body, "fields")
	};
}

function alone(
	engine: Engine,
	request: Request,
	modification: Modification,
	found: number[] | undefined
): Buffer | Promise<Buffer> {
	const retry = retryOf(request.body);
	const { connection } = engine.writer;
	const work = engine.writer.run(request.body, () => {
		const known = retry && findRetry(connection, retry.session, retry.number)?.reply;
		if (known) return binaryBytes(known as Binary);
		const reply = tryModify(engine, request, modification, found, BUDGET);
		if (retry && reply)
			keepRetry(connection, retry.session, retry.number, { reply: new Binary(reply) });
		return reply;
	});
	const answer = (reply: Buffer | undefined) =>
		reply ?? searchFirst(engine, request, modification);
	return work instanceof Promise ? work.then(answer) : answer(work);
}

async function searchFirst(
	engine: Engine,
	request: Request,
	modification: Modification
): Promise<Buffer> {
	const found = await engine.search(
		{ db: request.db, name: collectionName(request.body) },
		modification.search
	);
	return alone(engine, request, modification, found);
}

async function inTransaction(
	engine: Engine,
	request: Request,
	modification: Modification,
	transaction: Transaction
): Promise<Buffer> {
	const budget = transaction.hasWritten ? undefined : BUDGET;
	let reply = tryModify(engine, request, modification, undefined, budget);
	while (!reply) {
		const found = await engine.search(
			{ db: request.db, name: collectionName(request.body) },
			modification.search
		);
		reply = tryModify(engine, request, modification, found, budget);
	}
	transaction.hasWritten = true;
	return reply;
}

/** Gives `undefined` when the document must be looked for by another thread. */
function tryModify(
	engine: Engine,
	request: Request,
	modification: Modification,
	found: number[] | undefined,
	budget: number | undefined
): Buffer | undefined {
	try {
		return modify(engine, request, modification, found, budget);
	} catch (error) {
		if (error instanceof TooLong) return undefined;
		throw error;
	}
}

function modify(
	engine: Engine,
	request: Request,
	modification: Modification,
	found: number[] | undefined,
	budget: number | undefined
): Buffer {
	const { connection } = engine.writer;
	const { query, update, isUpsert } = modification;
	const collection = connection.catalog.find(request.db, collectionName(request.body));
	const validates = request.body.bypassDocumentValidation !== true;
	refuseView(collection);
	const work = new Work({ ...(budget && { budget }) });
	const [rid] = found ?? findTargets(connection, collection, query, work);
	const target =
		rid === undefined ? undefined : readTarget(connection, collection!, rid, found && query);
	if (rid !== undefined && !target) throw new TooLong();
	if (!target) {
		if (!update || !isUpsert)
			return answer(modification, null, update && { n: 0, updatedExisting: false });
		const owner = ensureCollection(connection, request.db, collectionName(request.body));
		const { doc, raw } = upsertOne(connection, owner, query, update, validates);
		const lastError = { n: 1, updatedExisting: false, upserted: doc._id };
		return answer(modification, modification.returnsNew ? raw : null, lastError);
	}
	if (!update) {
		deleteDocument(connection, collection!, target);
		return answer(modification, target.raw, { n: 1 });
	}
	const { raw } = updateOne(connection, collection!, target, query, update, validates);
	return answer(modification, modification.returnsNew ? raw : target.raw, {
		n: 1,
		updatedExisting: true
	});
}

function answer(
	{ fields, query, search }: Modification,
	raw: Buffer | null,
	lastError: Doc | undefined
): Buffer {
	const project = raw ? projector(fields, query.filter, search) : undefined;
	const value = project ? project({ rid: 0, raw: raw!, doc: decode(raw!) }) : raw;
	const rest = fieldsOf(encode({ lastErrorObject: lastError ?? { n: 0 }, ok: 1 }));
	const valueField = value ? element(3, "value", value) : fieldsOf(encode({ value: null }));
	return joinElements([valueField, rest]);
}
