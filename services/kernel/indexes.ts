/** The indexes of the collections that belong to no model: changes, trash. */
import type { Connection } from "mongoose";
import { CHANGES, TRASH } from "../../mixins/collection/changes.ts";

export async function createKernelIndexes(connection: Connection): Promise<void> {
	await Promise.all([
		connection
			.collection(CHANGES)
			.createIndex({ collection: 1, documentId: 1, rev: -1 }, { unique: true }),
		connection.collection(TRASH).createIndex({ collection: 1, expiresAt: -1 }),
		connection.collection(TRASH).createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 })
	]);
}
