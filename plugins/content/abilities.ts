/** Who may do what with content; administrators may do everything already. */
import { defineAbilities, type AbilityRule } from "lyceum";

/**
 * What students see of what is published. It is a list of what is open, so that a field that is added to
 * the model later stays hidden until somebody decides otherwise: keys, notes and explanations are not in it.
 */
export const OPEN_FIELDS = [
	"kind",
	"title",
	"summary",
	"body",
	"objectives",
	"topics",
	"level",
	"language",
	"licence",
	"source",
	"attachments",
	"synonyms",
	"questionType",
	"stem",
	"choices",
	"matches",
	"exerciseId",
	"questions",
	"passMark",
	"ownerId",
	"publishedAt"
];

/** What every reader may do: students read what is published. */
export const readable = { action: "read", subject: "PublishedItem" };

const me = "${user.id}";
const subject = "ContentItem";

/** Who writes an item: its owner, and whom it is shared with. */
const written = { $or: [{ ownerId: me }, { sharedWith: me }] };

/** Whom an item is shown to for a review. */
const reviewed = { $or: [{ reviewers: me }, { shared: true }] };

const writers: AbilityRule[] = [
	{ action: "read", subject, conditions: { $or: [...written.$or, ...reviewed.$or] } },
	{ action: "create", subject, conditions: { ownerId: me } },
	{ action: ["update", "submit", "publish", "archive"], subject, conditions: written },
	{ action: "delete", subject, conditions: { ownerId: me } },
	{
		action: ["approve", "reject"],
		subject,
		// Four eyes: nobody approves what is their own.
		conditions: { ownerId: { $ne: me }, sharedWith: { $ne: me }, ...reviewed }
	}
];

const readPublished: AbilityRule = { action: "read", subject: "PublishedItem" };

const COLLECTION = "ContentCollection";

export const abilities = defineAbilities({
	student: [
		{ ...readPublished, fields: OPEN_FIELDS },
		{ action: "read", subject: COLLECTION, conditions: { published: true } }
	],
	teacher: [
		...writers,
		{ action: ["create", "read"], subject: "ContentImport", conditions: { ownerId: me } },
		readPublished,
		{
			action: "read",
			subject: COLLECTION,
			conditions: { $or: [{ ownerId: me }, { shared: true }, { published: true }] }
		},
		{
			action: ["create", "update", "delete"],
			subject: COLLECTION,
			conditions: { ownerId: me }
		}
	]
});
