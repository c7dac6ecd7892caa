/** What a caller may write: the document to change, its revision, its fields. */
import { abilityOf, isAllowed, type Ability } from "../ability.ts";
import type { Ctx } from "../context.ts";
import { accessErrors, documentErrors } from "../errors.ts";
import { allOf, documentScope } from "./access.ts";
import { driverCollection } from "./changes.ts";
import { requireId, type CollectionService, type StoredDocument, type Target } from "./target.ts";

/** The document to change: a 404 when the caller may not see it, a 403 when it may see but not change it. */
export async function findForWrite(
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

/** Throws `DOCUMENT_STALE` when another revision is expected. */
export function requireRevision(document: StoredDocument, expected: number | undefined) {
	if (expected === undefined || expected === document.rev) return;
	throw documentErrors.STALE({ expected, found: document.rev });
}

/** Throws a 403 unless the caller may do this to the document and to each of the fields. */
export function requireWrite(
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
