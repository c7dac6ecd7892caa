/** The events of the auth service. Every node hears those by which its caches forget. */
import { defineEvent } from "../../mixins/index.ts";

export interface SessionsEnded {
	ids: string[];
	userId: string;
	reason: string;
}

export const SESSIONS_ENDED = defineEvent<SessionsEnded>(
	"auth.sessions.ended",
	"Sessions have ended before their time: their tokens are no longer good",
	{
		type: "object",
		properties: {
			ids: { type: "array", items: { type: "string" } },
			userId: { type: "string" },
			reason: { type: "string" }
		},
		required: ["ids", "userId", "reason"]
	}
);

export interface AccountChanged {
	id: string;
}

export const ACCOUNT_CHANGED = defineEvent<AccountChanged>(
	"auth.account.changed",
	"A user's roles or state may have changed: what is known of it must be read again",
	{ type: "object", properties: { id: { type: "string" } }, required: ["id"] }
);

export const API_KEYS_CHANGED = defineEvent<object>(
	"auth.apiKeys.changed",
	"API keys were made, changed or removed: what is known of them must be read again",
	{ type: "object" }
);

export interface AboutUser {
	userId: string;
}

const aboutUser = {
	type: "object",
	properties: { userId: { type: "string" } },
	required: ["userId"]
};

export const PASSWORD_CHANGED = defineEvent<AboutUser>(
	"auth.password.changed",
	"A user has another password, by changing it or by the link of a mail",
	aboutUser
);

export const EMAIL_VERIFIED = defineEvent<AboutUser>(
	"auth.email.verified",
	"A user has confirmed the address",
	aboutUser
);
