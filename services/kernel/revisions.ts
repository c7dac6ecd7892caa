/**
 * A number for each collection that every write raises, and one for each document, so that what was read
 * can be told to be current without asking the store. They follow the driver's own commands, whoever gave
 * them; that tells the whole truth only while this process is the store's sole writer.
 */
import type {
	CommandFailedEvent,
	CommandStartedEvent,
	CommandSucceededEvent,
	Document,
	MongoClient
} from "mongodb";
import { sessionOf, writesOf, type Write } from "./writes.ts";

/** More documents than these are not told apart: when one more is written, all count as written. */
const MAX_DOCUMENTS = 10_000;

interface CollectionRevisions {
	/** When anything of the collection was written last. */
	last: number;
	/** When a write came last that may have changed any document. */
	wide: number;
	/** When single documents were written last, after `wide`. */
	documents: Map<string, number>;
}

export class Revisions {
	/** Counts the writes; the number of one is the revision of what it has changed. */
	#count = 0;
	/** The last write that may have gone anywhere. */
	#anywhere = 0;
	readonly #collections = new Map<string, CollectionRevisions>();
	/** What each running command will have written, by its request. */
	readonly #running = new Map<number, Write[]>();
	/** What the open transactions have written, by session. */
	readonly #transactions = new Map<string, Write[]>();

	/** Follows a client that was made with `monitorCommands`. */
	follow(client: MongoClient): void {
		client.on("commandStarted", event => this.#started(event));
		client.on("commandSucceeded", event => this.#ended(event));
		client.on("commandFailed", event => this.#ended(event));
	}

	of(collection: string): number {
		return Math.max(this.#anywhere, this.#collections.get(collection)?.last ?? 0);
	}

	/** The revision of one document, which writes to others leave as it is. */
	ofDocument(collection: string, id: string): number {
		const { wide = 0, documents } = this.#collections.get(collection) ?? {};
		return Math.max(this.#anywhere, wide, documents?.get(id) ?? 0);
	}

	#started({ commandName, command, requestId }: CommandStartedEvent) {
		if (commandName === "commitTransaction") {
			this.#running.set(requestId, this.#transactions.get(sessionOf(command)) ?? []);
			return;
		}
		const writes = writesOf(commandName, command);
		if (writes.length === 0) return;
		if (command.autocommit === false) this.#noteInTransaction(command, writes);
		else this.#running.set(requestId, writes);
	}

	/** What a transaction writes cannot be read before it commits. */
	#noteInTransaction(command: Document, writes: Write[]) {
		const session = sessionOf(command);
		const before = command.startTransaction ? [] : (this.#transactions.get(session) ?? []);
		this.#transactions.set(session, [...before, ...writes]);
	}

	/** A command that failed on its way back may have been carried out. */
	#ended({ requestId }: CommandSucceededEvent | CommandFailedEvent) {
		const writes = this.#running.get(requestId);
		if (writes === undefined) return;
		this.#running.delete(requestId);
		for (const write of writes) this.#raise(write);
	}

	#raise({ collection, ids }: Write) {
		const count = ++this.#count;
		if (collection === null) {
			this.#anywhere = count;
			return;
		}
		const revisions = this.#revisionsOf(collection);
		revisions.last = count;
		if (ids === null || revisions.documents.size + ids.length > MAX_DOCUMENTS) {
			revisions.wide = count;
			revisions.documents.clear();
		} else for (const id of ids) revisions.documents.set(id, count);
	}

	#revisionsOf(collection: string): CollectionRevisions {
		const known = this.#collections.get(collection);
		if (known) return known;
		const revisions = { last: 0, wide: 0, documents: new Map<string, number>() };
		this.#collections.set(collection, revisions);
		return revisions;
	}
}
