/** The routes of the second factor, and of the step-up that dangerous actions ask for. */
import { notify, type Ctx } from "../../mixins/index.ts";
import { origin, sendMail } from "./account-mail.ts";
import { keepOut, nothing, objectOf, takes, type AuthActions } from "./action-parts.ts";
import type { SessionCaller } from "./authenticate.ts";
import { codeBody, codeOf, disableTotpBody, stepUpBody, type Code } from "./bodies.ts";
import { callForOwner } from "./calls.ts";
import type { Identity } from "./identity.ts";
import { FACTOR_CHANGED } from "./notifications.ts";
import { guarded } from "./prove.ts";

const SECRET_EXAMPLE = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

const enrolled = {
	schema: objectOf("TotpEnrollment", {
		secret: { type: "string", description: "The secret, in base 32, to type into an app" },
		uri: { type: "string", description: "The same as an address, for a QR code" }
	}),
	example: {
		secret: SECRET_EXAMPLE,
		uri: `otpauth://totp/Lyceum:ada%40example.org?issuer=Lyceum&secret=${SECRET_EXAMPLE}&algorithm=SHA1&digits=6&period=30`
	}
};

const recoveryCodes = {
	schema: objectOf("RecoveryCodes", {
		recoveryCodes: {
			type: "array",
			items: { type: "string" },
			description: "Each signs in once in place of a code: they cannot be read again"
		}
	}),
	example: { recoveryCodes: ["ABCD-EFGH-IJKL-MNOP"] }
};

export const factorActions: AuthActions = {
	totpStatus: {
		rest: "GET /totp",
		can: "authenticated",
		summary: "Tell whether the caller has a second factor",
		params: {},
		returns: {
			schema: objectOf("TotpStatus", {
				enabled: { type: "boolean" },
				recoveryCodesLeft: { type: "integer", minimum: 0 }
			}),
			example: { enabled: true, recoveryCodesLeft: 10 }
		},
		handler(ctx: Ctx<unknown>) {
			return this.identity.factors.status(ctx.meta.caller!.id!);
		}
	},

	enrollTotp: {
		rest: "POST /totp/enroll",
		can: "authenticated",
		stepUp: true,
		summary: "Draw a secret for an authenticator app",
		description: "It counts once a code of the app has confirmed it.",
		params: {},
		secretAnswer: true,
		returns: enrolled,
		async handler(ctx: Ctx<unknown>) {
			const { id } = ctx.meta.caller!;
			const { email } = await callForOwner<{ email: string }>(ctx, "users.get", { id });
			keepOut(ctx);
			return this.identity.factors.enroll(id!, email);
		}
	},

	confirmTotp: {
		rest: "POST /totp/confirm",
		can: "authenticated",
		stepUp: true,
		summary: "Take the second factor into use",
		...takes(codeBody),
		secretAnswer: true,
		returns: recoveryCodes,
		handler(ctx: Ctx<unknown>) {
			const code = codeOf(codeBody.read(ctx.params));
			keepOut(ctx);
			return guarded(this.identity, ctx, userId =>
				this.broker.kernel.transaction(async () => {
					const drawn = await this.identity.factors.confirm(userId, code);
					await tell(ctx, this.identity, true);
					return { recoveryCodes: drawn };
				})
			);
		}
	},

	renewRecoveryCodes: {
		rest: "POST /totp/recovery-codes",
		can: "authenticated",
		stepUp: true,
		summary: "Draw other recovery codes; the old ones are no longer good",
		...takes(codeBody),
		secretAnswer: true,
		returns: recoveryCodes,
		handler(ctx: Ctx<unknown>) {
			const code = codeOf(codeBody.read(ctx.params));
			const { factors } = this.identity;
			keepOut(ctx);
			return guarded(this.identity, ctx, async userId => {
				await factors.require(userId, code, "proof");
				return { recoveryCodes: await factors.renewRecoveryCodes(userId) };
			});
		}
	},

	disableTotp: {
		rest: "POST /totp/disable",
		can: "authenticated",
		stepUp: true,
		summary: "Do without a second factor",
		...takes(disableTotpBody),
		returns: nothing,
		async handler(ctx: Ctx<unknown>): Promise<void> {
			const { password, ...given } = disableTotpBody.read(ctx.params);
			const { accounts, factors } = this.identity;
			await guarded(this.identity, ctx, async userId => {
				if (password !== undefined)
					await accounts.requirePassword(userId, password, "/password");
				await factors.require(userId, codeGiven(given), "proof");
				await this.broker.kernel.transaction(async () => {
					await factors.disable(userId);
					await tell(ctx, this.identity, false);
				});
			});
		}
	},

	stepUp: {
		rest: "POST /step-up",
		can: "authenticated",
		summary: "Confirm that it is still you, for the next 15 minutes",
		description: "Actions that could take over an account or the system ask for it.",
		...takes(stepUpBody),
		returns: nothing,
		async handler(ctx: Ctx<unknown>): Promise<void> {
			const { password, otp } = stepUpBody.read(ctx.params);
			const { accounts, factors, sessions, forget } = this.identity;
			const { sessionId } = ctx.meta.caller as SessionCaller;
			await guarded(this.identity, ctx, async userId => {
				await accounts.requirePassword(userId, password, "/password");
				await factors.require(userId, otp, "proof");
			});
			await sessions.prove(sessionId);
			forget.sessions([sessionId]);
		}
	}
};

function codeGiven({ otp, code }: Code): string | undefined {
	return otp ?? code;
}

/** Tells the owner of an account that it has another second factor than before. */
async function tell(ctx: Ctx<unknown>, { accounts }: Identity, enabled: boolean) {
	const userId = ctx.meta.caller!.id!;
	const [to] = await accounts.loginsOf(userId);
	const values = { enabled, ...origin(ctx) };
	if (to !== undefined) await sendMail(ctx, { kind: "secondFactorChanged", to, values });
	const change = enabled ? "taken into use" : "taken away";
	await notify(ctx, FACTOR_CHANGED, { to: userId, values: { ...values, change } });
}
