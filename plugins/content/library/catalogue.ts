/**
 * The library's entries in memory, without their words: to filter and count ten thousand of them takes the store far
 * longer. It follows every change of this process, and is used only while no other process writes to the store.
 */
import type { Change, ServiceMembers, StoredDocument } from "lyceum";
import { entryId, toEntry } from "./entries.ts";
import { ENTRY_FIELDS, LibraryEntry, type Edition, type Entry } from "./entry.model.ts";
import { COUNTED } from "./facets.ts";
import { ShownLists } from "./shown-lists.ts";

/** An entry without its words; it is never changed, but replaced. */
export type Row = Readonly<Omit<Entry, "words"> & { _id: string }>;

const COLLECTIONS: Record<string, Edition> = { content: "working", publishedContent: "published" };

const FIELDS = Object.fromEntries(
	[...ENTRY_FIELDS, "itemId", "edition", "changedAt"].map(field => [field, 1])
);

/** Entries come in messages that are read in a few milliseconds, so that requests are served between them. */
const AT_ONCE = 500;

export class Catalogue {
	readonly shown = new ShownLists(this);
	readonly #service: ServiceMembers;
	/** What was changed last is last, nearly: to order them costs little then. */
	readonly #rows = new Map<string, Row>();
	readonly #texts = new Map<string, string>();
	#ordered: readonly Row[] | null = null;
	#loading: Promise<void> | null = null;
	#isLoaded = false;
	readonly #changed = new Set<string>();

	constructor(service: ServiceMembers) {
		this.#service = service;
		service.onStop(service.broker.kernel.onChange(change => this.#follow(change)));
	}

	/** Begins to read the entries, so that nobody has to wait for them at the first search. */
	prepare() {
		// That search tries again, and tells its caller.
		this.isReady().catch(() => {});
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

	/** All entries, the newest first: the same list until one of them changes. */
	newestFirst(): readonly Row[] {
		this.#ordered ??= [...this.#rows.values()]
			.reverse()
			.sort((one, other) => other.changedAt.getTime() - one.changedAt.getTime());
		return this.#ordered;
	}

	async #load() {
		const rows = await this.#service
			.model(LibraryEntry)
			.find({}, FIELDS)
			.batchSize(AT_ONCE)
			.lean<Row[]>();
		// What has changed while they were read is newer.
		for (const row of rows) if (!this.#changed.has(row._id)) this.#put(row);
		this.#changed.clear();
		this.#isLoaded = true;
	}

	#follow({ collection, documentId, after }: Change) {
		const edition = COLLECTIONS[collection];
		if (!edition || !this.#loading) return;
		const id = entryId(documentId, edition);
		if (!this.#isLoaded) this.#changed.add(id);
		this.#rows.delete(id);
		this.#ordered = null;
		if (after) this.#put(rowOf(edition, after));
		if (edition === "working" && after) this.#shareAlong(documentId, after);
	}

	/** Who may read the working copy counts for the published entry too. */
	#shareAlong(itemId: string, after: Record<string, unknown>) {
		const published = this.#rows.get(entryId(itemId, "published"));
		if (!published) return;
		const { sharedWith, reviewers, shared } = rowOf("working", after);
		this.#put({ ...published, sharedWith, reviewers, shared });
	}

	/** Takes a row that nobody else holds. */
	#put(row: Row) {
		this.#shareTexts(row);
		this.#rows.set(row._id, row);
		this.#ordered = null;
	}

	/** Entries have few different values: where these are the same texts, they are counted faster and kept once. */
	#shareTexts(row: Record<string, unknown>) {
		for (const field of COUNTED) {
			const value = row[field];
			if (typeof value === "string") row[field] = this.#shared(value);
			else if (Array.isArray(value)) row[field] = value.map(text => this.#shared(text));
		}
	}

	#shared(text: string): string {
		const known = this.#texts.get(text);
		if (known !== undefined) return known;
		this.#texts.set(text, text);
		return text;
	}
}

function rowOf(edition: Edition, after: Record<string, unknown>): Row {
	const { words: _words, ...row } = toEntry(edition, after as StoredDocument);
	return row;
}
