/** The versions of an item: every revision of its working copy, from the collection's own history. */
import { objectOf, orNull, type Change, type JsonSchema } from "lyceum";
import { CONTENT_FIELDS, STATUSES, type Content } from "./item.ts";
import { idSchema, moment, text, whole } from "./schemas.ts";
import { changedFields, type StoredItem } from "./workflow.ts";

export const versionSchema: JsonSchema = {
	title: "ContentVersion",
	...objectOf({
		rev: { ...whole, description: "The item's revision" },
		at: moment,
		byId: orNull(idSchema),
		action: orNull(text),
		status: { type: "string", enum: [...STATUSES] },
		title: text,
		changed: { type: "array", items: text, description: "The fields of the text that changed" },
		published: { type: "boolean", description: "True for the version that is published" }
	})
};

const part = objectOf({
	kind: { type: "string", enum: ["same", "added", "removed"] },
	text
});

export const differencesSchema: JsonSchema = {
	title: "ContentDifferences",
	...objectOf({
		from: whole,
		to: whole,
		differences: {
			type: "array",
			items: objectOf(
				{
					field: { type: "string", enum: [...CONTENT_FIELDS] },
					before: {},
					after: {},
					parts: { type: "array", items: part }
				},
				["parts"]
			)
		}
	})
};

/** A change of the working copy as a version. */
export function toVersion(change: Change, publishedRev: number | null) {
	const before = (change.before ?? {}) as Partial<Content>;
	const after = (change.after ?? change.before) as StoredItem & Record<string, unknown>;
	return {
		rev: change.rev,
		at: change.at,
		byId: change.actor.id,
		action: change.action ?? null,
		status: after.status,
		title: after.title,
		changed: change.type === "removed" ? [] : changedFields(before, after),
		published: change.rev === publishedRev
	};
}
