/** Completes an item before it is stored: clean texts, what students see of a question, its status. */
import { requestErrors, type PrepareContext } from "lyceum";
import { withCleanTexts } from "./clean-text.ts";
import { CONTENT_FIELDS, type Content, type ContentItem } from "./item.ts";
import { openPart, requireFittingFields } from "./question.ts";
import { changedFields, moved, type StoredItem } from "./workflow.ts";

export function prepareItem(
	document: Record<string, unknown>,
	{ ctx, operation, before }: PrepareContext
): void {
	const item = document as StoredItem & Record<string, unknown>;
	prepareContent(item);
	if (!item.ownerId) delete item.ownerId;
	const byId = ctx.meta.caller?.id ?? null;
	if (operation === "create") return startWith(item, byId);
	goBackToDraft(item, before as StoredItem, byId);
}

/** What is done to content wherever it is stored. */
export function prepareContent(item: Partial<ContentItem>): void {
	for (const field of CONTENT_FIELDS)
		if (item[field] !== undefined) item[field] = withCleanTexts(item[field]) as never;
	requireFittingFields(item);
	requireAttachmentNames(item);
	delete item.choices;
	delete item.matches;
	Object.assign(item, openPart(item));
}

function startWith(item: StoredItem, byId: string | null) {
	const step = { status: "draft" as const, at: item.createdAt, byId, rev: item.rev };
	Object.assign(item, { status: "draft", steps: [step], publishedRev: null, publishedAt: null });
}

/** What was reviewed is a text: another text has to be reviewed anew. */
function goBackToDraft(item: StoredItem, before: StoredItem, byId: string | null) {
	if (item.status !== before.status || item.status === "draft") return;
	if (changedFields(before, item).length === 0) return;
	Object.assign(item, moved({ ...item, rev: before.rev }, "draft", { byId }), { rev: item.rev });
	delete item.publishAt;
}

function requireAttachmentNames({ attachments = [] }: Partial<Content>) {
	const seen = new Set<string>();
	attachments.forEach(({ name }, index) => {
		if (!seen.has(name)) return seen.add(name);
		const pointer = `/attachments/${index}/name`;
		const expected = "a name that no other attachment of the item has";
		throw requestErrors.INVALID({
			errors: [{ pointer, message: "is taken", value: name, expected }]
		});
	});
}
