/** The routes of registration and of one's own profile. */
import type { Ctx } from "../../mixins/index.ts";
import { DEFAULT_ROLE } from "../users/roles.ts";
import { sendMail } from "./account-mail.ts";
import { takes, type AuthActions } from "./action-parts.ts";
import {
	signedInExample,
	signedInSchema,
	userExample,
	userSchema,
	type PublicUser,
	type SignedIn
} from "./answers.ts";
import { profileBody, registerBody } from "./bodies.ts";
import { callAsSystem, callForOwner } from "./calls.ts";
import { signIn } from "./sign-in.ts";

export const accountActions: AuthActions = {
	register: {
		rest: "POST /register",
		can: "public",
		summary: "Register and sign in",
		description:
			"A taken address or user name is refused. A new user is a student, and gets a mail with a link to confirm the address.",
		...takes(registerBody),
		secretAnswer: true,
		returns: { status: 201, schema: signedInSchema, example: signedInExample },
		async handler(ctx: Ctx<unknown>): Promise<SignedIn> {
			const { password, ...profile } = registerBody.read(ctx.params);
			const { email, username, name } = profile;
			const { accounts } = this.identity;
			await accounts.requireStrong(password, [email, username, name], "/password");
			// Hashed before the transaction, which must not wait for a worker.
			const passwordHash = await accounts.hash(password, "/password");
			const user = await this.broker.kernel.transaction(async () => {
				const fields = { ...profile, roles: [DEFAULT_ROLE] };
				const made = await callAsSystem<PublicUser>(ctx, "users.create", fields);
				await accounts.setPassword(made.id, { passwordHash, previousHashes: [] });
				await sendMail(ctx, { kind: "verifyEmail", to: made.email as string });
				return made;
			});
			ctx.meta.$statusCode = 201;
			ctx.meta.$location = "/api/v1/auth/me";
			return { ...(await signIn(ctx, this, user.id)), user };
		}
	},

	me: {
		rest: "GET /me",
		can: "authenticated",
		summary: "Get the caller's own account",
		versioned: true,
		returns: { schema: userSchema, example: userExample },
		handler(ctx: Ctx<unknown>): Promise<PublicUser> {
			return callForOwner(ctx, "users.get", { id: ctx.meta.caller!.id });
		}
	},

	updateMe: {
		rest: "PATCH /me",
		can: "authenticated",
		summary: "Change the caller's own profile",
		versioned: true,
		...takes(profileBody),
		returns: {
			schema: userSchema,
			example: { ...userExample, ...profileBody.example, rev: 2 }
		},
		handler(ctx: Ctx<unknown>): Promise<PublicUser> {
			const profile = profileBody.read(ctx.params);
			return callForOwner(ctx, "users.update", { ...profile, id: ctx.meta.caller!.id });
		}
	}
};
