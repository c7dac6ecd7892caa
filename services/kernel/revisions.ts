/**
 * A number for each collection that every write raises, so that what was read can be told to be current
 * without asking the store. It follows the driver's own commands, whoever gave them; that tells the
 * whole truth only while this process is the store's sole writer.
 */
import type {
	CommandFailedEvent,
	CommandStartedEvent,
	CommandSucceededEvent,
	Document,
	MongoClient
} from "mongodb";

const WRITES = new Set([
	"insert",
	"update",
	"delete",
	"findAndModify",
	"create",
	"drop",
	"createIndexes",
	"dropIndexes"
]);

/** Commands that may write to more than one collection. */
const WIDE = new Set(["bulkWrite", "dropDatabase", "renameCollection"]);

/** Stands for all collections; no collection can have this name. */
const ANYWHERE = "$";

export class Revisions {
	readonly #revisions = new Map<string, number>();
	/** Raised by what may have written anywhere. */
	#epoch = 0;
	/** The collection that each running write goes to, by its request. */
	readonly #running = new Map<number, string>();
	/** What the open transactions have written to, by session. */
	readonly #transactions = new Map<string, Set<string>>();

	/** Follows a client that was made with `monitorCommands`. */
	follow(client: MongoClient): void {
		client.on("commandStarted", event => this.#started(event));
		client.on("commandSucceeded", event => this.#ended(event));
		client.on("commandFailed", event => this.#ended(event));
	}

	of(collection: string): number {
		return this.#epoch + (this.#revisions.get(collection) ?? 0);
	}

	#started({ commandName, command, requestId }: CommandStartedEvent) {
		if (commandName === "commitTransaction") this.#running.set(requestId, sessionOf(command));
		else if (WIDE.has(commandName) || writesByPipeline(command))
			this.#running.set(requestId, ANYWHERE);
		else if (WRITES.has(commandName))
			this.#startWrite(requestId, command, String(command[commandName]));
	}

	#startWrite(requestId: number, command: Document, collection: string) {
		// What a transaction writes cannot be read before it commits.
		if (command.autocommit !== false) {
			this.#running.set(requestId, collection);
			return;
		}
		const session = sessionOf(command);
		const written = this.#transactions.get(session) ?? new Set();
		this.#transactions.set(session, written.add(collection));
	}

	/** A command that failed on its way back may have been carried out. */
	#ended({ commandName, requestId }: CommandSucceededEvent | CommandFailedEvent) {
		const running = this.#running.get(requestId);
		if (running === undefined) return;
		this.#running.delete(requestId);
		if (commandName !== "commitTransaction") return this.#raise(running);
		this.#transactions.get(running)?.forEach(collection => this.#raise(collection));
		this.#transactions.delete(running);
	}

	#raise(collection: string) {
		if (collection === ANYWHERE) this.#epoch++;
		this.#revisions.set(collection, (this.#revisions.get(collection) ?? 0) + 1);
	}
}

function sessionOf({ lsid }: Document): string {
	return lsid.id.toString("hex");
}

/** `$out` and `$merge` can only be the last stage. */
function writesByPipeline({ pipeline }: Document): boolean {
	const last = Array.isArray(pipeline) ? pipeline.at(-1) : undefined;
	return last !== undefined && ("$out" in last || "$merge" in last);
}
