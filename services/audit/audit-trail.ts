/**
 * The trail: takes what was noted (committed changes, ended actions) and links it, in the order in which
 * it happened. What is not linked yet says so itself, so that a crash loses nothing; of two nodes that
 * link at once the store refuses one, which then goes on behind the other.
 */
import type { Collection, Connection, Model } from "mongoose";
import { newId, type Change, type Stored } from "../../mixins/index.ts";
import { CHANGES } from "../../mixins/collection/changes.ts";
import type { AuditEntryFields } from "./audit-entry.model.ts";
import { logged } from "./change-log.ts";
import { hashOf, link, ROOT_HASH, type Unlinked } from "./chain.ts";
import type { ChangesLogged } from "./events.ts";
import { entryOfAction, entryOfChange, type NotedAction, type SchemaOf } from "./entries.ts";
import { HeldChanges, type HeldChange } from "./held-changes.ts";
import { lastCut, nextCut, noteCut, NOTED_ACTIONS, type Cut } from "./retention.ts";

const BATCH = 100;
const DUPLICATE_KEY = 11000;

/** Hears of what was given its place in the trail. */
export type Announce = (logged: ChangesLogged) => void;

type EntryModel = Model<AuditEntryFields & Stored>;
type Pending = { _id: string; auditPending?: true };

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
	readonly #held = new HeldChanges();
	#draining: Promise<void> | null = null;
	#again = false;

	constructor(
		connection: Connection,
		entries: EntryModel,
		schemaOf: SchemaOf,
		announce: Announce
	) {
		this.#connection = connection;
		this.#entries = entries;
		this.#schemaOf = schemaOf;
		this.#announce = announce;
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
		const [{ changes, mayBeMore }, actions] = await Promise.all([
			this.#pendingChanges(),
			firstOf(this.#actions())
		]);
		const entries = [...changes.map(({ entry }) => entry), ...actions.map(entryOfAction)].sort(
			(one, other) => (one.sourceId < other.sourceId ? -1 : 1)
		);
		if (entries.length === 0) return false;
		const linked = await this.#append(inOrderOfRevisions(entries));
		this.#announce(await this.#logged(linked, changes));
		await this.#settle(
			changes.map(({ entry }) => entry.sourceId),
			actions.map(({ _id }) => _id)
		);
		return mayBeMore || actions.length === BATCH;
	}

	/** What is held comes first; then the store is asked, which also knows what nobody has held. */
	async #pendingChanges(): Promise<{ changes: HeldChange[]; mayBeMore: boolean }> {
		const held = this.#held.first(BATCH);
		if (held.length > 0) return { changes: held, mayBeMore: true };
		this.#held.beginAnew();
		const found = await firstOf(this.#changes());
		const mayBeMore = found.length === BATCH;
		if (mayBeMore) this.#held.lose();
		const changes = mayBeMore ? await this.#withSiblings(found) : found;
		return { changes: changes.map(change => this.#entryWith(change)), mayBeMore };
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
			const { seq } = await this.#head();
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

	async #append(entries: Unlinked[]): Promise<AuditEntryFields[]> {
		if (entries.length === 0) return [];
		const now = new Date();
		const system = { rev: 1, createdAt: now, updatedAt: now };
		const linked = link(entries, await this.#head());
		const documents = linked.map(entry => ({ _id: newId(), ...entry, ...system }));
		try {
			await this.#entries.collection.insertMany(documents as never[], { ordered: true });
			return linked;
		} catch (error) {
			// Another node has put its entries there, or these were linked before a crash.
			if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw error;
			return this.#append(await this.#withoutLinked(entries));
		}
	}

	/** After a crash something may be linked that still waits. */
	async #withoutLinked(entries: Unlinked[]) {
		const ids = entries.map(({ sourceId }) => sourceId);
		const found = await this.#entries.find({ sourceId: { $in: ids } }, { sourceId: 1 }).lean();
		const linked = new Set(found.map(({ sourceId }) => sourceId));
		return entries.filter(({ sourceId }) => !linked.has(sourceId));
	}

	async #settle(changes: string[], actions: string[]) {
		await Promise.all([this.#unmark(changes), this.#forget(actions)]);
		this.#held.settle(changes);
	}

	async #unmark(changes: string[]) {
		if (changes.length === 0) return;
		const pending = { _id: { $in: changes } };
		await this.#changes().updateMany(pending, { $unset: { auditPending: 1 } });
	}

	async #forget(actions: string[]) {
		if (actions.length > 0) await this.#actions().deleteMany({ _id: { $in: actions } });
	}

	async #head() {
		const last = await this.#entries.findOne().sort({ seq: -1 }).lean();
		return last ? { seq: last.seq, hash: last.hash } : lastCut(this.#entries);
	}

	async #before(seq: number): Promise<Cut> {
		const found = await this.#entries.findOne({ seq: seq - 1 }).lean();
		return { seq: seq - 1, hash: found?.hash ?? ROOT_HASH };
	}

	#changes() {
		return this.#connection.collection<Change & Pending>(CHANGES);
	}

	#actions() {
		return this.#connection.collection<NotedAction & Pending>(NOTED_ACTIONS);
	}
}

/** Ids ascend with time. */
function firstOf<Document extends Pending>(collection: Collection<Document>) {
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
