/** Removes documents to the trash and takes them back out of it, with the caller's rights checked. */
import { abilityOf, isAllowed } from "../ability.ts";
import type { Ctx } from "../context.ts";
import { documentErrors } from "../errors.ts";
import { withCleanHtml } from "../html.ts";
import { commit, TRASH, TRASH_DAYS } from "./changes.ts";
import { presentWritten } from "./represent.ts";
import { requireId, type CollectionService, type StoredDocument, type Target } from "./target.ts";
import { findForWrite, requireRevision } from "./writable.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

interface TrashedDocument {
	_id: string;
	collection: string;
	document: StoredDocument;
	removedBy: string | null;
	expiresAt: Date;
}

/** Moves the document to the trash, from where it can be restored for 30 days. */
export async function removeDocument(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>,
	id: string,
	expectedRev?: number
): Promise<void> {
	const before = await findForWrite(service, target, ctx, "delete", id);
	requireRevision(before, expectedRev);
	const { collection } = target.definition;
	const isDone = await commit(service, target, ctx, {
		type: "removed",
		before,
		after: null,
		answer: null,
		writes: [
			{ collection, kind: "remove", filter: { _id: id, rev: before.rev } },
			{ collection: TRASH, kind: "insert", document: trashed(target, ctx, before) }
		]
	});
	if (!isDone) throw documentErrors.CONTENDED({ id });
}

/** Takes a removed document back out of the trash. */
export async function restoreDocument(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>,
	id: string
) {
	const key = trashKey(target, requireId(id));
	const entry = await trashOf(service).findOne({ _id: key });
	if (!entry || !isAllowed(abilityOf(ctx), "delete", target.subject, entry.document)) {
		throw documentErrors.NOT_FOUND({ subject: `removed ${target.subject}`, id });
	}
	// It may come from a time when its fields were not declared to hold HTML.
	const document = withCleanHtml(entry.document, target.htmlPaths);
	const after = { ...document, rev: document.rev + 2, updatedAt: new Date() };
	const { collection } = target.definition;
	const answer = presentWritten(target, ctx, after);
	const isDone = await commit(service, target, ctx, {
		type: "restored",
		before: null,
		after,
		answer,
		writes: [
			{ collection: TRASH, kind: "remove", filter: { _id: key } },
			{ collection, kind: "insert", document: after }
		]
	});
	if (!isDone) throw documentErrors.CONTENDED({ id });
	return answer;
}

function trashOf(service: CollectionService) {
	return service.broker.kernel.connection.collection<TrashedDocument>(TRASH);
}

function trashed(target: Target, ctx: Ctx<unknown>, document: StoredDocument): TrashedDocument {
	return {
		_id: trashKey(target, document._id),
		collection: target.definition.collection,
		document,
		removedBy: ctx.meta.caller?.id ?? null,
		expiresAt: new Date(Date.now() + TRASH_DAYS * DAY_MS)
	};
}

function trashKey({ definition }: Target, id: string) {
	return `${definition.collection}/${id}`;
}
