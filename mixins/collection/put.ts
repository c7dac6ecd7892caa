/** Makes, changes or removes a document under a given id, for a service that has checked the caller's rights. */
import type { Change, Ctx } from "../context.ts";
import { documentErrors } from "../errors.ts";
import { CHANGES, commit, driverCollection, type PendingChange } from "./changes.ts";
import { complete } from "./complete.ts";
import { presentWritten } from "./represent.ts";
import type { CollectionService, Input, StoredDocument, Target } from "./target.ts";
import { MAX_ATTEMPTS } from "./write.ts";

/** What the document shall be; null when it shall not be. */
export type Put = (before: StoredDocument | null) => object | null | Promise<object | null>;

/** See `CollectionMethods`. */
export async function putDocument(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>,
	id: string,
	put: Put
): Promise<Input | null> {
	for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
		const before = await driverCollection(service, target).findOne({ _id: id });
		const fields = await put(before);
		if (!before && !fields) return null;
		const pending = fields
			? await pendingPut(service, target, ctx, id, before, fields)
			: pendingRemoval(target, before!);
		if (await commit(service, target, ctx, pending)) return pending.answer as Input | null;
	}
	throw documentErrors.CONTENDED({ id });
}

function pendingRemoval(target: Target, before: StoredDocument): PendingChange {
	const { collection } = target.definition;
	const filter = { _id: before._id, rev: before.rev };
	const writes = [{ collection, kind: "remove" as const, filter }];
	return { type: "removed", before, after: null, answer: null, writes };
}

async function pendingPut(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>,
	id: string,
	before: StoredDocument | null,
	fields: object
): Promise<PendingChange> {
	const updatedAt = new Date();
	const rev = before ? before.rev + 1 : await nextRev(service, target, id);
	const next = { ...fields, _id: id, rev, createdAt: before?.createdAt ?? updatedAt, updatedAt };
	const operation = before ? "update" : "create";
	const after = await complete(service, target, ctx, operation, before, next);
	const { collection } = target.definition;
	const filter = { _id: id, rev: before?.rev };
	return {
		type: before ? "updated" : "created",
		before,
		after,
		answer: presentWritten(target, ctx, after),
		writes: [
			before
				? { collection, kind: "replace", filter, document: after }
				: { collection, kind: "insert", document: after }
		]
	};
}

/** A document that is made again goes on counting, so that no two changes of it have the same number. */
async function nextRev(service: CollectionService, target: Target, id: string): Promise<number> {
	const last = await service.broker.kernel.connection
		.collection<Change>(CHANGES)
		.findOne(
			{ collection: target.definition.collection, documentId: id },
			{ sort: { rev: -1 }, projection: { rev: 1 } }
		);
	return (last?.rev ?? 0) + 1;
}
