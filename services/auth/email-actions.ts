/** The routes of confirming that an address is one's own. */
import { randomBytes } from "node:crypto";
import type { Ctx } from "../../mixins/index.ts";
import { showPage } from "../mail/linked-page.ts";
import { sendMail } from "./account-mail.ts";
import { verifyEmailPage } from "./account-pages.ts";
import { nothing, takes, type AuthActions } from "./action-parts.ts";
import { accepted, htmlPage } from "./answers.ts";
import { addressBody, verifyEmailBody } from "./bodies.ts";
import { callAsSystem } from "./calls.ts";
import { errors } from "./errors.ts";
import { EMAIL_VERIFIED } from "./events.ts";

export const emailActions: AuthActions = {
	verifyEmail: {
		rest: "POST /verify-email",
		can: "public",
		summary: "Confirm an address by the link of a mail",
		...takes(verifyEmailBody),
		returns: nothing,
		async handler(ctx: Ctx<unknown>): Promise<void> {
			const { token } = verifyEmailBody.read(ctx.params);
			const { accounts, links } = this.identity;
			const link = await links.find("verifyEmail", token);
			const user = link && (await accounts.ownerOf(link));
			if (!user) throw errors.LINK_INVALID({});
			const { _id: id, email } = user;
			ctx.locals.userId = id;
			const { kernel } = this.broker;
			await kernel.transaction(async () => {
				await links.use(link);
				await callAsSystem(ctx, "users.confirmEmail", { id, email });
				const told = { userId: id };
				kernel.afterCommit(() => void this.broker.emit(EMAIL_VERIFIED.name, told));
			});
		}
	},

	resendVerification: {
		rest: "POST /resend-verification",
		can: "public",
		limit: "reset",
		summary: "Ask for another link to confirm an address",
		description:
			"The same answer for every address. The owner of an active account whose address is not confirmed gets a mail with a link that is good once, for 24 hours; a new one makes the one before worthless.",
		...takes(addressBody),
		returns: accepted.returns,
		async handler(ctx: Ctx<unknown>) {
			const { email } = addressBody.read(ctx.params);
			await sendMail(ctx, { kind: "verifyEmail", to: email.toLowerCase(), hidden: true });
			return accepted.answer(ctx);
		}
	},

	verifyEmailPage: {
		rest: { method: "GET", fullPath: "/verify-email" },
		can: "public",
		summary: "Show the page that the link of a mail leads to: confirming an address",
		returns: htmlPage,
		handler: (ctx: Ctx) => showPage(ctx, verifyEmailPage(randomBytes(16).toString("base64")))
	}
};
