/** What a caller may read of a collection: which documents, and which fields of each. */
import { isAllowed, limitsFields, scopeOf, type Ability, type Query } from "../ability.ts";
import { accessErrors, requestErrors } from "../errors.ts";
import { SYSTEM_FIELDS } from "../model.ts";
import { topLevel } from "./fields.ts";
import type { StoredDocument, Target } from "./target.ts";

/** ANDs queries; those that ask nothing fall away. */
export function allOf(...queries: Query[]): Query {
	const parts = queries.filter(query => Object.keys(query).length > 0);
	return parts.length > 1 ? { $and: parts } : (parts[0] ?? {});
}

/** The documents that the caller may act on; throws a 403 when there can be none. */
export function documentScope(ability: Ability, action: string, { subject }: Target): Query {
	const scope = scopeOf(ability, action, subject);
	if (scope === null) throw accessErrors.FORBIDDEN({ action, subject });
	return scope;
}

/**
 * What must hold so that a query which depends on these fields teaches nothing about a field that
 * the caller may not read. A field that it may never read is refused as if it did not exist.
 */
export function fieldScope(
	ability: Ability,
	{ subject }: Pick<Target, "subject">,
	dependsOn: string[]
): Query {
	if (!limitsFields(ability, "read", subject)) return {};
	const scopes = [...new Set(dependsOn)].filter(isRestricted).map(field => {
		const scope = scopeOf(ability, "read", subject, field);
		if (scope !== null) return scope;
		throw requestErrors.INVALID({
			errors: [{ pointer: field, message: "is not a field", value: field }]
		});
	});
	return allOf(...scopes);
}

/** Tells of each field whether the caller may read it in this document; null when there are no limits. */
export function readableFields(ability: Ability, { subject }: Target, document: StoredDocument) {
	if (!limitsFields(ability, "read", subject)) return null;
	return (path: string) => {
		const field = topLevel(path);
		return !isRestricted(field) || isAllowed(ability, "read", subject, document, field);
	};
}

/** The id and the revision say nothing that the document's presence does not say. */
export function isRestricted(field: string) {
	return !(SYSTEM_FIELDS as readonly string[]).includes(field);
}
