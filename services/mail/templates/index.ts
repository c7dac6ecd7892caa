/** The kinds of mail: one file each. */
import { lockedOut } from "./locked-out.ts";
import { notifications } from "./notifications.ts";
import { passwordChanged } from "./password-changed.ts";
import { resetPassword } from "./reset-password.ts";
import { secondFactorChanged } from "./second-factor-changed.ts";
import { verifyEmail } from "./verify-email.ts";

export const templates = {
	verifyEmail,
	resetPassword,
	passwordChanged,
	secondFactorChanged,
	lockedOut,
	notifications
};

export type Kind = keyof typeof templates;
