/** A session: one sign-in, from which all of its tokens and cookies come. */
import { Schema } from "mongoose";
import { defineModel } from "../../mixins/index.ts";

export interface SessionFields {
	userId: string;
	device: string;
	userAgent: string;
	address: string;
	lastUsedAt: Date;
	expiresAt: Date;
	/** When the user last showed a password, and a second factor where there is one. */
	provedAt: Date;
	endedAt?: Date;
	endReason?: string;
	/** The hash of the `auth_token` cookie. */
	cookieHash: string;
	/** When the cookie is no longer good, unless it is used before. */
	cookieExpiresAt: Date;
	/** The hash of the token that a request with the cookie shows beside it. */
	csrfHash: string;
}

export const MAX_USER_AGENT_LENGTH = 256;

const schema = new Schema<SessionFields>({
	userId: { type: String, required: true, readOnly: true, reference: "users" },
	device: {
		type: String,
		required: true,
		readOnly: true,
		description: "The program and the system that signed in",
		example: "Firefox on Linux"
	},
	userAgent: {
		type: String,
		readOnly: true,
		maxlength: MAX_USER_AGENT_LENGTH,
		description: "What the program said of itself",
		example: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
	},
	address: {
		type: String,
		readOnly: true,
		description: "The address that it was last used from",
		example: "192.0.2.7"
	},
	lastUsedAt: {
		type: Date,
		required: true,
		readOnly: true,
		description: "When the session was last used, to the minute"
	},
	expiresAt: {
		type: Date,
		required: true,
		readOnly: true,
		description: "When the session ends unless it is renewed"
	},
	provedAt: {
		type: Date,
		readOnly: true,
		description: "When the user last showed a password"
	},
	endedAt: {
		type: Date,
		readOnly: true,
		description: "When the session was ended before its time"
	},
	endReason: { type: String, readOnly: true, description: "Why it was ended" },
	cookieHash: { type: String, private: true },
	cookieExpiresAt: { type: Date, private: true },
	csrfHash: { type: String, private: true }
});

schema.index({ userId: 1, endedAt: 1 });
schema.index({ cookieHash: 1 }, { unique: true, sparse: true });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const Session = defineModel<SessionFields>("Session", schema);
