/** What may be wrong with signing in; tokens that are not valid are `ACCESS_UNAUTHENTICATED`. */
import { defineErrors, type InputProblem } from "../../mixins/index.ts";

export const errors = defineErrors("AUTH", {
	// One error for an unknown user and a wrong password, so that addresses cannot be probed.
	INVALID_CREDENTIALS: {
		status: 401,
		message: () => "The user or the password is not right"
	},
	ACCOUNT_DISABLED: {
		status: 403,
		message: () => "This account has been disabled"
	},
	REFRESH_INVALID: {
		status: 401,
		message: () => "The refresh token is not valid or has expired: sign in again"
	},
	REFRESH_REUSED: {
		status: 401,
		message: () =>
			"The refresh token has been used before: its session was ended, sign in again"
	},
	// The same words for every name, so that a lock tells nothing of accounts.
	LOCKED: {
		status: 403,
		message: ({ retryAfterSeconds }: { retryAfterSeconds: number }) =>
			`Too many wrong tries: try again in ${Math.ceil(retryAfterSeconds / 60)} minutes`
	},
	OTP_REQUIRED: {
		status: 401,
		type: "otp_required",
		message: () => "A code of your authenticator app, or a recovery code, is needed as `otp`"
	},
	OTP_INVALID: {
		status: 401,
		message: () => "The code is not right, or has been used"
	},
	TOTP_ENABLED: {
		status: 409,
		message: () => "A second factor is in use: disable it before another one is enrolled"
	},
	TOTP_NOT_ENROLLED: {
		status: 409,
		message: () => "No second factor was enrolled that could be confirmed or used"
	},
	CSRF: {
		status: 403,
		message: ({ reason }: { reason: "token" | "origin" }) =>
			reason === "token"
				? "A request with a cookie that changes something needs the token of the csrf_token cookie in X-CSRF-Token"
				: "A page of another site may not change anything with your cookie"
	},
	// The same for an unknown, a used and an old one, and for one whose account is disabled.
	LINK_INVALID: {
		status: 400,
		message: () => "The link is not valid, has been used or is too old: ask for a new one"
	},
	TOO_MANY_KEYS: {
		status: 409,
		message: ({ limit }: { limit: number }) =>
			`You have ${limit} API keys already: remove one that is no longer used`
	},
	SESSION_NOT_FOUND: {
		status: 404,
		message: ({ id }: { id: string }) => `No open session of yours has the id "${id}"`
	},
	WRONG_PASSWORD: {
		status: 400,
		message: ({ errors: [problem] }: { errors: InputProblem[] }) =>
			`${problem?.pointer}: ${problem?.message}`
	},
	BUSY: {
		status: 429,
		message: ({ retryAfterSeconds }: { retryAfterSeconds: number }) =>
			`Too many people sign in at this moment: try again in ${retryAfterSeconds} seconds`,
		retryable: true
	}
});
