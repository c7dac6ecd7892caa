/** The caller's right to one project, for the actions that the collection does not bring. */
import {
	abilityOf,
	accessErrors,
	documentErrors,
	isAllowed,
	type Ctx,
	type StoredDocument
} from "lyceum";
import type { ProjectFields } from "./project.model.ts";

const SUBJECT = "Project";

/**
 * Returns the project for a caller who may do this with it. Throws a 404 when the caller may not even
 * see it, and a 403 when it may do nothing but that.
 */
export function requireRight(
	ctx: Ctx<unknown>,
	document: StoredDocument,
	action: string,
	field?: string
): StoredDocument & ProjectFields {
	const ability = abilityOf(ctx);
	if (isAllowed(ability, action, SUBJECT, document, field))
		return document as StoredDocument & ProjectFields;
	if (!isAllowed(ability, "read", SUBJECT, document))
		throw documentErrors.NOT_FOUND({ subject: SUBJECT, id: document._id });
	throw accessErrors.FORBIDDEN({ action, subject: `this ${SUBJECT}`, field });
}
