/** All commands by name: where they run, and whether a transaction may hold them. */
import { encode } from "../bson/encode.ts";
import type { Engine } from "../engine.ts";
import type { ReadHost } from "../read-host.ts";
import type { Transaction } from "../transactions.ts";
import type { Client } from "../wire/connection.ts";
import type { Request } from "../wire/messages.ts";
import { bulkWrite } from "./bulk-write.ts";
import { aggregate as runAggregate } from "./aggregate.ts";
import {
	collMod,
	create,
	drop,
	dropDatabase,
	listCollections,
	listDatabases,
	rename
} from "./collections.ts";
import { count, distinct } from "./count.ts";
import { collStats, dbStats, DIAGNOSTICS, validate } from "./diagnostics.ts";
import { explain, explainCommand } from "./explain.ts";
import { find, getMore, killCursors } from "./find.ts";
import { findAndModify } from "./find-and-modify.ts";
import { createIndexes, dropIndexes, listIndexes } from "./indexes.ts";
import { search } from "./search.ts";
import { endSessions } from "./sessions.ts";
import { write } from "./write.ts";

type Read = (host: ReadHost, request: Request) => Buffer;
type Write = (
	engine: Engine,
	request: Request,
	transaction: Transaction | undefined,
	client: Client
) => Buffer | Promise<Buffer>;
type Counter = "insert" | "query" | "update" | "delete" | "getmore" | "command";

export type Command =
	| { kind: "read"; name: string; inTransaction: boolean; counter?: Counter; run: Read }
	| {
			kind: "write" | "end";
			name: string;
			inTransaction: boolean;
			counter?: Counter;
			run: Write;
	  };

/** An aggregation is run, or explained when it asks for that. */
const aggregate: Read = (host, request) =>
	request.body.explain === true
		? explainCommand(host, request, "queryPlanner")
		: runAggregate(host, request);

const READS: Record<string, Read> = {
	find,
	getMore,
	killCursors,
	aggregate,
	count,
	distinct,
	explain,
	listIndexes,
	listCollections,
	listDatabases,
	collStats,
	dbStats,
	dbstats: dbStats,
	validate
};

const WRITES: Record<string, Write> = {
	insert: write,
	update: write,
	delete: write,
	findAndModify,
	findandmodify: findAndModify,
	bulkWrite,
	create,
	drop,
	dropDatabase,
	renameCollection: rename,
	collMod,
	createIndexes,
	dropIndexes,
	deleteIndexes: dropIndexes,
	endSessions,
	killSessions: endSessions
};

/** What a transaction may hold, beside its own end. */
const IN_TRANSACTION = new Set(
	"find getMore killCursors aggregate distinct insert update delete findAndModify findandmodify create createIndexes bulkWrite".split(
		" "
	)
);

const COUNTERS: Record<string, Counter> = {
	insert: "insert",
	find: "query",
	update: "update",
	delete: "delete",
	getMore: "getmore"
};

function entry<T extends object>(name: string, rest: T) {
	return {
		name,
		inTransaction: IN_TRANSACTION.has(name),
		...(COUNTERS[name] && { counter: COUNTERS[name] }),
		...rest
	};
}

/** Commands that a reader thread runs; `internalSearch` is none that a client could send. */
export const READER_COMMANDS: Record<string, Read> = { ...READS, internalSearch: search };

export const COMMANDS: Record<string, Command> = Object.fromEntries([
	...Object.entries(READS).map(([name, run]) => [
		name,
		entry(name, { kind: "read" as const, run })
	]),
	...Object.entries(WRITES).map(([name, run]) => [
		name,
		entry(name, { kind: "write" as const, run })
	]),
	...Object.entries(DIAGNOSTICS).map(([name, answer]) => [
		name,
		entry(name, {
			kind: "write" as const,
			run: (
				engine: Engine,
				request: Request,
				_transaction: Transaction | undefined,
				client: Client
			) => encode({ ...answer(engine, request, client), ok: 1 })
		})
	]),
	...["commitTransaction", "abortTransaction"].map(name => [
		name,
		entry(name, { kind: "end" as const, run: notInTransaction })
	])
]) as Record<string, Command>;

function notInTransaction(): Buffer {
	return encode({
		ok: 0,
		errmsg: "The command must be run with a transaction's session and number",
		code: 72,
		codeName: "InvalidOptions"
	});
}
