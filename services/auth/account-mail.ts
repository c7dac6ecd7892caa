/** The mails to the owners of accounts: asked for by the flows, and made when they are sent. */
import type { Ctx } from "../../mixins/index.ts";
import type { SendMail } from "../mail/mail.service.ts";
import type { Prepared } from "../mail/delivery.ts";
import type { StoredUser } from "./accounts.ts";
import { LINK_PURPOSES, type LinkPurpose } from "./account-link.model.ts";
import { LINK_HOURS, type LinkOwner } from "./account-links.ts";
import { callAsSystem } from "./calls.ts";
import { clientOf } from "./cookies.ts";
import type { Identity } from "./identity.ts";

/** Whom a link is drawn for that nobody gets, so that an unknown address costs as much work as a known one. */
const NOBODY: LinkOwner = { _id: "nobody", email: "nobody" };

const PAGES: Record<LinkPurpose, string> = {
	verifyEmail: "verify-email",
	resetPassword: "reset-password"
};

/** Puts a mail into the outbox, within the open transaction where there is one. */
export function sendMail(ctx: Ctx<unknown>, mail: SendMail): Promise<void> {
	return callAsSystem(ctx, "mail.send", mail);
}

/** What a notice says of the request that caused it. */
export function origin(ctx: Ctx<unknown>): { at: string; address: string } {
	return { at: new Date().toUTCString(), address: clientOf(ctx).address };
}

/**
 * Whom a mail goes to and what it says; null when nobody is to get it. A link is drawn at this moment, so
 * that it lies nowhere but in the mail, and its time begins when it is sent. `base` is where its page is.
 */
export async function prepareMail(
	{ accounts, links }: Pick<Identity, "accounts" | "links">,
	base: string,
	{ kind, to, values = {} }: SendMail
): Promise<Prepared | null> {
	const user = await accounts.find(to);
	const isMeant = user !== null && mayGet(user, kind);
	const purpose = LINK_PURPOSES.find(each => each === kind);
	const link = purpose && {
		url: linkTo(base, purpose, await links.draw(purpose, isMeant ? user : NOBODY)),
		hours: LINK_HOURS[purpose]
	};
	if (!isMeant) return null;
	return { to: user.email, values: { ...values, ...link, ...nameOf(user) } };
}

/** What is nothing about the account itself goes to addresses that are known to be its owner's. */
function mayGet({ isActive, emailVerified }: StoredUser, kind: SendMail["kind"]) {
	if (kind === "verifyEmail") return isActive && !emailVerified;
	return isActive && (emailVerified || kind !== "notifications");
}

/** A stranger may register another's address, under a name that is an advertisement. */
function nameOf({ name, emailVerified }: StoredUser) {
	return emailVerified && name !== undefined ? { name } : {};
}

/** Behind the "#", so that no server, log or program that looks at links sees the token. */
function linkTo(base: string, purpose: LinkPurpose, token: string) {
	return `${base.replace(/\/+$/, "")}/${PAGES[purpose]}#token=${token}`;
}
