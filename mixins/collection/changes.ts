/**
 * Commits a change: the document, its entry in `changes` and, when the request may be repeated, its
 * answer are one transaction. The entries are the document's history.
 */
import type { Collection as DriverCollection } from "mongodb";
import type { Change, Ctx, DocumentWrite } from "../context.ts";
import { documentErrors } from "../errors.ts";
import { newId } from "../model.ts";
import { notify, type Notice } from "../notifications.ts";
import { holdingFiles } from "./file-uses.ts";
import {
	actorOf,
	type CollectionService,
	type CommittedChange,
	type StoredDocument,
	type Target
} from "./target.ts";

/** Where every collection's changes are kept. */
export const CHANGES = "changes";

/** A removed document as it is kept until it is restored or expires. */
export const TRASH = "trash";

/** How long a removed document can be restored. */
export const TRASH_DAYS = 30;

/** MongoDB's error code of a violated unique index. */
const DUPLICATE_KEY = 11000;

export interface PendingChange {
	type: Change["type"];
	before: StoredDocument | null;
	after: StoredDocument | null;
	/** What writes the document itself; the first of them finds out whether it has changed meanwhile. */
	writes: DocumentWrite[];
	/** What the caller is answered; kept with the change when the request may be repeated. */
	answer: object | null;
}

/**
 * Commits one change and announces it; false when the document that it is about has changed meanwhile.
 * Throws `DOCUMENT_DUPLICATE` when a unique index refuses it.
 */
export function commit(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>,
	pending: PendingChange
): Promise<boolean> {
	const kept = service.broker.kernel.answerToKeep(ctx, pending.answer);
	return commitAll(service, target, ctx, [pending], kept ? [kept] : []);
}

/** Commits changes together with other writes, as `commit` does one. */
export async function commitAll(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>,
	pending: PendingChange[],
	others: DocumentWrite[]
): Promise<boolean> {
	const { kernel } = service.broker;
	const changes = pending.map(one => ({ ...one, entry: entryOf(target, ctx, one) }));
	const { alongside } = target.options;
	const writes = changes.flatMap(({ writes: own, entry, ...change }): DocumentWrite[] => [
		...own,
		{ collection: CHANGES, kind: "insert", document: entry },
		...(alongside?.call(service, ctx, change) ?? [])
	]);
	const notices = changes.flatMap(({ entry, before, after }) =>
		noticesOf(service, target, ctx, { ...entry, before, after })
	);
	const writeAll = () => kernel.writeTogether([...writes, ...others]);
	const write = () =>
		notices.length === 0
			? writeAll()
			: kernel.transaction(async () => (await writeAll()) && sendAll(ctx, notices));
	const isDone = await holdingFiles(service, target, ctx, pending, write).catch(error => {
		throw isDuplicate(error) ? duplicateError(error, target) : error;
	});
	if (isDone)
		kernel.afterCommit(() =>
			changes.forEach(change => tell(service, target, ctx, change.entry, change))
		);
	return isDone;
}

function noticesOf(
	service: CollectionService,
	{ options }: Target,
	ctx: Ctx<unknown>,
	change: CommittedChange
): Notice[] {
	return options.notify?.call(service, ctx, change) ?? [];
}

async function sendAll(ctx: Ctx<unknown>, notices: Notice[]): Promise<true> {
	for (const { kind, ...notification } of notices) await notify(ctx, kind, notification);
	return true;
}

function tell(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>,
	change: Change,
	{ before, after }: PendingChange
) {
	ctx.meta.changed = true;
	service.broker.kernel.changed(change);
	announce(service, target, ctx, change);
	tellService(service, target, ctx, { ...change, before, after });
}

/** The driver's own collection: what mongoose adds per document is not needed here and costs. */
export function driverCollection(
	service: CollectionService,
	target: Target
): DriverCollection<StoredDocument> {
	// mongoose types every collection as one whose ids are ObjectIds.
	return service.model(target.definition)
		.collection as unknown as DriverCollection<StoredDocument>;
}

function entryOf(
	target: Target,
	ctx: Ctx<unknown>,
	{ type, before, after }: PendingChange
): Change {
	const document = (after ?? before)!;
	return {
		_id: newId(),
		collection: target.definition.collection,
		documentId: document._id,
		rev: type === "removed" ? document.rev + 1 : document.rev,
		type,
		at: new Date(),
		actor: actorOf(ctx.meta.caller),
		requestId: ctx.requestID,
		action: ctx.action?.name ?? null,
		address: ctx.meta.client?.address ?? null,
		auditPending: true,
		before,
		after
	};
}

/** `projects.project.created` with ids alone: who may hear it may not be allowed to read the document. */
function announce(service: CollectionService, target: Target, ctx: Ctx<unknown>, change: Change) {
	const noun = target.subject.charAt(0).toLowerCase() + target.subject.slice(1);
	const event = `${target.definition.collection}.${noun}.${change.type}`;
	const payload = {
		id: change.documentId,
		rev: change.rev,
		changeId: change._id,
		actorId: change.actor.id
	};
	ctx.emit(event, payload).catch(error =>
		service.logger.error(`The event ${event} was not sent`, error)
	);
}

/** What is committed stays so: a failure of the service's own words about it is logged alone. */
function tellService(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>,
	change: CommittedChange
) {
	const { committed } = target.options;
	if (!committed) return;
	(async () => committed.call(service, ctx, change))().catch(error =>
		service.logger.error(`${target.definition.collection} could not tell of a change`, error)
	);
}

function isDuplicate(
	error: unknown
): error is { code: number; keyValue?: Record<string, unknown> } {
	return (
		typeof error === "object" &&
		error !== null &&
		"code" in error &&
		error.code === DUPLICATE_KEY
	);
}

function duplicateError(error: { keyValue?: Record<string, unknown> }, target: Target) {
	const fields = Object.entries(error.keyValue ?? {}).filter(([path]) => target.fields.has(path));
	const errors = fields.map(([path, value]) => ({
		pointer: `/${path.replaceAll(".", "/")}`,
		message: "is taken",
		value,
		expected: `a value that no other ${target.subject} has`
	}));
	return documentErrors.DUPLICATE({ errors }, error);
}
