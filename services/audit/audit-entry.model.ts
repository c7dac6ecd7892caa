/** One entry of the audit trail: who did what, from where, with what outcome; linked to the one before it. */
import { Schema } from "mongoose";
import { defineModel } from "../../mixins/index.ts";

export interface AuditEntryFields {
	seq: number;
	at: Date;
	eventType: string;
	component: string;
	severity: "info" | "warning";
	outcome: "succeeded" | "refused";
	code: string | null;
	action: string | null;
	actorId: string | null;
	actorKind: string;
	viewedBy: string | null;
	collectionName: string | null;
	documentId: string | null;
	revision: number | null;
	requestId: string | null;
	address: string | null;
	/** JSON with `before`, `after` or `params`: text, so that what is hashed is what is kept. */
	details: string;
	/** The change or the action that the entry is about. */
	sourceId: string;
	previousHash: string;
	hash: string;
}

const schema = new Schema<AuditEntryFields>({
	seq: {
		type: Number,
		required: true,
		readOnly: true,
		integer: true,
		description: "The place in the trail, from 1 without gaps",
		example: 1
	},
	at: { type: Date, required: true, readOnly: true, description: "When it happened" },
	eventType: {
		type: String,
		required: true,
		readOnly: true,
		description: "What happened: a change of a document, or an action",
		example: "users.created"
	},
	component: {
		type: String,
		required: true,
		readOnly: true,
		description: "The service that did it",
		example: "users"
	},
	severity: {
		type: String,
		enum: ["info", "warning"],
		required: true,
		readOnly: true,
		description: "A warning for what was refused"
	},
	outcome: {
		type: String,
		enum: ["succeeded", "refused"],
		required: true,
		readOnly: true,
		description: "What came of it"
	},
	code: { type: String, nullable: true, readOnly: true, description: "Why it was refused" },
	action: {
		type: String,
		nullable: true,
		readOnly: true,
		description: "The action",
		example: "users.create"
	},
	actorId: {
		type: String,
		nullable: true,
		readOnly: true,
		reference: "users",
		description: "Who did it"
	},
	actorKind: {
		type: String,
		readOnly: true,
		description: "A user, an API key, a guest or the system",
		example: "user"
	},
	viewedBy: {
		type: String,
		nullable: true,
		readOnly: true,
		reference: "users",
		description: "The administrator who viewed as the actor"
	},
	collectionName: {
		type: String,
		nullable: true,
		readOnly: true,
		description: "Where the document is"
	},
	documentId: {
		type: String,
		nullable: true,
		readOnly: true,
		description: "The document that was changed"
	},
	revision: {
		type: Number,
		nullable: true,
		integer: true,
		readOnly: true,
		description: "Its new revision"
	},
	requestId: {
		type: String,
		nullable: true,
		readOnly: true,
		description: "The request that it belongs to"
	},
	address: {
		type: String,
		nullable: true,
		readOnly: true,
		description: "Where the request came from",
		example: "192.0.2.7"
	},
	details: {
		type: Schema.Types.Mixed,
		readOnly: true,
		description: "The document `before` and `after`, or the action's `params`; without secrets",
		example: { before: null, after: { name: "Ada" } }
	},
	sourceId: { type: String, private: true },
	previousHash: { type: String, readOnly: true, description: "The hash of the entry before it" },
	hash: { type: String, readOnly: true, description: "SHA-256 of this entry and that hash" }
});

// The trail adds entries, and removes the oldest, with the driver's own commands.
schema.pre(
	["updateOne", "updateMany", "replaceOne", "deleteOne", "deleteMany"],
	{ query: true, document: true },
	refuseChange
);
schema.pre(["findOneAndUpdate", "findOneAndReplace", "findOneAndDelete"], refuseChange);
schema.pre(["save", "insertMany", "bulkWrite"] as never, refuseChange);

schema.index({ seq: 1 }, { unique: true });
schema.index({ sourceId: 1 }, { unique: true });
schema.index({ actorId: 1, seq: -1 });
schema.index({ documentId: 1, seq: -1 });

export const AuditEntry = defineModel<AuditEntryFields>("AuditEntry", schema, {
	collection: "auditEntries"
});

function refuseChange(): never {
	throw new Error("The audit trail is only added to, by the trail itself");
}
