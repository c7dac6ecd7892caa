/** The bodies that the auth routes take. */
import { requestErrors } from "../../mixins/index.ts";
import { bodySchema } from "../../mixins/json-schema.ts";
import { User } from "../users/user.model.ts";
import { describeBody } from "./body.ts";
import { MAX_LENGTH, MIN_LENGTH } from "./password-rules.ts";

/** Credentials are short. */
export const MAX_BODY_BYTES = 16 * 1024;

const PASSWORD_EXAMPLE = "Wren-Orbit-42-Lantern";

const secret = { type: "string", format: "password", minLength: 1 };

const newPassword = {
	...secret,
	minLength: MIN_LENGTH,
	maxLength: MAX_LENGTH,
	description: "With an upper and a lower case letter, a digit and another character"
};

const profile = bodySchema(User, "create").properties!;

export interface Register {
	email: string;
	password: string;
	username?: string;
	name?: string;
}

export const registerBody = describeBody<Register>({
	properties: {
		email: profile.email!,
		password: newPassword,
		username: profile.username!,
		name: profile.name!
	},
	required: ["email", "password"],
	example: {
		email: "ada@example.org",
		password: PASSWORD_EXAMPLE,
		username: "ada",
		name: "Ada Lovelace"
	}
});

export interface Login {
	username?: string;
	email?: string;
	password: string;
	otp?: string;
}

const otp = {
	type: "string",
	minLength: 6,
	maxLength: 40,
	description:
		"A code of the authenticator app, or a recovery code; asked for with `otp_required`",
	examples: ["123456"]
};

export const loginBody = describeBody<Login>({
	properties: {
		username: {
			type: "string",
			minLength: 1,
			description: "The user name or the e-mail address"
		},
		email: {
			type: "string",
			minLength: 1,
			description: "The e-mail address, in place of `username`"
		},
		password: secret,
		otp
	},
	required: ["password"],
	example: { username: "ada@example.org", password: PASSWORD_EXAMPLE }
});

/** The address or name to sign in with; throws `REQUEST_INVALID` unless exactly one is given. */
export function loginNameOf({ username, email }: Login): string {
	if (username === undefined && email === undefined) throw oneOfBoth("is missing");
	if (username !== undefined && email !== undefined) throw oneOfBoth("is given beside `email`");
	return (username ?? email)!;
}

function oneOfBoth(message: string) {
	const expected = "either `username` or `email`";
	return requestErrors.INVALID({ errors: [{ pointer: "/username", message, expected }] });
}

export interface Refresh {
	refresh_token: string;
}

const refreshToken = { ...secret, description: "The refresh token of the latest answer" };

export const refreshBody = describeBody<Refresh>({
	properties: { refresh_token: refreshToken },
	required: ["refresh_token"],
	example: { refresh_token: "hTz0vWqL7aYb3nKc5dXe9fRg1mUj2pSo4iQx6tNw8ZE" }
});

export const logoutBody = describeBody<Partial<Refresh>>({
	properties: { refresh_token: refreshToken },
	example: {}
});

export interface ChangePassword {
	currentPassword: string;
	newPassword: string;
}

export const changePasswordBody = describeBody<ChangePassword>({
	properties: { currentPassword: secret, newPassword },
	required: ["currentPassword", "newPassword"],
	example: { currentPassword: PASSWORD_EXAMPLE, newPassword: "Quiet-Harbour-7-Maple" }
});

/** The address that a mail is asked for. */
export const addressBody = describeBody<{ email: string }>({
	properties: { email: { ...profile.email, description: "The address of the account" } },
	required: ["email"],
	example: { email: "ada@example.org" }
});

const linkToken = {
	...secret,
	maxLength: 100,
	description: "What the link of the mail holds behind `token=`"
};
const LINK_TOKEN_EXAMPLE = "mW3xQeR5tYuI8oPaSdFgHjKlZxCvBnM1qAzWsXeDcRf";

export const verifyEmailBody = describeBody<{ token: string }>({
	properties: { token: linkToken },
	required: ["token"],
	example: { token: LINK_TOKEN_EXAMPLE }
});

export const resetPasswordBody = describeBody<{ token: string; password: string }>({
	properties: { token: linkToken, password: newPassword },
	required: ["token", "password"],
	example: { token: LINK_TOKEN_EXAMPLE, password: "Quiet-Harbour-7-Maple" }
});

export interface Code {
	otp?: string;
	code?: string;
}

const code = { ...otp, description: "The same as `otp`, in its place" };

export const codeBody = describeBody<Code>({
	properties: { otp, code },
	example: { otp: "123456" }
});

/** The code that is given; throws `REQUEST_INVALID` unless there is exactly one. */
export function codeOf({ otp: given, code: other }: Code): string {
	const [one, ...more] = [given, other].filter(value => value !== undefined);
	if (one !== undefined && more.length === 0) return one;
	const message = one === undefined ? "is missing" : "is given beside `code`";
	const expected = "either `otp` or `code`";
	throw requestErrors.INVALID({ errors: [{ pointer: "/otp", message, expected }] });
}

export const disableTotpBody = describeBody<Code & { password?: string }>({
	properties: { otp, code, password: secret },
	example: { otp: "123456" }
});

export const stepUpBody = describeBody<{ password: string; otp?: string }>({
	properties: { password: secret, otp },
	required: ["password"],
	example: { password: PASSWORD_EXAMPLE }
});

export const viewAsBody = describeBody<{ userId: string }>({
	properties: {
		userId: { type: "string", minLength: 1, maxLength: 64, description: "Whose view it is" }
	},
	required: ["userId"],
	example: { userId: "65f0c0ffee65f0c0ffee65f0" }
});

export interface ChangeProfile {
	name?: string | null;
	gradeLevel?: string | null;
	bio?: string | null;
	avatarUrl?: string | null;
	rev?: number;
}

const patch = bodySchema(User, "patch").properties!;

export const profileBody = describeBody<ChangeProfile>({
	properties: {
		name: patch.name!,
		gradeLevel: patch.gradeLevel!,
		bio: patch.bio!,
		avatarUrl: patch.avatarUrl!,
		rev: patch.rev!
	},
	minProperties: 1,
	example: { name: "Ada King", gradeLevel: "11" }
});
