/** Creates and changes one document, with the caller's rights checked before and after. */
import { isDeepStrictEqual } from "node:util";
import { abilityOf, isAllowed } from "../ability.ts";
import type { Ctx } from "../context.ts";
import { documentErrors, requestErrors } from "../errors.ts";
import { newId } from "../model.ts";
import { commit, commitAll, driverCollection, type PendingChange } from "./changes.ts";
import { complete } from "./complete.ts";
import { withKept } from "./kept-paths.ts";
import { mergePatch } from "./merge-patch.ts";
import { presentWritten } from "./represent.ts";
import type { CollectionService, Input, StoredDocument, Target } from "./target.ts";
import { findForWrite, requireRevision, requireWrite } from "./writable.ts";

/** How often a change without an expected revision is tried anew when others change the document too. */
export const MAX_ATTEMPTS = 5;

export async function createDocument(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>,
	input: Input
) {
	const pending = await newDocument(service, target, ctx, input);
	// There is nothing that a new document could have to wait for but its own request.
	if (!(await commit(service, target, ctx, pending))) throw requestErrors.GIVEN_UP({});
	return pending.answer as { id: string };
}

/** What a create will write; throws when the input is not valid, or not the caller's to write. */
export async function newDocument(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>,
	input: Input
): Promise<PendingChange> {
	target.validators.create(input);
	const { owner } = target.options;
	const fields = owner ? { ...input, [owner]: ctx.meta.caller?.id ?? null } : input;
	const pending = await documentOf(service, target, ctx, fields);
	requireWrite(abilityOf(ctx), "create", target, pending.after, Object.keys(input));
	return pending;
}

/** Stores a document that the service makes by itself; see `CollectionMethods`. */
export async function addDocument(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>,
	fields: object
) {
	const pending = await documentOf(service, target, ctx, { ...fields });
	// What a repeated request is answered is the action's to say: it may add more than one.
	await commitAll(service, target, ctx, [pending], []);
	return pending.answer;
}

/** The change that stores a new document with these fields. */
async function documentOf(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>,
	fields: Input
) {
	const now = new Date();
	const system = { _id: newId(), rev: 1, createdAt: now, updatedAt: now };
	const after = await complete(service, target, ctx, "create", null, { ...fields, ...system });
	const { collection } = target.definition;
	return {
		type: "created" as const,
		before: null,
		after,
		answer: presentWritten(target, ctx, after),
		writes: [{ collection, kind: "insert" as const, document: after }]
	};
}

/** Merges a patch (RFC 7396) into the document; `rev` in it is the revision that it is based on. */
export function patchDocument(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>,
	id: string,
	patch: Input
) {
	target.validators.patch(patch);
	const { rev, ...fields } = patch;
	return changeDocument(service, target, ctx, id, rev as number | undefined, fields, before =>
		mergePatch(before, fields)
	);
}

/**
 * Puts another body in the document's place; what the server sets stays as it is, and so does a field
 * that the body leaves out and the caller may not change.
 */
export function replaceDocument(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>,
	id: string,
	{ rev, ...input }: Input
) {
	target.validators.replace(input);
	const writable = Object.keys(target.bodySchemas.replace.properties ?? {});
	const ability = abilityOf(ctx);
	return changeDocument(service, target, ctx, id, rev as number | undefined, input, before => {
		const kept = Object.entries(before).filter(
			([key]) =>
				!writable.includes(key) ||
				!isAllowed(ability, "update", target.subject, before, key)
		);
		const after = { ...Object.fromEntries(kept), ...input };
		return target.keptPaths.reduce((next, path) => withKept(next, before, path), after);
	});
}

/** Changes a document for a service that has checked the caller's rights; see `CollectionMethods`. */
export async function rewriteDocument(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>,
	id: string,
	change: (before: StoredDocument) => object | Promise<object>,
	expectedRev?: number
) {
	for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
		const before = await driverCollection(service, target).findOne({ _id: id });
		if (!before) throw documentErrors.NOT_FOUND({ subject: target.subject, id });
		const changed = await change(before);
		requireRevision(before, expectedRev);
		const next = { ...changed, rev: before.rev + 1, updatedAt: new Date() };
		const after = await complete(service, target, ctx, "update", before, next);
		const answer = presentWritten(target, ctx, after);
		if (await commitReplacement(service, target, ctx, before, after, answer)) return answer;
	}
	throw documentErrors.CONTENDED({ id });
}

async function changeDocument(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>,
	id: string,
	expectedRev: number | undefined,
	input: Input,
	change: (before: StoredDocument) => Input
) {
	for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
		const before = await findForWrite(service, target, ctx, "update", id);
		requireRevision(before, expectedRev);
		const changed = change(before);
		const touched = [...Object.keys(input), ...changedFields(target, before, changed)];
		requireWrite(abilityOf(ctx), "update", target, before, touched);
		const next = { ...changed, rev: before.rev + 1, updatedAt: new Date() };
		const after = await complete(service, target, ctx, "update", before, next);
		requireWrite(abilityOf(ctx), "update", target, after, touched);
		const answer = presentWritten(target, ctx, after);
		if (await commitReplacement(service, target, ctx, before, after, answer)) return answer;
	}
	throw documentErrors.CONTENDED({ id });
}

/** The fields that a body makes other than they were, also those that a PUT leaves out. */
function changedFields({ bodySchemas }: Target, before: Input, after: Input) {
	const writable = Object.keys(bodySchemas.replace.properties ?? {});
	return writable.filter(field => !isDeepStrictEqual(before[field], after[field]));
}

/** Writes the document if it still has the revision that the change is based on; false if it has not. */
function commitReplacement(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>,
	before: StoredDocument,
	after: StoredDocument,
	answer: object
): Promise<boolean> {
	const { collection } = target.definition;
	const filter = { _id: before._id, rev: before.rev };
	return commit(service, target, ctx, {
		type: "updated",
		before,
		after,
		answer,
		writes: [{ collection, kind: "replace", filter, document: after }]
	});
}
