/**
 * The types of what a service meets at run time: who calls, with what, and what the kernel offers.
 */
import type { Context, ServiceBroker } from "moleculer";
import type { ClientSession, Connection } from "mongoose";
import type { Ability } from "./ability.ts";
import type { NewBatch, NewTask, QueuedTask } from "./jobs.ts";
import type { OutgoingMessage } from "./streams.ts";

/** Who makes a request. A call without a caller is the system's own and may do everything. */
export interface Caller {
	/** The user's id; null for a guest. */
	id: string | null;
	kind: "guest" | "user" | "apiKey";
	roles: string[];
	/** The plan that the user's limits follow; absent for guests. */
	plan?: string;
	/** What an API key is limited to, e.g. `projects.read`; absent for callers without such limits. */
	scopes?: string[];
	/** When this person last showed a password, in milliseconds since 1970. */
	provedAt?: number;
	/** The session or the API key that the request came with; absent for guests. */
	credentialId?: string;
	/** The administrator who looks at things as this user does, and changes nothing. */
	viewedBy?: string;
}

/** What is known of the program that a request comes from. */
export interface Client {
	address: string;
	/** What it says of itself; empty when it says nothing. */
	userAgent: string;
	/** False when a browser sent the request for a page of another site. */
	ownPage: boolean;
}

/** What travels with every call of one request, also to other nodes. */
export interface Meta {
	caller?: Caller;
	client?: Client;
	/** True once the call has committed a change of a document. */
	changed?: boolean;
	/** Names a request that may be repeated while it is carried out, see the gateway's README. */
	attempt?: { _id: string; attempt: string };
	/** Sets the response's status; the default is 200, or 204 when the action returns nothing. */
	$statusCode?: number;
	$responseType?: string;
	$responseHeaders?: Record<string, string | number | string[]>;
	/** Sets the `Location` header. */
	$location?: string;
}

export type Ctx<Params = Record<string, unknown>> = Context<Params, Meta>;

/** A committed change of one document, as written to the `changes` collection in the same transaction. */
export interface Change {
	_id: string;
	collection: string;
	documentId: string;
	/** The document's revision after the change. */
	rev: number;
	type: "created" | "updated" | "removed" | "restored";
	at: Date;
	actor: { id: string | null; kind: Caller["kind"] | "system" };
	requestId: string | null;
	/** The action that made the change, and where its request came from. */
	action?: string | null;
	address?: string | null;
	/** True until the audit trail has an entry of the change. */
	auditPending?: true;
	before: Record<string, unknown> | null;
	after: Record<string, unknown> | null;
}

/** One document's part in several writes that are one. */
export type DocumentWrite = { collection: string } & (
	| { kind: "insert"; document: { _id: string } }
	/** Puts the document in the place of the one that is found. */
	| { kind: "replace"; filter: DocumentFilter; document: object }
	| { kind: "remove"; filter: DocumentFilter }
	/** Sets fields of the document that is found; where it may be missing, nothing has to be found. */
	| { kind: "set"; filter: DocumentFilter; fields: object; mayBeMissing?: true }
);

/** Names one document and what must hold for it. */
type DocumentFilter = { _id: string } & Record<string, unknown>;

/** A plugin whose code runs, with what its manifest lets it do; each check throws what is not permitted. */
export interface ActingPlugin {
	readonly name: string;
	/** The hosts that it may reach, e.g. `*.example.org`. */
	readonly hosts: string[];
	requireAction(action: string): void;
	requireCollection(collection: string): void;
}

/** A call to another server; see `Kernel.fetch`. */
export interface OutgoingInit {
	/** The default is GET. */
	method?: string;
	headers?: Record<string, string>;
	body?: string | Uint8Array;
	/** How long it may take to the last byte of the answer; the default is 30 s. */
	timeoutMs?: number;
	/** How long the answer may be; the default is 10 MB. */
	maxBytes?: number;
	signal?: AbortSignal;
}

/** What the kernel offers to its services and to plugins, as `broker.kernel`. */
export interface Kernel {
	readonly connection: Connection;
	/** The plugin whose code runs at this moment; null for the kernel's own. */
	actingPlugin(): ActingPlugin | null;
	/** The caller's effective rules on this node; the system's when there is no caller. */
	abilityOf(caller: Caller | undefined): Ability;
	/**
	 * Calls another server, for a plugin one that its manifest names in `permissions.hosts`; throws an
	 * `OUTGOING_…` for what leads into this machine's networks, takes too long or answers too much.
	 */
	fetch(address: string | URL, init?: OutgoingInit): Promise<Response>;
	/**
	 * A number that every write to the collection raises, or to one document of it; null where others may
	 * write to the store unseen, so that nothing that was read may be kept.
	 */
	revisionOf(collection: string, id?: string): number | null;
	/**
	 * The document as it is now, from memory when it is known there, whoever it was read for: the caller's
	 * rights have to be checked on it. It is shared, so that it must not be changed.
	 */
	findDocument<Found extends object>(
		collection: string,
		id: string,
		read: () => Promise<Found | null>
	): Promise<Found | null>;
	/**
	 * What a collection answers now, from memory when the same was asked before, whoever asked. It is shared, so
	 * that it must not be changed.
	 */
	askCollection<Found>(
		collection: string,
		asked: object,
		read: () => Promise<Found>
	): Promise<Found>;
	/**
	 * Runs `work` in one transaction, or in the one that is already open. Whatever mongoose does
	 * inside takes part by itself; the driver's own calls need the session.
	 */
	transaction<T>(work: (session: ClientSession) => Promise<T>): Promise<T>;
	/**
	 * Writes all or nothing, within the transaction that is open if there is one. False when a document
	 * that shall be replaced or removed was not found; then nothing is written, and an open transaction
	 * may only go on if that was the first of the writes.
	 */
	writeTogether(writes: DocumentWrite[]): Promise<boolean>;
	/** The write by which `keepAnswer` keeps an answer; null when there is nothing to keep. */
	answerToKeep(ctx: Ctx<unknown>, answer: unknown): DocumentWrite | null;
	/**
	 * Keeps what a repeatable request is answered, in the transaction of its write; does nothing for
	 * a request without an `Idempotency-Key` and for a call inside of another.
	 */
	keepAnswer(ctx: Ctx<unknown>, answer: unknown, session: ClientSession): Promise<void>;
	/** Tells this node's listeners of a change that was committed. */
	changed(change: Change): void;
	/** Hears of each committed change of this node; returns what ends it. */
	onChange(listener: (change: Change) => void): () => void;
	/** Runs `task` once the open transaction has been committed, at once when there is none. */
	afterCommit(task: () => void): void;
	/** Publishes a message of a declared type in the open transaction; `publish` does it for a request. */
	publish(message: OutgoingMessage): Promise<string>;
	/** Queues a task of a declared job in the open transaction; `enqueue` does it for a request. */
	enqueue(task: NewTask): Promise<QueuedTask>;
	/** Queues several tasks with a common progress; `enqueueBatch` does it for a request. */
	enqueueBatch(batch: NewBatch): Promise<QueuedTask>;
}

export interface LyceumBroker extends ServiceBroker {
	kernel: Kernel;
}
