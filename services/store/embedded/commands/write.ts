/** `insert`, `update` and `delete`: statements, retries, and the answer. */
import { encode } from "../bson/encode.ts";
import { isDoc, type Doc } from "../bson/values.ts";
import type { Engine } from "../engine.ts";
import { storeError } from "../errors.ts";
import { Query } from "../query/query.ts";
import { TooLong } from "../query/work.ts";
import { findRetry, keepRetry } from "../storage/retries.ts";
import type { Transaction } from "../transactions.ts";
import { parseUpdate } from "../update/update.ts";
import type { Request } from "../wire/messages.ts";
import { Slices } from "../writer.ts";
import { arrayField, collectionName, docField, flagField, refuseUnknown } from "./fields.ts";
import { retryOf, type Retry } from "./retry.ts";
import { WriteRun, type Outcome, type Statement, type Target } from "./write-run.ts";
import { BUDGET } from "../engine-limits.ts";

const WRITE_FIELDS = new Set([
	"documents",
	"updates",
	"deletes",
	"ordered",
	"bypassDocumentValidation",
	"let",
	"bypassEmptyTsReplacement"
]);
const MOST_STATEMENTS = 100_000;

/** Throws unless each statement did what it was there for, so that all of them are taken back. */
type RequireAll = (outcomes: Outcome[], isDone: boolean) => void;

interface Command {
	engine: Engine;
	request: Request;
	statements: Statement[];
	retry: Retry | undefined;
	requireAll: RequireAll | undefined;
	answer: (outcomes: Outcome[]) => Buffer;
}

/** Runs insert, update or delete. */
export function write(
	engine: Engine,
	request: Request,
	transaction: Transaction | undefined
): Buffer | Promise<Buffer> {
	const { body } = request;
	refuseUnknown(body, WRITE_FIELDS);
	const statements = parseStatements(request);
	if (statements.length === 0 || statements.length > MOST_STATEMENTS) {
		throw storeError(
			"InvalidLength",
			`Write batch sizes must be between 1 and ${MOST_STATEMENTS}. Got ${statements.length} operations.`
		);
	}
	return runStatements(engine, request, statements, transaction, outcomes =>
		reply(request.name, outcomes)
	);
}

/** Runs statements alone or in a transaction, and answers with what they did. */
export function runStatements(
	engine: Engine,
	request: Request,
	statements: Statement[],
	transaction: Transaction | undefined,
	answer: (outcomes: Outcome[]) => Buffer,
	requireAll?: RequireAll
): Buffer | Promise<Buffer> {
	const retry = transaction ? undefined : retryOf(request.body);
	const command = { engine, request, statements, retry, requireAll, answer };
	return transaction ? runInTransaction(command, transaction) : runAlone(command, undefined);
}

function parseStatements(request: Request): Statement[] {
	const { body, documents } = request;
	const target = { db: request.db, name: collectionName(body) };
	switch (request.name) {
		case "insert":
			if (!documents)
				throw storeError(
					40414,
					"BSON field 'insert.documents' is missing but a required field"
				);
			return documents.map(bytes => ({ kind: "insert", target, bytes }));
		case "update":
			return arrayField(body, "updates").map(entry =>
				updateStatement(statementDoc(entry), body, target)
			);
		default:
			return arrayField(body, "deletes").map(entry =>
				deleteStatement(statementDoc(entry), body, target)
			);
	}
}

function statementDoc(entry: unknown): Doc {
	if (isDoc(entry)) return entry;
	throw storeError("TypeMismatch", "A write statement has to be an object");
}

const UPDATE_FIELDS = new Set(
	"q u c multi upsert arrayFilters collation hint sort sampleId upsertSupplied allowShardKeyUpdatesWithoutFullShardKeyInQuery".split(
		" "
	)
);
const DELETE_FIELDS = new Set("q limit collation hint sampleId".split(" "));

function refuseUnknownIn(entry: Doc, known: Set<string>, place: string): void {
	const unknown = Object.keys(entry).find(field => !known.has(field));
	if (unknown) throw storeError(40415, `BSON field '${place}.${unknown}' is an unknown field.`);
}

export function updateStatement(entry: Doc, body: Doc, target: Target): Statement {
	refuseUnknownIn(entry, UPDATE_FIELDS, "update.updates");
	const isMulti = flagField(entry, "multi");
	if (entry.u === undefined)
		throw storeError(40414, "BSON field 'update.updates.u' is missing but a required field");
	const search = searchOf(entry, body, isMulti ? 0 : 1);
	const variables = { ...docField(body, "let"), ...docField(entry, "c") };
	const update = parseUpdate(entry.u, {
		arrayFilters:
			entry.arrayFilters === undefined ? undefined : arrayField(entry, "arrayFilters"),
		variables
	});
	if (isMulti && update.kind === "replacement") {
		throw storeError(
			"FailedToParse",
			"multi update is not supported for replacement-style update"
		);
	}
	return {
		kind: "update",
		target,
		query: new Query(search),
		update,
		isMulti,
		isUpsert: flagField(entry, "upsert"),
		search
	};
}

export function deleteStatement(entry: Doc, body: Doc, target: Target): Statement {
	refuseUnknownIn(entry, DELETE_FIELDS, "delete.deletes");
	const limit = Number(entry.limit);
	if (limit !== 0 && limit !== 1) {
		throw storeError(
			"FailedToParse",
			`The limit field in delete objects must be 0 or 1. Got ${String(entry.limit)}`
		);
	}
	const search = searchOf(entry, body, limit);
	return { kind: "delete", target, query: new Query(search), search };
}

/** What must be looked for, in the form that another thread can be given as well. */
function searchOf(entry: Doc, body: Doc, limit: number): Doc {
	const filter = docField(entry, "q");
	if (!filter) throw storeError(40414, "BSON field 'q' is missing but a required field");
	return {
		filter,
		limit,
		...(entry.sort !== undefined && { sort: docField(entry, "sort") }),
		...(entry.hint !== undefined && { hint: entry.hint }),
		...(entry.collation !== undefined && { collation: entry.collation }),
		variables: { ...docField(body, "let"), ...docField(entry, "c") }
	};
}

function startRun(
	command: Command,
	outcomes: Outcome[],
	budget: number | undefined,
	ownsTransaction: boolean
): WriteRun {
	const { engine, request, statements } = command;
	return new WriteRun(engine.writer.connection, statements, {
		isOrdered: request.body.ordered !== false,
		budget,
		outcomes,
		validates: request.body.bypassDocumentValidation !== true,
		ownsTransaction,
		isAtomic: command.requireAll !== undefined
	});
}

/** Runs all steps that can be run now; gives false when a statement needs a search elsewhere. */
function runSteps(run: WriteRun, slices: Slices): boolean | Promise<boolean> {
	try {
		while (run.due) {
			run.step();
			const pause = slices.pause();
			if (pause) return pause.then(() => runSteps(run, slices));
		}
		return true;
	} catch (error) {
		if (error instanceof TooLong) return false;
		throw error;
	}
}

/** Runs outside of a transaction: the command is one SQLite transaction, but for long searches. */
function runAlone(command: Command, given: WriteRun | undefined): Buffer | Promise<Buffer> {
	const { engine, request, retry } = command;
	const work = engine.writer.run(request.body, () => {
		const known =
			retry &&
			(findRetry(engine.writer.connection, retry.session, retry.number)?.outcomes as
				Outcome[] | undefined);
		const run = given ?? startRun(command, known ?? [], BUDGET, true);
		const done = runSteps(run, new Slices());
		const keep = (isDone: boolean) => {
			command.requireAll?.(run.outcomes, isDone);
			if (retry)
				keepRetry(engine.writer.connection, retry.session, retry.number, {
					outcomes: run.outcomes
				});
			return { isDone, run };
		};
		return done instanceof Promise ? done.then(keep) : keep(done);
	});
	const answer = ({ isDone, run }: { isDone: boolean; run: WriteRun }) =>
		isDone ? command.answer(run.outcomes) : searchAndGoOn(command, run);
	return work instanceof Promise ? work.then(answer) : answer(work);
}

async function searchAndGoOn(command: Command, run: WriteRun): Promise<Buffer> {
	const { engine } = command;
	const statement = run.due as Exclude<Statement, { kind: "insert" }>;
	const rids = await engine.search(statement.target, statement.search);
	run.provide({ rids, mustCheck: true });
	return runAlone(command, run);
}

async function runInTransaction(command: Command, transaction: Transaction): Promise<Buffer> {
	const { engine } = command;
	const run = startRun(command, [], transaction.hasWritten ? undefined : BUDGET, false);
	while (!(await runSteps(run, new Slices()))) {
		// Until the transaction has written, what is committed is what it sees.
		const statement = run.due as Exclude<Statement, { kind: "insert" }>;
		const rids = await engine.search(statement.target, statement.search);
		run.provide({ rids, mustCheck: true });
	}
	transaction.hasWritten = true;
	return command.answer(run.outcomes);
}

function reply(name: string, outcomes: Outcome[]): Buffer {
	let n = 0;
	let nModified = 0;
	const upserted: Doc[] = [];
	const writeErrors: Doc[] = [];
	for (const [index, outcome] of outcomes.entries()) {
		n += outcome.n;
		nModified += outcome.nModified ?? 0;
		if (outcome.upserted !== undefined) upserted.push({ index, _id: outcome.upserted });
		if (outcome.error) writeErrors.push({ index, ...outcome.error });
	}
	return encode({
		n,
		...(name === "update" && { nModified }),
		...(upserted.length > 0 && { upserted }),
		...(writeErrors.length > 0 && { writeErrors }),
		ok: 1
	});
}
