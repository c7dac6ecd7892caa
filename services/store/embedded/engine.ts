/**
 * The store's centre, in the thread that serves the sockets: it writes, answers short reads itself,
 * and hands what may take long to the readers.
 */
import type { Long } from "bson";
import { COMMANDS, type Command } from "./commands/table.ts";
import { hello, saslContinue, saslStart, type Identity } from "./commands/handshake.ts";
import { cursorId } from "./commands/find.ts";
import { aggregateInto, writesResults } from "./commands/out.ts";
import type { Target } from "./commands/write-run.ts";
import { retryOf } from "./commands/retry.ts";
import { decode } from "./bson/decode.ts";
import { encode } from "./bson/encode.ts";
import { isTruthy, type Doc } from "./bson/values.ts";
import { Cursors, threadOfCursor } from "./cursors.ts";
import { BUDGET } from "./engine-limits.ts";
import { storeError, toStoreError } from "./errors.ts";
import { withoutRiskyRegexes } from "./query/guarded-regex.ts";
import { TooLong } from "./query/work.ts";
import type { ReadHost } from "./read-host.ts";
import { openReader, openWriter, type Connection } from "./storage/connection.ts";
import { KnownCounts } from "./storage/known-counts.ts";
import { findRetry } from "./storage/retries.ts";
import {
	LIFE_LIMIT_MS,
	noSuchTransaction,
	Transactions,
	type Transaction
} from "./transactions.ts";
import type { ReaderPool } from "./threads/reader-pool.ts";
import type { Client } from "./wire/connection.ts";
import { documentMessage, type Request } from "./wire/messages.ts";
import { Writer } from "./writer.ts";
import { sessionKey } from "./session-key.ts";

const HANDSHAKE = new Set(["hello", "isMaster", "ismaster", "saslStart", "saslContinue"]);

export class Engine {
	readonly writer: Writer;
	readonly host: ReadHost;
	private readonly hostBetweenWrites: ReadHost;
	readonly transactions: Transactions;
	readonly identity: Identity;
	readonly counters = { insert: 0, query: 0, update: 0, delete: 0, getmore: 0, command: 0 };
	clientCount = () => 0;
	clientTotal = () => 0;
	private readonly pool: ReaderPool;
	private readonly inTransaction: Cursors;
	private seenCommits = -1;

	constructor(dataDir: string, identity: Identity, pool: ReaderPool) {
		this.identity = identity;
		this.pool = pool;
		const counts = new KnownCounts();
		this.writer = new Writer(openWriter(dataDir), changed => counts.forget(changed));
		this.inTransaction = new Cursors(0);
		this.transactions = new Transactions(this.writer, this.inTransaction);
		this.host = {
			connection: openReader(dataDir),
			cursors: new Cursors(0),
			owner: undefined,
			limits: { budget: BUDGET },
			keepsCursors: false
		};
		this.host.connection.knownCounts = counts;
		this.hostBetweenWrites = { ...this.host, connection: this.writer.connection };
		this.writer.connection.knownCounts = counts;
	}

	/** Runs one command of a client. */
	run(request: Request, client: Client): Buffer | Promise<Buffer> {
		if (HANDSHAKE.has(request.name)) return this.handshake(request, client);
		if (!client.isAuthenticated) {
			throw storeError("Unauthorized", `Command ${request.name} requires authentication`);
		}
		const command = COMMANDS[request.name];
		if (!command || !Object.hasOwn(COMMANDS, request.name)) {
			throw storeError("CommandNotFound", `no such command: '${request.name}'`);
		}
		this.counters[command.counter ?? "command"]++;
		if (request.body.autocommit === false)
			return this.runInTransaction(command, request, client);
		refuseSnapshot(request.body);
		if (writesResults(request)) return aggregateInto(this, request);
		if (command.kind === "read") return this.read(command.run, request);
		return command.run(this, request, undefined, client);
	}

	private handshake(request: Request, client: Client): Buffer {
		if (request.name === "saslStart") return saslStart(this.identity, request, client);
		if (request.name === "saslContinue") return saslContinue(request, client);
		return hello(this.identity, request, client);
	}

	/** Reads at once when it is short; else a reader does it from the start. */
	private read(
		run: (host: ReadHost, request: Request) => Buffer,
		request: Request
	): Buffer | Promise<Buffer> {
		if (request.name === "getMore")
			return this.pool.runOn(threadOf(request.body.getMore), request.message);
		if (request.name === "killCursors") return this.killCursors(request);
		try {
			// Nobody else commits while this thread reads: it needs no transaction for a snapshot.
			return withoutRiskyRegexes(() => run(this.hostForRead(), request));
		} catch (error) {
			if (error instanceof TooLong) return this.pool.run(request.message);
			throw error;
		}
	}

	/**
	 * Between two writes the writer's connection reads: it keeps its pages in memory over a commit,
	 * while another connection would have to read them again.
	 */
	private hostForRead(): ReadHost {
		if (!this.writer.connection.database.isTransaction) return this.hostBetweenWrites;
		if (this.seenCommits !== this.writer.commits) {
			this.seenCommits = this.writer.commits;
			this.host.connection.catalog.refresh();
		}
		return this.host;
	}

	private async killCursors(request: Request): Promise<Buffer> {
		const ids = Array.isArray(request.body.cursors) ? request.body.cursors.map(cursorId) : [];
		const replies = await Promise.all(
			[...new Set(ids.map(threadOfCursor))].map(thread =>
				this.pool.runOn(thread, request.message)
			)
		);
		const cursorsKilled = replies.flatMap(reply => decode(reply).cursorsKilled as Long[]);
		const cursorsNotFound = ids.filter(id => !cursorsKilled.some(killed => killed.equals(id)));
		return encode({
			cursorsKilled,
			cursorsNotFound,
			cursorsAlive: [],
			cursorsUnknown: [],
			ok: 1
		});
	}

	/** Lets a reader run a command of the store's own making. */
	readElsewhere(message: Buffer, cursor?: Long): Promise<Buffer> {
		return cursor ? this.pool.runOn(threadOfCursor(cursor), message) : this.pool.run(message);
	}

	/** Lets a reader look for the documents that a write is about. */
	async search({ db, name }: Target, search: Doc): Promise<number[]> {
		const message = documentMessage({ internalSearch: name, search, $db: db });
		return decode(await this.pool.run(message)).rids as number[];
	}

	/** Changes collections or indexes. */
	change(
		body: Doc,
		change: (connection: Connection) => Buffer | Promise<Buffer>
	): Buffer | Promise<Buffer> {
		return this.writer.run(body, () => change(this.writer.connection));
	}

	private async runInTransaction(
		command: Command,
		request: Request,
		client: Client
	): Promise<Buffer> {
		const { session, number } = retryOf(request.body) ?? missingNumber();
		if (command.kind === "end") return this.endTransaction(command.name, session, number);
		if (!command.inTransaction) {
			throw storeError(
				"OperationNotSupportedInTransaction",
				`Cannot run '${request.name}' in a multi-document transaction.`
			);
		}
		const starts = isTruthy(request.body.startTransaction);
		const transaction = starts
			? await this.transactions.start(session, number, request.body)
			: this.transactions.find(session, number);
		this.transactions.enter(transaction);
		try {
			const reply = await this.runWith(transaction, command, request, client);
			if (hasWriteErrors(reply)) this.transactions.end(transaction);
			return reply;
		} catch (error) {
			this.transactions.end(transaction);
			throw toStoreError(error);
		} finally {
			this.transactions.leave(transaction);
		}
	}

	private async runWith(
		transaction: Transaction,
		command: Command,
		request: Request,
		client: Client
	): Promise<Buffer> {
		if (command.kind !== "read") {
			const reply = await command.run(this, request, transaction, client);
			transaction.hasWritten = true;
			return reply;
		}
		const host = this.hostOf(transaction);
		try {
			return command.run(host, request);
		} catch (error) {
			if (!(error instanceof TooLong)) throw error;
			// Nothing is written yet, and nobody else can write: what is committed is what it sees.
			return this.pool.run(request.message);
		}
	}

	private hostOf(transaction: Transaction): ReadHost {
		const left = LIFE_LIMIT_MS - (performance.now() - transaction.startedAt);
		return {
			connection: this.writer.connection,
			cursors: this.inTransaction,
			owner: transaction.key,
			limits: {
				maxTimeMs: Math.max(left, 1),
				...(!transaction.hasWritten && { budget: BUDGET })
			},
			keepsCursors: true
		};
	}

	private endTransaction(name: string, session: string, number: number): Buffer {
		const transaction = this.findTransaction(session, number);
		if (transaction && name === "commitTransaction") this.transactions.commit(transaction);
		else if (transaction) this.transactions.end(transaction);
		else if (!this.wasCommitted(session, number)) throw noSuchTransaction(number);
		else if (name === "abortTransaction") {
			throw storeError("TransactionCommitted", `Transaction ${number} has been committed.`);
		}
		return encode({ ok: 1 });
	}

	private findTransaction(session: string, number: number): Transaction | undefined {
		try {
			return this.transactions.find(session, number);
		} catch {
			return undefined;
		}
	}

	private wasCommitted(session: string, number: number): boolean {
		return findRetry(this.host.connection, session, number)?.committed === true;
	}

	/** Forgets a session: its transaction and its cursors. */
	endSession(lsid: unknown): void {
		const session = sessionKey(lsid);
		if (session) this.transactions.endSession(session);
	}

	/** Ends everything; what is committed stays. */
	async close(): Promise<void> {
		this.transactions.endAll();
		const release = await this.writer.turn.take();
		await this.pool.close();
		this.host.connection.close();
		this.writer.connection.database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
		this.writer.connection.close();
		release();
	}
}

/** A snapshot that outlives its command would have to be kept open: only transactions have one. */
function refuseSnapshot(body: Doc): void {
	const concern = body.readConcern as Doc | undefined;
	if (concern?.level === "snapshot") {
		throw storeError(
			"SnapshotUnavailable",
			"Read concern 'snapshot' is supported in transactions only"
		);
	}
}

function threadOf(id: unknown): number {
	return threadOfCursor(cursorId(id));
}

function missingNumber(): never {
	throw storeError(
		"InvalidOptions",
		"A command of a transaction needs a session and a txnNumber"
	);
}

function hasWriteErrors(reply: Buffer): boolean {
	return reply.includes("writeErrors") && decode(reply).writeErrors !== undefined;
}
