/**
 * The trail: takes what was noted (committed changes, ended actions) and links it, in the order in which
 * it happened. What is not linked yet says so itself, so that a crash loses nothing; of two nodes that
 * link at once the store refuses one, which then goes on behind the other.
 */
import type { Collection, Connection } from "mongoose";
import type { Change } from "../../mixins/index.ts";
import { CHANGES } from "../../mixins/collection/changes.ts";
import type { AuditEntryFields } from "./audit-entry.model.ts";
import { logged } from "./change-log.ts";
import { hashOf, ROOT_HASH, type Unlinked } from "./chain.ts";
import type { ChangesLogged } from "./events.ts";
import { entryOfAction, entryOfChange, type NotedAction, type SchemaOf } from "./entries.ts";
import { HeldChanges, type HeldChange } from "./held-changes.ts";
import { lastCut, nextCut, noteCut, NOTED_ACTIONS, type Cut } from "./retention.ts";
import { TrailEnd, type EntryModel, type SoleWriter } from "./trail-end.ts";

const BATCH = 100;

/** A change whose commit was not answered is in the store and not held: it is looked for so often. */
const ASK_EVERY_MS = 500;

/** Hears of what was given its place in the trail. */
export type Announce = (logged: ChangesLogged) => void;

type Marked = { _id: string; auditPending?: true };

interface Pending {
	changes: HeldChange[];
	mayBeMore: boolean;
	/** They are those that this process has held, which are no more than one message takes. */
	areHeld: boolean;
}

export interface Verification {
	valid: boolean;
	/** How many entries were looked at. */
	checked: number;
	/** The last of them: who keeps it elsewhere can ask later whether it is still there. */
	head: Cut;
	/** The first entry that is kept; those before it have been removed by age. */
	keptFrom: number;
	/** The first entry that is missing or was changed; null when there is none. */
	brokenAt: number | null;
}

export class AuditTrail {
	readonly #connection: Connection;
	readonly #entries: EntryModel;
	readonly #schemaOf: SchemaOf;
	readonly #announce: Announce;
	readonly #sole: SoleWriter | null;
	readonly #end: TrailEnd;
	readonly #held = new HeldChanges();
	#askedAt = -Infinity;
	/** The revision at which no action waited. */
	#noActionsAt: number | null = null;
	#draining: Promise<void> | null = null;
	#again = false;

	/** `sole` is there where nobody else writes to the store. */
	constructor(
		connection: Connection,
		entries: EntryModel,
		schemaOf: SchemaOf,
		announce: Announce,
		sole: SoleWriter | null = null
	) {
		this.#connection = connection;
		this.#entries = entries;
		this.#schemaOf = schemaOf;
		this.#announce = announce;
		this.#sole = sole;
		this.#end = new TrailEnd(entries, sole);
	}

	/** Takes a committed change, so that it need not be read again; only where nobody else links changes. */
	hold(change: Change): void {
		this.#held.add(this.#entryWith(change));
	}

	/** Links everything that is noted when it is called. */
	drain(): Promise<void> {
		if (this.#draining) {
			this.#again = true;
			return this.#draining;
		}
		this.#draining = this.#drainAll().finally(() => (this.#draining = null));
		return this.#draining;
	}

	/** Looks at the links from one entry to another; `anchor` is an entry that must be among them. */
	async verify(from = 1, to = Infinity, anchor?: Cut): Promise<Verification> {
		const cut = await lastCut(this.#entries);
		const start = Math.max(from, cut.seq + 1);
		let head = start === cut.seq + 1 ? cut : await this.#before(start);
		let checked = 0;
		const verification = (brokenAt: number | null) => ({
			valid: brokenAt === null,
			checked,
			head,
			keptFrom: cut.seq + 1,
			brokenAt
		});
		if (anchor?.seq === head.seq && anchor.hash !== head.hash) return verification(head.seq);
		const range = { seq: { $gte: start, ...(Number.isFinite(to) && { $lte: to }) } };
		for await (const entry of this.#entries.find(range).sort({ seq: 1 }).lean().cursor()) {
			const isNext = entry.seq === head.seq + 1 && entry.previousHash === head.hash;
			const isAnchor = entry.seq !== anchor?.seq || entry.hash === anchor.hash;
			if (!isNext || !isAnchor || hashOf(entry) !== entry.hash)
				return verification(head.seq + 1);
			head = { seq: entry.seq, hash: entry.hash };
			checked++;
		}
		const isShort = anchor !== undefined && anchor.seq >= start && anchor.seq > head.seq;
		return verification(isShort ? head.seq + 1 : null);
	}

	/**
	 * Removes what is older than `before`, and what an earlier removal left behind. Throws when the trail
	 * was tampered with: the evidence must not go.
	 */
	async trim(before: Date): Promise<void> {
		const known = await lastCut(this.#entries);
		const next = await nextCut(this.#entries, before);
		const cut = next && next.seq > known.seq ? next : known;
		if (cut !== known) {
			const { valid, brokenAt } = await this.verify(known.seq + 1, cut.seq);
			if (!valid)
				throw new Error(`The audit trail was changed at ${brokenAt}: nothing is removed`);
			await noteCut(this.#connection, cut);
			await this.drain();
		}
		await this.#entries.collection.deleteMany({ seq: { $lte: cut.seq } });
	}

	async #drainAll() {
		try {
			do {
				this.#again = false;
				while (await this.#drainBatch());
			} while (this.#again);
		} catch (error) {
			this.#held.lose();
			throw error;
		}
	}

	/** Links a batch; true when more may be waiting. */
	async #drainBatch(): Promise<boolean> {
		const [{ changes, mayBeMore, areHeld }, actions] = await Promise.all([
			this.#pendingChanges(),
			this.#pendingActions()
		]);
		const ids = changes.map(({ entry }) => entry.sourceId);
		const entries = [...changes.map(({ entry }) => entry), ...actions.map(entryOfAction)].sort(
			(one, other) => (one.sourceId < other.sourceId ? -1 : 1)
		);
		if (entries.length === 0) return false;
		const held = areHeld ? ids : [];
		const { linked, areUnmarked } = await this.#end.append(inOrderOfRevisions(entries), held);
		this.#announce(await this.#logged(linked, changes));
		if (!areUnmarked) await this.#unmark(ids);
		await this.#forget(actions.map(({ _id }) => _id));
		this.#held.settle(ids);
		return mayBeMore || actions.length === BATCH;
	}

	/** What is held comes first; now and then the store is asked, which also knows what nobody has held. */
	async #pendingChanges(): Promise<Pending> {
		const held = this.#held.first(BATCH);
		if (held.length > 0) return { changes: held, mayBeMore: true, areHeld: true };
		if (this.#held.areAll && performance.now() - this.#askedAt < ASK_EVERY_MS)
			return { changes: [], mayBeMore: false, areHeld: false };
		this.#askedAt = performance.now();
		this.#held.beginAnew();
		const found = await firstOf(this.#changes());
		const mayBeMore = found.length === BATCH;
		if (mayBeMore) this.#held.lose();
		const changes = mayBeMore ? await this.#withSiblings(found) : found;
		return {
			changes: changes.map(change => this.#entryWith(change)),
			mayBeMore,
			areHeld: false
		};
	}

	/** Asks the store only when something was written there since it had none. */
	async #pendingActions(): Promise<NotedAction[]> {
		const revision = this.#sole?.revisionOf(NOTED_ACTIONS) ?? null;
		if (revision !== null && revision === this.#noActionsAt) return [];
		const found = await firstOf(this.#actions());
		this.#noActionsAt = found.length === 0 ? revision : null;
		return found;
	}

	/** With a change come all that wait of its document, because their order counts. */
	#withSiblings(found: Change[]): Promise<Change[]> {
		const documentId = { $in: [...new Set(found.map(change => change.documentId))] };
		return this.#changes().find({ auditPending: true, documentId }).toArray();
	}

	#entryWith(change: Change): HeldChange {
		return { change, entry: entryOfChange(change, this.#schemaOf) };
	}

	/** What was linked, as other nodes are told; where nothing was, how far the trail goes. */
	async #logged(linked: AuditEntryFields[], changes: HeldChange[]): Promise<ChangesLogged> {
		if (linked.length === 0) {
			const { seq } = await this.#end.head();
			return { previous: seq, position: seq, changes: [] };
		}
		const places = new Map(linked.map(({ sourceId, seq }) => [sourceId, seq]));
		return {
			previous: linked[0]!.seq - 1,
			position: linked.at(-1)!.seq,
			changes: changes
				.filter(({ entry }) => places.has(entry.sourceId))
				.map(({ change, entry }) => logged(change, places.get(entry.sourceId)!))
				// They were committed in another order than that of their places.
				.sort((one, other) => one.position - other.position)
		};
	}

	async #unmark(changes: string[]) {
		if (changes.length === 0) return;
		const pending = { _id: { $in: changes } };
		await this.#changes().updateMany(pending, { $unset: { auditPending: 1 } });
	}

	async #forget(actions: string[]) {
		if (actions.length > 0) await this.#actions().deleteMany({ _id: { $in: actions } });
	}

	async #before(seq: number): Promise<Cut> {
		const found = await this.#entries.findOne({ seq: seq - 1 }).lean();
		return { seq: seq - 1, hash: found?.hash ?? ROOT_HASH };
	}

	#changes() {
		return this.#connection.collection<Change & Marked>(CHANGES);
	}

	#actions() {
		return this.#connection.collection<NotedAction & Marked>(NOTED_ACTIONS);
	}
}

/** Ids ascend with time. */
function firstOf<Document extends Marked>(collection: Collection<Document>) {
	const waiting = { auditPending: true } as never;
	return collection
		.find(waiting, { sort: { _id: 1 }, limit: BATCH })
		.toArray() as unknown as Promise<Document[]>;
}

/**
 * Ids ascend with time as each node's clock has it. Of one document the revisions tell the true order:
 * its entries keep the places that they have together, and share them in that order.
 */
function inOrderOfRevisions(entries: Unlinked[]): Unlinked[] {
	const documents = Map.groupBy(
		entries.filter(({ documentId }) => documentId !== null),
		({ collectionName, documentId }) => `${collectionName}/${documentId}`
	);
	for (const own of documents.values())
		own.sort((one, other) => one.revision! - other.revision!).reverse();
	return entries.map(entry => {
		const own = documents.get(`${entry.collectionName}/${entry.documentId}`);
		return own?.pop() ?? entry;
	});
}
