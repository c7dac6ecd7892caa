/** Creates, changes, removes and restores one document, with the caller's rights checked before and after. */
import { isDeepStrictEqual } from "node:util";
import type { Model } from "mongoose";
import { abilityOf, isAllowed, type Ability } from "../ability.ts";
import type { Ctx } from "../context.ts";
import { accessErrors, documentErrors } from "../errors.ts";
import { newId } from "../model.ts";
import { allOf, documentScope } from "./access.ts";
import { commit, driverCollection, TRASH, TRASH_DAYS } from "./changes.ts";
import { mergePatch } from "./merge-patch.ts";
import { presentWritten } from "./represent.ts";
import { requireId, type CollectionService, type StoredDocument, type Target } from "./target.ts";
import { spokenFields, validationError } from "./validation-error.ts";

type Input = Record<string, unknown>;

/** How often a change without an expected revision is tried anew when others change the document too. */
const MAX_ATTEMPTS = 5;

const DAY_MS = 24 * 60 * 60 * 1000;

interface TrashedDocument {
	_id: string;
	collection: string;
	document: StoredDocument;
	removedBy: string | null;
	expiresAt: Date;
}

export async function createDocument(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>,
	input: Input
) {
	target.validators.create(input);
	const { owner } = target.options;
	const fields = owner ? { ...input, [owner]: ctx.meta.caller?.id ?? null } : input;
	const now = new Date();
	const system = { _id: newId(), rev: 1, createdAt: now, updatedAt: now };
	const after = await complete(service, target, ctx, "create", null, { ...fields, ...system });
	requireWrite(abilityOf(ctx), "create", target, after, Object.keys(input));
	return commit(service, target, ctx, {
		type: "created",
		before: null,
		after,
		answer: presentWritten(target, ctx, after),
		write: async (documents, session) => {
			await documents.insertOne(after, { session });
		}
	});
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

/** Carries over what only the server sets inside of a field that a body replaces. */
function withKept(after: Input, before: Input, path: string): Input {
	const [key, ...rest] = path.split(".") as [string, ...string[]];
	const value = before[key];
	if (value === undefined) return after;
	if (rest.length === 0) return { ...after, [key]: value };
	if (!isRecord(value)) return after;
	const own = isRecord(after[key]) ? after[key] : {};
	const kept = withKept(own, value, rest.join("."));
	return kept === own ? after : { ...after, [key]: kept };
}

function isRecord(value: unknown): value is Input {
	return typeof value === "object" && value !== null && !Array.isArray(value);
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
	await commit(service, target, ctx, {
		type: "removed",
		before,
		after: null,
		answer: null,
		write: async (documents, session) => {
			const { deletedCount } = await documents.deleteOne(
				{ _id: id, rev: before.rev },
				{ session }
			);
			if (deletedCount === 0) throw documentErrors.CONTENDED({ id });
			await trashOf(service).insertOne(trashed(target, ctx, before), { session });
		}
	});
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
	const after = { ...entry.document, rev: entry.document.rev + 2, updatedAt: new Date() };
	return commit(service, target, ctx, {
		type: "restored",
		before: null,
		after,
		answer: presentWritten(target, ctx, after),
		write: async (documents, session) => {
			const { deletedCount } = await trashOf(service).deleteOne({ _id: key }, { session });
			if (deletedCount === 0) throw documentErrors.CONTENDED({ id });
			await documents.insertOne(after, { session });
		}
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
		const answer = await commitReplacement(service, target, ctx, before, after);
		if (answer !== LOST_RACE) return answer as Record<string, unknown>;
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
		const answer = await commitReplacement(service, target, ctx, before, after);
		if (answer !== LOST_RACE) return answer;
	}
	throw documentErrors.CONTENDED({ id });
}

/** The fields that a body makes other than they were, also those that a PUT leaves out. */
function changedFields({ bodySchemas }: Target, before: Input, after: Input) {
	const writable = Object.keys(bodySchemas.replace.properties ?? {});
	return writable.filter(field => !isDeepStrictEqual(before[field], after[field]));
}

const LOST_RACE = Symbol("another write came first");

async function commitReplacement(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>,
	before: StoredDocument,
	after: StoredDocument
) {
	try {
		return await commit(service, target, ctx, {
			type: "updated",
			before,
			after,
			answer: presentWritten(target, ctx, after),
			write: async (documents, session) => {
				const { matchedCount } = await documents.replaceOne(
					{ _id: before._id, rev: before.rev },
					after,
					{ session }
				);
				if (matchedCount === 0) throw LOST_RACE;
			}
		});
	} catch (error) {
		if (error === LOST_RACE) return LOST_RACE;
		throw error;
	}
}

/** Sets defaults and types by the model, asks the collection's `prepare`, and validates the whole. */
async function complete(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>,
	operation: "create" | "update",
	before: StoredDocument | null,
	fields: Input
): Promise<StoredDocument> {
	await target.options.prepare?.call(service, fields, { ctx, operation, before });
	const model = service.model(target.definition) as unknown as Model<StoredDocument>;
	const document = new model(fields as unknown as StoredDocument);
	await document.validate().catch(error => {
		throw validationError(error, spokenFields(target, ctx, before ?? document.toObject()));
	});
	return document.toObject({ flattenMaps: true });
}

/** The document to change: a 404 when the caller may not see it, a 403 when it may see but not change it. */
async function findForWrite(
	service: CollectionService,
	target: Target,
	ctx: Ctx<unknown>,
	action: "update" | "delete",
	id: string
): Promise<StoredDocument> {
	const ability = abilityOf(ctx);
	const documents = driverCollection(service, target);
	const own = { _id: requireId(id) };
	const found = await documents.findOne(allOf(own, documentScope(ability, action, target)));
	if (found) return found;
	const readable = ability.can("read", target.subject)
		? await documents.findOne(allOf(own, documentScope(ability, "read", target)), {
				projection: { _id: 1 }
			})
		: null;
	if (readable) throw accessErrors.FORBIDDEN({ action, subject: `this ${target.subject}` });
	throw documentErrors.NOT_FOUND({ subject: target.subject, id });
}

function requireRevision(document: StoredDocument, expected: number | undefined) {
	if (expected === undefined || expected === document.rev) return;
	throw documentErrors.STALE({ expected, found: document.rev });
}

function requireWrite(
	ability: Ability,
	action: string,
	{ subject }: Target,
	document: StoredDocument,
	fields: string[]
) {
	if (!isAllowed(ability, action, subject, document))
		throw accessErrors.FORBIDDEN({ action, subject: `this ${subject}` });
	for (const field of fields) {
		if (!isAllowed(ability, action, subject, document, field))
			throw accessErrors.FORBIDDEN({ action, subject, field });
	}
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
