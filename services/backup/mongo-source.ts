/** The documents of an engine behind `MONGO_URL`, read in a session that shows them as of one moment. */
import type mongoose from "mongoose";
import { connectStore } from "../kernel/connection.ts";
import { BackupError } from "./backup-error.ts";
import type { CollectionInfo, IndexInfo } from "./format.ts";
import type { Source } from "./source.ts";

export async function openMongoSource(url: string, isSnapshotWanted: boolean): Promise<Source> {
	const connection = await connectStore(url);
	const db = connection.db!;
	const session = isSnapshotWanted
		? connection.getClient().startSession({ snapshot: true })
		: undefined;
	const close = async () => {
		await session?.endSession();
		await connection.close();
	};
	if (session) {
		const refusal = await refusalOf(db, session);
		if (refusal !== null) {
			await close();
			throw new BackupError(
				`The store shows no snapshot (${refusal}): where it is one of "npm run store", name its folder with --store; else --without-snapshot takes each collection as it is when it is read`
			);
		}
	}
	return {
		isConsistent: session !== undefined,
		async collections() {
			const listed = await db.listCollections().toArray();
			const real = listed.filter(
				({ type, name }) => type !== "view" && !name.startsWith("system.")
			);
			return Promise.all(real.map(info => describe(db, info)));
		},
		async *documents(name) {
			const options = { raw: true, ...(session && { session }) };
			const found = db.collection(name).find({}, options).sort({ _id: 1 });
			for await (const document of found) yield document as unknown as Uint8Array;
		},
		close
	};
}

/** Why a session shows no snapshot; null when it does. Its moment is that of the first read. */
async function refusalOf(db: mongoose.mongo.Db, session: mongoose.mongo.ClientSession) {
	try {
		await db.collection("plugins").findOne({}, { session });
	} catch (error) {
		return (error as Error).message;
	}
	// An engine that takes the wish and ignores it tells no time.
	const { snapshotTime } = session as { snapshotTime?: unknown };
	return snapshotTime ? null : "it does not say of which moment";
}

async function describe(
	db: mongoose.mongo.Db,
	{ name, options = {} }: { name: string; options?: object }
): Promise<CollectionInfo> {
	const indexes = await db.collection(name).indexes();
	return {
		name,
		options: { ...options },
		indexes: indexes.filter(index => index.name !== "_id_") as IndexInfo[]
	};
}
