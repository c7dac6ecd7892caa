/**
 * The library's entries in memory, without their words: to filter and count ten thousand of them takes the store far
 * longer. It follows every change of this process, and is used only while no other process writes to the store.
 */
import {
	isAllowed,
	type Ability,
	type Change,
	type ServiceMembers,
	type StoredDocument
} from "lyceum";
import { entryId, toEntry } from "./entries.ts";
import { ENTRY_FIELDS, LibraryEntry, type Edition, type Entry } from "./entry.model.ts";

/** An entry without its words; it is never changed, but replaced. */
export type Row = Readonly<Omit<Entry, "words"> & { _id: string }>;

const COLLECTIONS: Record<string, Edition> = { content: "working", publishedContent: "published" };

const FIELDS = Object.fromEntries(
	[...ENTRY_FIELDS, "itemId", "edition", "changedAt"].map(field => [field, 1])
);

interface Shown {
	version: number;
	lists: Map<Edition | undefined, readonly Row[]>;
}

export class Catalogue {
	readonly #service: ServiceMembers;
	readonly #rows = new Map<string, Row>();
	/** Whether an ability lets its holder read a row: asked once for each, since neither ever changes. */
	readonly #readable = new WeakMap<Ability, WeakMap<Row, boolean>>();
	readonly #shown = new WeakMap<Ability, Shown>();
	/** Raised by every change. */
	#version = 0;
	#loading: Promise<void> | null = null;

	constructor(service: ServiceMembers) {
		this.#service = service;
		service.onStop(service.broker.kernel.onChange(change => this.#follow(change)));
	}

	/** Reads the entries if that was not done yet; false where other processes may write to the store. */
	async isReady(): Promise<boolean> {
		if (this.#service.broker.kernel.revisionOf(LibraryEntry.collection) === null) return false;
		this.#loading ??= this.#load().catch(error => {
			this.#loading = null;
			throw error;
		});
		await this.#loading;
		return true;
	}

	/** What the ability's holder is shown, each item once, the newest first; kept until something changes. */
	shownTo(ability: Ability, edition: Edition | undefined): readonly Row[] {
		let kept = this.#shown.get(ability);
		if (kept?.version !== this.#version) kept = { version: this.#version, lists: new Map() };
		this.#shown.set(ability, kept);
		const known = kept.lists.get(edition);
		if (known) return known;
		const shown = [...this.#rows.values()]
			.filter(row => this.#isShown(ability, row, edition))
			.sort((one, other) => other.changedAt.getTime() - one.changedAt.getTime());
		kept.lists.set(edition, shown);
		return shown;
	}

	/** What is published stands back where the working copy may be read. */
	#isShown(ability: Ability, row: Row, edition: Edition | undefined): boolean {
		if (edition && row.edition !== edition) return false;
		if (!this.#isReadable(ability, row)) return false;
		if (edition || row.edition === "working") return true;
		const working = this.#rows.get(row.itemId);
		return !working || !this.#isReadable(ability, working);
	}

	#isReadable(ability: Ability, row: Row): boolean {
		const known = this.#readable.get(ability) ?? new WeakMap<Row, boolean>();
		this.#readable.set(ability, known);
		const before = known.get(row);
		if (before !== undefined) return before;
		const subject = row.edition === "working" ? "ContentItem" : "PublishedItem";
		const is = isAllowed(ability, "read", subject, { ...row, _id: row.itemId });
		known.set(row, is);
		return is;
	}

	async #load() {
		const rows = await this.#service.model(LibraryEntry).find({}, FIELDS).lean<Row[]>();
		// What has changed while they were read is newer.
		for (const row of rows) if (!this.#changed.has(row._id)) this.#rows.set(row._id, row);
		this.#changed.clear();
		this.#isLoaded = true;
		this.#version++;
	}

	readonly #changed = new Set<string>();
	#isLoaded = false;

	#follow({ collection, documentId, after }: Change) {
		const edition = COLLECTIONS[collection];
		if (!edition || !this.#loading) return;
		this.#version++;
		const id = entryId(documentId, edition);
		if (!this.#isLoaded) this.#changed.add(id);
		if (after) this.#rows.set(id, rowOf(edition, after));
		else this.#rows.delete(id);
		if (edition === "working" && after) this.#shareAlong(documentId, after);
	}

	/** Who may read the working copy counts for the published entry too. */
	#shareAlong(itemId: string, after: Record<string, unknown>) {
		const published = this.#rows.get(entryId(itemId, "published"));
		if (!published) return;
		const { sharedWith, reviewers, shared } = rowOf("working", after);
		this.#rows.set(published._id, { ...published, sharedWith, reviewers, shared });
	}
}

function rowOf(edition: Edition, after: Record<string, unknown>): Row {
	const { words: _words, ...row } = toEntry(edition, after as StoredDocument);
	return row;
}
