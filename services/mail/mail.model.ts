/** One mail of the outbox: whom it goes to, what it says once it has been made, and what became of it. */
import { Schema } from "mongoose";
import { defineModel } from "../../mixins/index.ts";
import type { Kind } from "./templates/index.ts";

export const STATES = ["queued", "sending", "sent", "failed", "kept"] as const;
export type State = (typeof STATES)[number];

export interface MailFields {
	kind: Kind;
	/** Whoever was asked for, until the mail is made for the owner of the address. */
	to: string;
	subject: string;
	text?: string;
	html?: string;
	state: State;
	attempts: number;
	nextAttemptAt?: Date;
	error?: string;
	sentAt?: Date;
	expiresAt: Date;
	/** Whom the mail was asked for, by which mails are counted. */
	askedFor: string;
	/** What the sender of the mail knew of its content. */
	values: Record<string, unknown>;
	/** Names the attempt that is being made; another one has another. */
	lease?: string;
	leaseUntil?: Date;
	/** True when the last attempt failed because the server was away, not because of this mail. */
	serverAway?: boolean;
}

/** RFC 5321's longest address. */
export const MAX_ADDRESS_LENGTH = 254;

const schema = new Schema<MailFields>({
	kind: {
		type: String,
		required: true,
		readOnly: true,
		description: "What the mail is about",
		example: "resetPassword"
	},
	to: {
		type: String,
		required: true,
		readOnly: true,
		maxlength: MAX_ADDRESS_LENGTH,
		description: "The address that it goes to",
		example: "ada@example.org"
	},
	subject: {
		type: String,
		required: true,
		readOnly: true,
		description: "Its subject",
		example: "Set another password"
	},
	text: {
		type: String,
		readOnly: true,
		description:
			"What it says as text, once it has been made; without its link where it is sent by SMTP",
		example: "Hello,\n\nwith this link you set another password"
	},
	html: {
		type: String,
		readOnly: true,
		description: "The same as HTML",
		example: "<p>Hello,</p><p>with this link you set another password</p>"
	},
	state: {
		type: String,
		required: true,
		readOnly: true,
		enum: STATES,
		description:
			"`kept` where no mail server is set: the mail is read here; `failed` when no more attempts are made"
	},
	attempts: {
		type: Number,
		integer: true,
		required: true,
		readOnly: true,
		default: 0,
		description: "How often it was tried to send it",
		example: 1
	},
	nextAttemptAt: { type: Date, readOnly: true, description: "When it is tried next" },
	error: {
		type: String,
		readOnly: true,
		description: "Why the last attempt failed",
		example: "connect ECONNREFUSED 192.0.2.25:587"
	},
	sentAt: { type: Date, readOnly: true, description: "When the mail server took it" },
	expiresAt: {
		type: Date,
		required: true,
		readOnly: true,
		description: "When it is removed from the outbox"
	},
	askedFor: { type: String, private: true },
	values: { type: Schema.Types.Mixed, private: true },
	lease: { type: String, private: true },
	leaseUntil: { type: Date, private: true },
	serverAway: { type: Boolean, private: true }
});

schema.index({ state: 1, nextAttemptAt: 1 });
schema.index({ state: 1, leaseUntil: 1 });
schema.index({ askedFor: 1, kind: 1, createdAt: -1 });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const Mail = defineModel<MailFields>("Mail", schema, { collection: "mail" });
