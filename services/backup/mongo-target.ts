/**
 * Restores to the database behind `MONGO_URL`: into collections of other names first, which are renamed to
 * their own at the end. Nobody else may work on the database meanwhile.
 */
import { randomBytes } from "node:crypto";
import { connectStore } from "../kernel/connection.ts";
import type { Storage } from "../files/storage/storage.ts";
import { BackupError } from "./backup-error.ts";
import { DocumentWriter } from "./document-writer.ts";
import type { Target } from "./target.ts";

export interface MongoPlace {
	url: string;
	files: Storage;
	force: boolean;
}

/** Throws a `BackupError` when there are collections in the database and nobody has said that they may go. */
export async function openMongoTarget({ url, files, force }: MongoPlace): Promise<Target> {
	const connection = await connectStore(url);
	const db = connection.db!;
	const prefix = `restoring.${randomBytes(4).toString("hex")}.`;
	const names = async () =>
		(await db.listCollections({}, { nameOnly: true }).toArray())
			.map(({ name }) => name)
			.filter(name => !name.startsWith("system."));
	const before = await names();
	if (before.length > 0 && !force) {
		await connection.close();
		throw new BackupError(
			`There are ${before.length} collections in the database "${db.databaseName}". A backup is restored into an empty one; with --force it takes their place, and they are lost`
		);
	}
	const writer = new DocumentWriter(db, prefix);
	const abandon = async () => {
		for (const name of await names())
			if (name.startsWith(prefix)) await db.dropCollection(name);
		await connection.close();
	};
	return {
		files,
		requireSpace: () => Promise.resolve(),
		collection: info => writer.begin(info),
		document: bytes => writer.add(bytes),
		requireDocuments: collections => writer.requireDocuments(collections),
		async commit() {
			const made = (await names()).filter(name => name.startsWith(prefix));
			const restored = made.map(name => name.slice(prefix.length));
			for (const name of before) if (!restored.includes(name)) await db.dropCollection(name);
			for (const name of restored)
				await db.renameCollection(`${prefix}${name}`, name, { dropTarget: true });
			await connection.close();
		},
		abandon
	};
}
