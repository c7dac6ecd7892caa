/**
 * Runs the statements of one insert, update or delete command, one after another. A statement that
 * touches many documents is done in steps, so that the caller can pause between them.
 */
import type { Doc } from "../bson/values.ts";
import { toStoreError, type StoreError } from "../errors.ts";
import type { Query } from "../query/query.ts";
import { TooLong, Work } from "../query/work.ts";
import type { Collection } from "../storage/catalog.ts";
import type { Connection } from "../storage/connection.ts";
import { ensureCollection } from "../storage/schema.ts";
import { deleteDocument } from "../storage/documents.ts";
import { refuseView } from "../views.ts";
import type { Update } from "../update/update.ts";
import { findTargets, insertOne, readTarget, updateOne, upsertOne } from "./statements.ts";

/** The collection that a statement is about. */
export interface Target {
	db: string;
	name: string;
}

export type Statement =
	| { kind: "insert"; target: Target; bytes: Buffer }
	| {
			kind: "update";
			target: Target;
			query: Query;
			update: Update;
			isMulti: boolean;
			isUpsert: boolean;
			search: Doc;
	  }
	| { kind: "delete"; target: Target; query: Query; search: Doc };

/** What one statement did; as it is kept for a retry. */
export interface Outcome {
	n: number;
	nModified?: number;
	upserted?: unknown;
	error?: Doc;
}

/** Documents found by another thread, for the statement that comes next. */
export type Targets = { rids: number[]; mustCheck: boolean };

export class WriteRun {
	readonly outcomes: Outcome[];
	private readonly connection: Connection;
	private readonly statements: Statement[];
	private readonly isOrdered: boolean;
	private readonly budget: number | undefined;
	private readonly validates: boolean;
	private readonly isAlone: boolean;
	private targets: Targets | undefined;
	private at = 0;
	private current: Outcome | undefined;

	constructor(
		connection: Connection,
		statements: Statement[],
		options: {
			isOrdered: boolean;
			budget: number | undefined;
			outcomes: Outcome[];
			validates: boolean;
			ownsTransaction: boolean;
			/** All statements are taken back together, so that none needs a way back of its own. */
			isAtomic: boolean;
		}
	) {
		this.connection = connection;
		this.statements = statements;
		this.isOrdered = options.isOrdered;
		this.budget = options.budget;
		this.outcomes = options.outcomes;
		this.validates = options.validates;
		this.isAlone = options.isAtomic || (options.ownsTransaction && statements.length === 1);
	}

	/** The statement that is due; `undefined` when all are done or an error ended the run. */
	get due(): Statement | undefined {
		if (this.isOrdered && this.outcomes.at(-1)?.error) return undefined;
		return this.statements[this.outcomes.length];
	}

	/** Gives the due statement the documents that another thread found for it. */
	provide(targets: Targets): void {
		this.targets = targets;
	}

	/** Does one step; throws `TooLong` when the documents must be looked for elsewhere. */
	step(): void {
		const statement = this.due!;
		const { connection } = this;
		if (!this.current) {
			if (!this.isAlone) connection.run("SAVEPOINT statement");
			this.current = { n: 0, ...(statement.kind === "update" && { nModified: 0 }) };
			this.at = 0;
		}
		try {
			if (this.advance(statement, this.current)) this.finish(this.current);
		} catch (error) {
			this.takeBack();
			this.current = undefined;
			this.targets = undefined;
			if (error instanceof TooLong) throw error;
			this.fail(error);
		}
	}

	/** Undoes the statement: with its savepoint, or with the transaction that holds nothing else. */
	private takeBack(): void {
		const { connection } = this;
		connection.catalog.forget();
		if (!connection.database.isTransaction) return;
		connection.run(this.isAlone ? "ROLLBACK" : "ROLLBACK TO statement");
		connection.run(this.isAlone ? "BEGIN IMMEDIATE" : "RELEASE statement");
	}

	private finish(outcome: Outcome): void {
		if (!this.isAlone) this.connection.run("RELEASE statement");
		this.outcomes.push(outcome);
		this.current = undefined;
		this.targets = undefined;
	}

	private fail(error: unknown): void {
		const known = asStatementError(error);
		this.targets = undefined;
		this.outcomes.push({
			n: 0,
			error: { code: known.code, errmsg: known.message, ...known.extra }
		});
	}

	/** Answers whether the statement is done. */
	private advance(statement: Statement, outcome: Outcome): boolean {
		if (statement.kind === "insert") {
			insertOne(this.connection, this.ensure(statement), statement.bytes, this.validates);
			outcome.n = 1;
			return true;
		}
		const collection = this.find(statement);
		this.targets ??= this.search(statement, collection);
		const { rids, mustCheck } = this.targets;
		if (this.at < rids.length) {
			this.apply(statement, outcome, collection!, rids[this.at++]!, mustCheck);
			if (this.at < rids.length) return false;
		}
		// All that another thread found has changed since: it must look again.
		if (mustCheck && rids.length > 0 && outcome.n === 0) throw new TooLong();
		if (statement.kind === "update" && statement.isUpsert && outcome.n === 0) {
			this.upsert(statement, outcome);
		}
		return true;
	}

	private search(
		statement: Exclude<Statement, { kind: "insert" }>,
		collection: Collection | undefined
	): Targets {
		const work = new Work({ ...(this.budget && { budget: this.budget }) });
		const rids = findTargets(this.connection, collection, statement.query, work);
		return { rids, mustCheck: false };
	}

	private apply(
		statement: Exclude<Statement, { kind: "insert" }>,
		outcome: Outcome,
		collection: Collection,
		rid: number,
		mustCheck: boolean
	): void {
		const { connection } = this;
		const stored = readTarget(
			connection,
			collection,
			rid,
			mustCheck ? statement.query : undefined
		);
		if (!stored) return;
		outcome.n++;
		if (statement.kind === "delete") return deleteDocument(connection, collection, stored);
		const { isModified } = updateOne(
			connection,
			collection,
			stored,
			statement.query,
			statement.update,
			this.validates
		);
		if (isModified) outcome.nModified!++;
	}

	private upsert(statement: Extract<Statement, { kind: "update" }>, outcome: Outcome): void {
		const { doc } = upsertOne(
			this.connection,
			this.ensure(statement),
			statement.query,
			statement.update,
			this.validates
		);
		outcome.n = 1;
		outcome.upserted = doc._id;
	}

	private find({ target }: Statement): Collection | undefined {
		const collection = this.connection.catalog.find(target.db, target.name);
		refuseView(collection);
		return collection;
	}

	private ensure(statement: Statement): Collection {
		const { db, name } = statement.target;
		return this.find(statement) ?? ensureCollection(this.connection, db, name);
	}
}

/** What says nothing about one statement but about the whole command is thrown on. */
function asStatementError(error: unknown): StoreError {
	const known = toStoreError(error);
	const isFatal = ["OutOfDiskSpace", "InternalError", "MaxTimeMSExpired"].includes(
		known.codeName
	);
	if (isFatal || known.labels.length > 0) throw error;
	return known;
}
