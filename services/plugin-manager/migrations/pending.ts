/** Which migrations of a version have to run before it can start. */
import type { Migration } from "../../../mixins/index.ts";
import type { Release } from "../desired.ts";
import { errors } from "../errors.ts";
import { versionKey, type Sources } from "../sources.ts";
import { loadMigration, readMigrations, type MigrationFile } from "./files.ts";
import { isUndone, type MigrationRecord } from "./records.ts";

/** A version of a plugin, which need not run. */
export type KnownRelease = Release & { _id: string };

export interface Loaded extends MigrationFile {
	migration: Migration;
}

/** The migrations that versions bring, wherever their files lie. */
export class Releases {
	readonly #sources: Sources;

	constructor(sources: Sources) {
		this.#sources = sources;
	}

	async files(release: KnownRelease): Promise<MigrationFile[]> {
		return readMigrations(release._id, await this.#sources.folderOf(release));
	}

	async load(release: KnownRelease, files: MigrationFile[]): Promise<Loaded[]> {
		const { _id: name, source, integrity } = release;
		const folder = await this.#sources.folderOf(release);
		// A package's folder is named by its bytes.
		const version = source === "bundled" ? versionKey(integrity) : "";
		return Promise.all(
			files.map(async ({ number, file, checksum }) => ({
				number,
				file,
				checksum,
				migration: await loadMigration(name, folder, file, version)
			}))
		);
	}
}

/** Throws for a file that was changed after it ran, and for one that comes too late. */
export function pendingOf(
	{ _id: name }: KnownRelease,
	files: MigrationFile[],
	records: MigrationRecord[]
): MigrationFile[] {
	const done = new Map(
		records.filter(({ expand }) => !isUndone(expand)).map(record => [record.number, record])
	);
	const last = Math.max(0, ...done.keys());
	return files.filter(({ number, file, checksum }) => {
		const ran = done.get(number);
		if (ran && ran.checksum !== checksum) throw errors.MIGRATION_CHANGED({ name, file });
		const isNew = records.every(record => record.number !== number);
		if (isNew && number < last)
			throw errors.MIGRATION_LATE({ name, file, last: done.get(last)!.file });
		return !ran;
	});
}
