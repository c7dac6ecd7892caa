/** The routes of changing a password, and of setting another one where it is forgotten. */
import { randomBytes } from "node:crypto";
import { notify, type Ctx } from "../../mixins/index.ts";
import { showPage } from "../mail/linked-page.ts";
import { origin, sendMail } from "./account-mail.ts";
import { resetPasswordPage } from "./account-pages.ts";
import { nothing, sessionOf, takes, type AuthActions } from "./action-parts.ts";
import { accepted, htmlPage } from "./answers.ts";
import { addressBody, changePasswordBody, resetPasswordBody } from "./bodies.ts";
import { errors } from "./errors.ts";
import { PASSWORD_CHANGED } from "./events.ts";
import type { AuthThis } from "./identity.ts";
import type { NewPassword } from "./accounts.ts";
import { PASSWORD_SET } from "./notifications.ts";
import { guarded } from "./prove.ts";

interface SetPassword {
	userId: string;
	password: NewPassword;
	/** The session that does not end. */
	stays?: string | undefined;
}

export const passwordActions: AuthActions = {
	changePassword: {
		rest: "POST /change-password",
		can: "authenticated",
		summary: "Set another password; all other sessions end",
		description: "A mail tells the owner of the account.",
		...takes(changePasswordBody),
		returns: nothing,
		async handler(ctx: Ctx<unknown>): Promise<void> {
			const { currentPassword, newPassword } = changePasswordBody.read(ctx.params);
			const { accounts, links } = this.identity;
			const userId = await guarded(this.identity, ctx, async id => {
				await accounts.requirePassword(id, currentPassword, "/currentPassword");
				return id;
			});
			const password = await accounts.preparePassword(userId, newPassword, "/newPassword");
			await this.broker.kernel.transaction(async () => {
				await links.revoke("resetPassword", userId);
				await setPassword(this, ctx, { userId, password, stays: sessionOf(ctx) });
			});
		}
	},

	forgotPassword: {
		rest: "POST /forgot-password",
		can: "public",
		limit: "reset",
		summary: "Ask for a link to set another password",
		description:
			"The same answer for every address. The owner of an active account gets a mail with a link that is good once, for an hour; a new one makes the one before worthless.",
		...takes(addressBody),
		returns: accepted.returns,
		async handler(ctx: Ctx<unknown>) {
			const { email } = addressBody.read(ctx.params);
			await sendMail(ctx, { kind: "resetPassword", to: email.toLowerCase(), hidden: true });
			return accepted.answer(ctx);
		}
	},

	resetPassword: {
		rest: "POST /reset-password",
		can: "public",
		limit: "reset",
		summary: "Set another password by the link of a mail",
		description:
			"All sessions of the account end and its lock-outs are forgiven. Nobody is signed in by it, and a second factor stays.",
		...takes(resetPasswordBody),
		returns: nothing,
		async handler(ctx: Ctx<unknown>): Promise<void> {
			const { token, password } = resetPasswordBody.read(ctx.params);
			const { accounts, links, guard } = this.identity;
			const link = await links.find("resetPassword", token);
			const user = link && (await accounts.ownerOf(link));
			if (!user) throw errors.LINK_INVALID({});
			const { _id: userId } = user;
			ctx.locals.userId = userId;
			// Hashed before the transaction, which must not wait for a worker.
			const next = await accounts.preparePassword(userId, password, "/password");
			await this.broker.kernel.transaction(async () => {
				await links.use(link);
				await setPassword(this, ctx, { userId, password: next });
				for (const login of await accounts.loginsOf(userId)) await guard.forgive(login);
			});
		}
	},

	resetPasswordPage: {
		rest: { method: "GET", fullPath: "/reset-password" },
		can: "public",
		summary: "Show the page that the link of a mail leads to: another password",
		returns: htmlPage,
		handler: (ctx: Ctx) => showPage(ctx, resetPasswordPage(randomBytes(16).toString("base64")))
	}
};

/** Takes a password into use, ends the sessions that were opened with the one before, and tells its owner. */
async function setPassword(
	{ identity, broker }: AuthThis,
	ctx: Ctx<unknown>,
	{ userId, password, stays }: SetPassword
) {
	const { accounts, sessions } = identity;
	await accounts.setPassword(userId, password);
	await sessions.endAll(userId, "password-changed", stays);
	const [to] = await accounts.loginsOf(userId);
	const values = origin(ctx);
	if (to !== undefined) await sendMail(ctx, { kind: "passwordChanged", to, values });
	await notify(ctx, PASSWORD_SET, { to: userId, values });
	broker.kernel.afterCommit(() => void broker.emit(PASSWORD_CHANGED.name, { userId }));
}
