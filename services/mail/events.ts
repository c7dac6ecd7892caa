/** The events of the outbox; with ids alone, because a mail is between its sender and its receiver. */
import { defineEvent } from "../../mixins/index.ts";

export interface MailSettled {
	id: string;
	kind: string;
}

const payload = {
	type: "object",
	properties: { id: { type: "string" }, kind: { type: "string" } },
	required: ["id", "kind"]
};

export const MAIL_SENT = defineEvent<MailSettled>(
	"mail.mail.sent",
	"The mail server has taken a mail",
	payload
);

export const MAIL_FAILED = defineEvent<MailSettled>(
	"mail.mail.failed",
	"A mail was given up after its last attempt",
	payload
);
