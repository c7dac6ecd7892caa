/** The end of the trail: knows the last entry, and adds new ones behind it. */
import type { Model } from "mongoose";
import { newId, type Stored } from "../../mixins/index.ts";
import { CHANGES } from "../../mixins/collection/changes.ts";
import type { Runtime } from "../kernel/runtime.ts";
import { AuditEntry, type AuditEntryFields } from "./audit-entry.model.ts";
import { link, type Unlinked } from "./chain.ts";
import { lastCut, type Cut } from "./retention.ts";

const DUPLICATE_KEY = 11000;

export type EntryModel = Model<AuditEntryFields & Stored>;

/** What tells a process that nobody else writes to the store, so that it need not ask what it wrote itself. */
export type SoleWriter = Pick<Runtime, "revisionOf" | "joinedWrites">;

export interface Appended {
	linked: AuditEntryFields[];
	/** True when the marks of the changes were taken away with it. */
	areUnmarked: boolean;
}

export class TrailEnd {
	readonly #entries: EntryModel;
	readonly #sole: SoleWriter | null;
	#known: { head: Cut; revision: number | null } | null = null;

	constructor(entries: EntryModel, sole: SoleWriter | null) {
		this.#entries = entries;
		this.#sole = sole;
	}

	/** The last entry; of an empty trail, what the first one will be linked to. */
	async head(): Promise<Cut> {
		if (this.#known && this.#known.revision === this.#revision()) return this.#known.head;
		const last = await this.#entries.findOne().sort({ seq: -1 }).lean();
		return last ? { seq: last.seq, hash: last.hash } : lastCut(this.#entries);
	}

	/** Adds entries; `held` are the changes among them whose marks can go in the same commit. */
	async append(entries: Unlinked[], held: string[]): Promise<Appended> {
		if (entries.length === 0) return { linked: [], areUnmarked: false };
		const linked = link(entries, await this.head());
		this.#known = null;
		try {
			const areUnmarked = await this.#write(linked, held);
			this.#keep(linked.at(-1)!);
			return { linked, areUnmarked };
		} catch (error) {
			// Another node has put its entries there, or these were linked before a crash.
			if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw error;
			return this.append(await this.#withoutLinked(entries), []);
		}
	}

	async #write(linked: AuditEntryFields[], held: string[]): Promise<boolean> {
		const now = new Date();
		const system = { rev: 1, createdAt: now, updatedAt: now };
		const documents = linked.map(entry => ({ _id: newId(), ...entry, ...system }));
		const joined = this.#sole?.joinedWrites;
		if (!joined || held.length === 0) {
			await this.#entries.collection.insertMany(documents as never[], { ordered: true });
			return false;
		}
		const { collection } = AuditEntry;
		await joined.write([
			...documents.map(document => ({ collection, kind: "insert" as const, document })),
			{ collection: CHANGES, kind: "clear", ids: held, field: "auditPending" }
		]);
		return true;
	}

	/** Who comes in between raises the revision, or takes the place of the next entry, which is then refused. */
	#keep({ seq, hash }: Cut) {
		const revision = this.#revision();
		this.#known = revision === null ? null : { head: { seq, hash }, revision };
	}

	#revision(): number | null {
		return this.#sole?.revisionOf(AuditEntry.collection) ?? null;
	}

	/** After a crash something may be linked that still waits. */
	async #withoutLinked(entries: Unlinked[]) {
		const ids = entries.map(({ sourceId }) => sourceId);
		const found = await this.#entries.find({ sourceId: { $in: ids } }, { sourceId: 1 }).lean();
		const linked = new Set(found.map(({ sourceId }) => sourceId));
		return entries.filter(({ sourceId }) => !linked.has(sourceId));
	}
}
