/**
 * Lets the trail forget what is old. The last entry that goes is noted in an entry of its own, so that the
 * chain has a place to begin at, and a cut that nobody made on purpose is seen.
 */
import type { Connection, Model } from "mongoose";
import { newId, type Stored } from "../../mixins/index.ts";
import type { AuditEntryFields } from "./audit-entry.model.ts";
import { hashOf, ROOT_HASH } from "./chain.ts";
import type { NotedAction } from "./entries.ts";

/** What the entry that tells of a cut is called. */
export const TRIMMED = "audit.trimmed";

/** Actions that were noted and wait for their place in the trail. */
export const NOTED_ACTIONS = "auditQueue";

/** The last entry that is gone; the first that is left is linked to it. */
export interface Cut {
	seq: number;
	hash: string;
}

type EntryModel = Model<AuditEntryFields & Stored>;

/** Where the trail begins: behind the last cut, or behind nothing. */
export async function lastCut(entries: EntryModel): Promise<Cut> {
	const told = await entries.find({ eventType: TRIMMED }).lean();
	const cuts = told.filter(entry => hashOf(entry) === entry.hash).map(cutIn);
	return cuts.reduce((last, cut) => (cut.seq > last.seq ? cut : last), {
		seq: 0,
		hash: ROOT_HASH
	});
}

/** The last entry that is older than `before`, apart from the newest of all, which always stays. */
export async function nextCut(entries: EntryModel, before: Date): Promise<Cut | null> {
	const recent = await entries
		.findOne({ at: { $gte: before } })
		.sort({ seq: 1 })
		.lean();
	const firstKept = recent ?? (await entries.findOne().sort({ seq: -1 }).lean());
	const last = firstKept && (await entries.findOne({ seq: firstKept.seq - 1 }).lean());
	return last && { seq: last.seq, hash: last.hash };
}

/** Notes a cut for the trail, as the system's own action. */
export async function noteCut(connection: Connection, { seq: through, hash }: Cut): Promise<void> {
	const noted: NotedAction & { auditPending: true } = {
		_id: newId(),
		at: new Date(),
		action: TRIMMED,
		actor: { id: null, kind: "system", viewedBy: null },
		code: null,
		params: { through, hash },
		requestId: null,
		address: null,
		auditPending: true
	};
	await connection.collection<typeof noted>(NOTED_ACTIONS).insertOne(noted);
}

function cutIn({ details }: Pick<AuditEntryFields, "details">): Cut {
	const { params } = JSON.parse(details) as { params: { through: number; hash: string } };
	return { seq: params.through, hash: params.hash };
}
