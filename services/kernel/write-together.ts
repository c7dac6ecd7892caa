/** Several writes that are one: all of them, or none. */
import type { ClientSession, Connection, mongo } from "mongoose";
import type { DocumentWrite } from "../../mixins/index.ts";

/** The store's own word for a write that has found no document. */
const NO_MATCHING_DOCUMENT = 47;

/**
 * Writes in one message to the driver's `admin` database, which the embedded store carries out as a whole;
 * false when a document was not found.
 */
export async function writeInOneMessage(
	admin: mongo.Db,
	databaseName: string,
	writes: DocumentWrite[]
): Promise<boolean> {
	const names = [...new Set(writes.map(({ collection }) => collection))];
	try {
		await admin.command({
			bulkWrite: 1,
			atomic: true,
			errorsOnly: true,
			ops: writes.map(write => operationOf(write, names.indexOf(write.collection))),
			nsInfo: names.map(name => ({ ns: `${databaseName}.${name}` }))
		});
		return true;
	} catch (error) {
		if ((error as { code?: unknown }).code === NO_MATCHING_DOCUMENT) return false;
		throw error;
	}
}

function operationOf(write: DocumentWrite, index: number) {
	switch (write.kind) {
		case "insert":
			return { insert: index, document: write.document };
		case "replace":
			return { update: index, filter: write.filter, updateMods: write.document };
		case "set":
			return {
				update: index,
				filter: write.filter,
				updateMods: { $set: write.fields },
				// A write of many may find none.
				...(write.mayBeMissing && { multi: true })
			};
		case "remove":
			return { delete: index, filter: write.filter };
	}
}

/** Writes one after another, in the transaction of the session if there is one; false, and nothing more, when a document was not found. */
export async function writeInTransaction(
	connection: Connection,
	session: ClientSession | undefined,
	writes: DocumentWrite[]
): Promise<boolean> {
	for (const write of writes) {
		const collection = connection.db!.collection<{ _id: string }>(write.collection);
		if (!(await writeOne(collection, session, write))) return false;
	}
	return true;
}

async function writeOne(
	collection: mongo.Collection<{ _id: string }>,
	session: ClientSession | undefined,
	write: DocumentWrite
): Promise<boolean> {
	switch (write.kind) {
		case "insert":
			await collection.insertOne(write.document, { session });
			return true;
		case "replace": {
			const { filter, document } = write;
			const { matchedCount } = await collection.replaceOne(filter, document, { session });
			return matchedCount === 1;
		}
		case "set": {
			const { filter, fields, mayBeMissing = false } = write;
			const { matchedCount } = await collection.updateOne(
				filter,
				{ $set: fields },
				{ session }
			);
			return matchedCount === 1 || mayBeMissing;
		}
		case "remove": {
			const { deletedCount } = await collection.deleteOne(write.filter, { session });
			return deletedCount === 1;
		}
	}
}
