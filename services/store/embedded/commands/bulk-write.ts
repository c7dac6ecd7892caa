/**
 * `bulkWrite`: inserts, updates and deletes over several collections in one command. With the field
 * `atomic`, which MongoDB does not have, it is a transaction in one message: all statements or none.
 */
import { Long } from "bson";
import { encode } from "../bson/encode.ts";
import { isDoc, isNumber, isTruthy, toNumber, type Doc } from "../bson/values.ts";
import type { Engine } from "../engine.ts";
import { codeNameOf, storeError } from "../errors.ts";
import type { Transaction } from "../transactions.ts";
import type { Request } from "../wire/messages.ts";
import { arrayField, refuseUnknown } from "./fields.ts";
import { deleteStatement, runStatements, updateStatement } from "./write.ts";
import type { Outcome, Statement, Target } from "./write-run.ts";

const FIELDS = new Set(
	"ops nsInfo errorsOnly ordered bypassDocumentValidation let cursor atomic".split(" ")
);

/** Runs the operations of a client's bulk write. */
export function bulkWrite(
	engine: Engine,
	request: Request,
	transaction: Transaction | undefined
): Buffer | Promise<Buffer> {
	const { body, db } = request;
	if (db !== "admin")
		throw storeError("Unauthorized", "bulkWrite may only be run against the admin database.");
	refuseUnknown(body, FIELDS);
	const targets = arrayField(body, "nsInfo").map(parseTarget);
	const statements = arrayField(body, "ops").map(op => parseOperation(op, targets, body));
	if (statements.length === 0)
		throw storeError(
			"InvalidLength",
			"Write batch sizes must be between 1 and 100000. Got 0 operations."
		);
	return runStatements(
		engine,
		request,
		statements,
		transaction,
		outcomes => reply(statements, outcomes, isTruthy(body.errorsOnly)),
		isAtomic(body, transaction)
			? (outcomes, isDone) => requireAll(statements, outcomes, isDone)
			: undefined
	);
}

function isAtomic({ atomic, ordered }: Doc, transaction: Transaction | undefined): boolean {
	if (!isTruthy(atomic)) return false;
	if (!transaction && ordered !== false) return true;
	throw storeError("InvalidOptions", "An atomic bulkWrite is ordered and in no transaction");
}

function requireAll(statements: Statement[], outcomes: Outcome[], isDone: boolean): void {
	if (!isDone)
		throw storeError("NotImplemented", "An atomic bulkWrite names its documents by _id");
	for (const [index, { n, error }] of outcomes.entries()) {
		if (error) throw storeError(codeNameOf(error.code), String(error.errmsg), error);
		const statement = statements[index]!;
		const mayMiss = statement.kind === "update" && statement.isMulti;
		if (n === 0 && !mayMiss)
			throw storeError("NoMatchingDocument", `Statement ${index} has found no document`);
	}
}

function parseTarget(entry: unknown): Target {
	const namespace = isDoc(entry) ? String(entry.ns) : "";
	const dot = namespace.indexOf(".");
	if (dot < 1) throw storeError("InvalidNamespace", `Invalid namespace specified '${namespace}'`);
	return { db: namespace.slice(0, dot), name: namespace.slice(dot + 1) };
}

function parseOperation(op: unknown, targets: Target[], body: Doc): Statement {
	if (!isDoc(op)) throw storeError("TypeMismatch", "An entry of 'ops' has to be an object");
	const kind = Object.keys(op)[0];
	const index = op[kind ?? ""];
	const target = isNumber(index) ? targets[toNumber(index)] : undefined;
	if (!target)
		throw storeError(
			"BadValue",
			`BulkWrite ops entry ${String(kind)} has an invalid nsInfo index.`
		);
	const { filter: q, updateMods: u, multi, [kind!]: _index, ...rest } = op;
	switch (kind) {
		case "insert":
			if (!Buffer.isBuffer(op.document))
				throw storeError(
					"TypeMismatch",
					"BSON field 'bulkWrite.ops.document' has to be an object"
				);
			return { kind, target, bytes: op.document };
		case "update":
			return updateStatement(
				{ q, u, multi: isTruthy(multi), ...renamed(rest) },
				body,
				target
			);
		case "delete":
			return deleteStatement({ q, limit: isTruthy(multi) ? 0 : 1, ...rest }, body, target);
		default:
			throw storeError("BadValue", `Unknown operation of bulkWrite: ${String(kind)}`);
	}
}

function renamed({ constants, ...rest }: Doc): Doc {
	return constants === undefined ? rest : { ...rest, c: constants };
}

function reply(statements: Statement[], outcomes: Outcome[], errorsOnly: boolean): Buffer {
	const counts = {
		nErrors: 0,
		nInserted: 0,
		nMatched: 0,
		nModified: 0,
		nUpserted: 0,
		nDeleted: 0
	};
	const firstBatch: Doc[] = [];
	for (const [idx, outcome] of outcomes.entries()) {
		addTo(counts, statements[idx]!, outcome);
		if (outcome.error) firstBatch.push({ ok: 0, idx, n: 0, ...outcome.error });
		else if (!errorsOnly) firstBatch.push(describe(idx, outcome));
	}
	return encode({
		cursor: { id: Long.ZERO, firstBatch, ns: "admin.$cmd.bulkWrite" },
		...counts,
		ok: 1
	});
}

function addTo(
	counts: Record<string, number>,
	{ kind }: Statement,
	{ n, nModified, upserted, error }: Outcome
): void {
	if (error) counts.nErrors!++;
	else if (kind === "insert") counts.nInserted! += n;
	else if (kind === "delete") counts.nDeleted! += n;
	else if (upserted !== undefined) counts.nUpserted!++;
	else counts.nMatched! += n;
	counts.nModified! += nModified ?? 0;
}

function describe(idx: number, { n, nModified, upserted }: Outcome): Doc {
	return {
		ok: 1,
		idx,
		n,
		...(nModified !== undefined && { nModified }),
		...(upserted !== undefined && { upserted: { index: 0, _id: upserted } })
	};
}
