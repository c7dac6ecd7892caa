/** What the kernel offers to services, as `broker.kernel`: transactions on its connection, and abilities. */
import { AsyncLocalStorage } from "node:async_hooks";
import { hostname } from "node:os";
import type { ClientSession, Connection } from "mongoose";
import {
	requestErrors,
	type Ability,
	type Caller,
	type Change,
	type Ctx,
	type DocumentWrite,
	type Kernel
} from "../../mixins/index.ts";
import manifest from "../../package.json" with { type: "json" };
import type { Limits } from "../limits/limits.ts";
import { Members, type MemberDescription } from "../nodes/members.ts";
import { PausedWrites } from "./paused-writes.ts";
import { actingPlugin } from "./acting-plugin.ts";
import type { Config } from "./config.ts";
import { addressTest } from "./outgoing/networks.ts";
import { callOutside, resolveHost } from "./outgoing/outgoing.ts";
import { KeptDocuments } from "./kept-documents.ts";
import { KeptReads } from "./kept-reads.ts";
import { Turns } from "./turns.ts";
import { MAX_TRANSACTIONS } from "./connection.ts";
import { Revisions } from "./revisions.ts";
import { JoinedWrites } from "./joined-writes.ts";
import { writeInTransaction } from "./write-together.ts";

interface OpenTransaction {
	session: ClientSession;
	tasks: (() => void)[];
}

/** What the runtime needs of the abilities service. */
export interface AbilitySource {
	abilityOf(caller: Caller | undefined): Ability;
}

/** What a request shows to say who makes it. */
export interface Credentials {
	/** The token of `Authorization: Bearer`. */
	bearer?: string;
	/** The key of `X-API-Key`. */
	apiKey?: string;
	cookies?: Record<string, string | undefined>;
	/** What shows that a changing request with cookies was meant; absent for requests that change nothing. */
	intent?: Intent;
}

/** A browser sends cookies by itself, also for pages of others: this is what such a page cannot send. */
export interface Intent {
	/** The token of `X-CSRF-Token`. */
	csrfToken: string | undefined;
	/** False when the page belongs to another site. */
	ownPage: boolean;
	/** True where a guest would be refused; otherwise cookies without intent count as none. */
	required: boolean;
}

/** Finds out who a request comes from; throws `ACCESS_UNAUTHENTICATED` for credentials that are not valid. */
export type Authenticate = (credentials: Credentials) => Caller | Promise<Caller>;

/** Finds out what callers that were let in earlier may do now, in their order; null for who may not come in any more. */
export type RefreshCallers = (callers: Caller[]) => Promise<(Caller | null)[]>;

/** What the kernel offers to its own services, beyond what plugins get. */
export interface Runtime extends Kernel {
	readonly config: Config;
	/** True when nobody else can write to the store. */
	readonly isSoleWriter: boolean;
	/** What writes to the embedded store go through; null where the store is an engine of its own. */
	readonly joinedWrites: JoinedWrites | null;
	/** The nodes that share the store. */
	readonly members: Members;
	/** The collections that nobody may write to while their documents are migrated. */
	readonly pausedWrites: PausedWrites;
	/** What this node depends on beside its store, by name: each throws when it is away. */
	readonly healthChecks: Map<string, () => Promise<unknown>>;
	/** Set by the auth service; until then everybody is a guest. */
	authenticate: Authenticate;
	/** Set by the auth service. */
	refreshCallers: RefreshCallers;
	/** Set by the jobs of the node, as is `enqueueBatch`. */
	enqueue: Kernel["enqueue"];
	enqueueBatch: Kernel["enqueueBatch"];
	/** Set by the limits service; null while nothing is limited. */
	limits: Limits | null;
	/** The address that the gateway listens on; what the settings say until it does. */
	address: string;
}

export const GUEST: Caller = Object.freeze({ id: null, kind: "guest", roles: ["guest"] });

/** Tells how the answers of repeatable requests are kept; the gateway brings it. */
export type AnswerToKeep = Kernel["answerToKeep"];

export function createRuntime(
	config: Config,
	connection: Connection,
	abilities: AbilitySource,
	answerToKeep: AnswerToKeep,
	publish: Kernel["publish"]
): Runtime {
	const open = new AsyncLocalStorage<OpenTransaction>();
	const turns = new Turns(MAX_TRANSACTIONS);
	const revisions = new Revisions();
	revisions.follow(connection.getClient());
	const mayCall = addressTest(config.outgoingPrivate);
	const documents = new KeptDocuments(revisions);
	const reads = new KeptReads(revisions);
	// Made once: to make it costs a driver's call a tenth of its time.
	const admin = connection.getClient().db("admin");
	const listeners = new Set<(change: Change) => void>();
	const isSoleWriter = config.mongoUrl === null;
	const joinedWrites = isSoleWriter ? new JoinedWrites(admin, connection.db!.databaseName) : null;
	const pausedWrites = new PausedWrites(connection);

	async function transaction<T>(work: (session: ClientSession) => Promise<T>): Promise<T> {
		const outer = open.getStore();
		if (outer) return work(outer.session);
		let tasks: (() => void)[] = [];
		const result = await turns.take(() =>
			connection.transaction(session => {
				// A transaction that is tried again begins anew, also with what comes after it.
				tasks = [];
				return open.run({ session, tasks }, () => work(session));
			})
		);
		tasks.forEach(task => task());
		return result;
	}

	const runtime: Runtime = {
		config,
		connection,
		isSoleWriter,
		joinedWrites,
		pausedWrites,
		members: new Members(connection, isSoleWriter, () => describeNode(runtime)),
		authenticate: () => GUEST,
		refreshCallers: callers => Promise.resolve(callers),
		limits: null,
		address: `http://${config.host}:${config.port}`,
		actingPlugin,
		fetch: (address, init = {}) =>
			callOutside(address, init, {
				hosts: actingPlugin()?.hosts ?? null,
				mayCall,
				resolve: resolveHost
			}),
		revisionOf: (collection, id) => {
			if (!isSoleWriter) return null;
			return id === undefined
				? revisions.of(collection)
				: revisions.ofDocument(collection, id);
		},
		findDocument: (collection, id, read) =>
			isSoleWriter && !open.getStore() ? documents.find(collection, id, read) : read(),
		askCollection: (collection, asked, read) =>
			isSoleWriter && !open.getStore() ? reads.read(collection, asked, read) : read(),
		abilityOf: caller => abilities.abilityOf(caller),
		publish,
		enqueue: noJobs,
		enqueueBatch: noJobs,
		healthChecks: new Map(),
		answerToKeep,
		transaction,

		async keepAnswer(ctx: Ctx<unknown>, answer, session) {
			const write = answerToKeep(ctx, answer);
			if (write && !(await writeInTransaction(connection, session, [write])))
				throw requestErrors.GIVEN_UP({});
		},

		async writeTogether(writes) {
			pausedWrites.require(writes.map(({ collection }) => collection));
			const outer = open.getStore();
			if (outer) return writeInTransaction(connection, outer.session, writes);
			if (joinedWrites) return joinedWrites.write(writes);
			// One write is all or nothing by itself.
			if (writes.length === 1) return writeInTransaction(connection, undefined, writes);
			return transaction(session => writeAll(connection, session, writes)).catch(error => {
				if (error === NOT_FOUND) return false;
				throw error;
			});
		},

		changed(change) {
			for (const listener of listeners) listener(change);
		},

		onChange(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},

		afterCommit(task) {
			const outer = open.getStore();
			if (outer) outer.tasks.push(task);
			else task();
		}
	};
	return runtime;
}

function describeNode({ config, address }: Runtime): MemberDescription {
	const { nodeId, runPlugins } = config;
	return {
		nodeId,
		url: address,
		host: hostname(),
		pid: process.pid,
		version: manifest.version,
		runsPlugins: runPlugins
	};
}

function noJobs(): Promise<never> {
	return Promise.reject(new Error("There are no jobs yet on this node"));
}

const NOT_FOUND = Symbol("a document was not found");

/** Throws `NOT_FOUND`, so that the transaction takes back what was written before. */
async function writeAll(connection: Connection, session: ClientSession, writes: DocumentWrite[]) {
	if (await writeInTransaction(connection, session, writes)) return true;
	throw NOT_FOUND;
}
