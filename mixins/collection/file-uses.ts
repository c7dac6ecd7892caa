/**
 * Keeps which documents refer to which files, in the transaction that writes the document. It touches each file
 * that becomes referred to, as the removal of one does: of the two at the same moment, one finds the other.
 */
import type { ClientSession } from "mongoose";
import { abilityOf, scopeOf } from "../ability.ts";
import type { Change, Ctx } from "../context.ts";
import { requestErrors } from "../errors.ts";
import { FILE, FILE_CONTENTS, FILE_USES, FILES } from "../file-reference.ts";
import { allOf } from "./access.ts";
import type { CollectionService, StoredDocument, Target } from "./target.ts";

/** As long as a removed document lies in the trash. */
const HELD_AFTER_REMOVAL_MS = 30 * 24 * 60 * 60 * 1000;

interface Written {
	type: Change["type"];
	before: StoredDocument | null;
	after: StoredDocument | null;
}

/** A file's id, and the field that names it. */
interface Reference {
	id: string;
	pointer: string;
}

/** What one change does to the references of a document. */
interface Turn {
	documentId: string;
	type: Change["type"];
	added: Reference[];
	dropped: string[];
}

/** Runs `write`, which stores the changes, and with it what they do to references; throws a 400 for a file that is not there. */
export async function holdingFiles(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>,
	changes: Written[],
	write: () => Promise<boolean>
): Promise<boolean> {
	if (target.filePaths.length === 0) return write();
	const turns = changes.map(change => turnOf(target, change)).filter(isAnything);
	if (turns.length === 0) return write();
	const set = turns.filter(({ type }) => type !== "restored").flatMap(({ added }) => added);
	await requireReadable(service, ctx, set);
	return service.broker.kernel.transaction(async session => {
		if (!(await write())) return false;
		for (const turn of turns) await record(service, target, turn, session);
		return true;
	});
}

function turnOf(target: Target, { type, before, after }: Written): Turn {
	const was = type === "restored" ? [] : referencesIn(target, before);
	const is = referencesIn(target, after);
	const had = new Set(was.map(({ id }) => id));
	const has = new Set(is.map(({ id }) => id));
	return {
		documentId: (after ?? before)!._id,
		type,
		added: is.filter(({ id }, index) => !had.has(id) && firstOf(is, id) === index),
		dropped: [...had].filter(id => !has.has(id))
	};
}

function firstOf(references: Reference[], id: string) {
	return references.findIndex(reference => reference.id === id);
}

function isAnything({ added, dropped }: Turn) {
	return added.length > 0 || dropped.length > 0;
}

/** Every file that the document refers to, also in lists and maps. */
function referencesIn({ filePaths }: Target, document: StoredDocument | null): Reference[] {
	if (!document) return [];
	return filePaths.flatMap(path => valuesAt(document, path.split("."), ""));
}

function valuesAt(value: unknown, path: string[], pointer: string): Reference[] {
	if (Array.isArray(value))
		return value.flatMap((entry, index) => valuesAt(entry, path, `${pointer}/${index}`));
	const [key, ...rest] = path;
	if (key === undefined) return typeof value === "string" ? [{ id: value, pointer }] : [];
	if (typeof value !== "object" || value === null) return [];
	return Object.entries(value)
		.filter(([name]) => key === "$*" || key === name)
		.flatMap(([name, entry]) => valuesAt(entry, rest, `${pointer}/${name}`));
}

/** Who may not read a file may not hand it on either, and learns nothing of it. */
async function requireReadable(
	{ broker }: CollectionService,
	ctx: Ctx<unknown>,
	references: Reference[]
) {
	if (references.length === 0) return;
	const scope = scopeOf(abilityOf(ctx), "read", FILE);
	const ids = references.map(({ id }) => id);
	const readable =
		scope === null
			? []
			: await broker.kernel.connection
					.collection<{ _id: string }>(FILES)
					.find(allOf({ _id: { $in: ids } }, scope), { projection: { _id: 1 } })
					.toArray();
	const known = new Set(readable.map(({ _id }) => _id));
	const strange = references.filter(({ id }) => !known.has(id));
	if (strange.length > 0) throw notReadable(strange);
}

async function record(
	{ broker, name }: CollectionService,
	{ definition }: Target,
	{ documentId, type, added, dropped }: Turn,
	session: ClientSession
) {
	const { connection } = broker.kernel;
	const uses = connection.collection<{ _id: string }>(FILE_USES);
	const { collection: collectionName } = definition;
	const useOf = (fileId: string) => `${fileId}/${collectionName}/${documentId}`;
	const now = new Date();
	await touch(broker, added, now, session);
	for (const { id: fileId } of added)
		await uses.updateOne(
			{ _id: useOf(fileId) },
			{
				$set: { fileId, service: name.split("~", 1)[0]!, collectionName, documentId },
				$unset: { expiresAt: 1 }
			},
			{ upsert: true, session }
		);
	if (dropped.length === 0) return;
	const filter = { _id: { $in: dropped.map(useOf) } };
	if (type === "removed") {
		const expiresAt = new Date(now.getTime() + HELD_AFTER_REMOVAL_MS);
		await uses.updateMany(filter, { $set: { expiresAt } }, { session });
		return;
	}
	await uses.deleteMany(filter, { session });
	// Its time begins anew, so that it can be referred to again.
	await connection
		.collection<{ _id: string }>(FILE_CONTENTS)
		.updateMany({ _id: { $in: dropped } }, { $set: { touchedAt: now } }, { session });
}

/** Fails for a file that is being removed, and makes its removal fail otherwise. */
async function touch(
	{ kernel }: CollectionService["broker"],
	references: Reference[],
	touchedAt: Date,
	session: ClientSession
) {
	if (references.length === 0) return;
	const contents = kernel.connection.collection<{ _id: string }>(FILE_CONTENTS);
	const ids = references.map(({ id }) => id);
	const { matchedCount } = await contents.updateMany(
		{ _id: { $in: ids }, removing: { $ne: true } },
		{ $set: { touchedAt } },
		{ session }
	);
	if (matchedCount < ids.length) throw notReadable(references);
}

function notReadable(references: Reference[]) {
	return requestErrors.INVALID({
		errors: references.map(({ id, pointer }) => ({
			pointer,
			message: "names no file that you may read",
			value: id,
			expected: "the id of a file"
		}))
	});
}
