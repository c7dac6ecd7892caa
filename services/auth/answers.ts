/** What the auth routes answer, with its JSON Schemas. */
import type { Ctx, JsonSchema } from "../../mixins/index.ts";
import { documentSchema } from "../../mixins/json-schema.ts";
import { User } from "../users/user.model.ts";
import { ACCESS_TOKEN_SECONDS } from "./tokens.ts";

export interface Tokens {
	access_token: string;
	refresh_token: string;
	token_type: "Bearer";
	/** Seconds until the access token expires. */
	expires_in: number;
}

/** A user as an answer shows it. */
export type PublicUser = Record<string, unknown> & { id: string };

export interface SignedIn extends Tokens {
	user: PublicUser;
}

export const userSchema = documentSchema(User);

const tokenProperties: Record<string, JsonSchema> = {
	access_token: { type: "string", description: "For `Authorization: Bearer`" },
	refresh_token: { type: "string", description: "For one `POST /auth/refresh`, within 7 days" },
	token_type: { type: "string", enum: ["Bearer"] },
	expires_in: { type: "integer", description: "Seconds until the access token expires" }
};

export const tokensSchema: JsonSchema = {
	title: "Tokens",
	type: "object",
	properties: tokenProperties,
	required: Object.keys(tokenProperties)
};

export const signedInSchema: JsonSchema = {
	title: "SignedIn",
	type: "object",
	properties: { ...tokenProperties, user: userSchema },
	required: [...Object.keys(tokenProperties), "user"]
};

export const userExample = {
	id: "65f0c0ffee65f0c0ffee65f0",
	email: "ada@example.org",
	username: "ada",
	name: "Ada Lovelace",
	roles: ["student"],
	isActive: true,
	plan: "free",
	emailVerified: false,
	rev: 1,
	createdAt: "2026-01-15T09:30:00.000Z",
	updatedAt: "2026-01-15T09:30:00.000Z"
};

export const tokensExample: Tokens = {
	access_token: "eyJhbGciOiJIUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiI2NWYwIn0.c2lnbmF0dXJl",
	refresh_token: "hTz0vWqL7aYb3nKc5dXe9fRg1mUj2pSo4iQx6tNw8ZE",
	token_type: "Bearer",
	expires_in: ACCESS_TOKEN_SECONDS
};

export const signedInExample = { ...tokensExample, user: userExample };

/** Puts tokens into the form that OAuth 2 gives them. */
export function tokensOf(accessToken: string, refreshToken: string): Tokens {
	return {
		access_token: accessToken,
		refresh_token: refreshToken,
		token_type: "Bearer",
		expires_in: ACCESS_TOKEN_SECONDS
	};
}

export const rotationSchema: JsonSchema = {
	title: "SigningKeyRotation",
	type: "object",
	properties: {
		kid: { type: "string", description: "The name of the new key" },
		signsFrom: {
			type: "string",
			format: "date-time",
			description: "When new tokens begin to be signed with it"
		}
	},
	required: ["kid", "signsFrom"]
};

export const rotationExample = { kid: "2", signsFrom: "2026-01-15T09:33:00.000Z" };

const { refresh_token: _refresh, ...viewProperties } = tokenProperties;

export const viewTokenSchema: JsonSchema = {
	title: "ViewToken",
	type: "object",
	properties: viewProperties,
	required: Object.keys(viewProperties)
};

export const viewTokenExample = {
	access_token: tokensExample.access_token,
	token_type: "Bearer",
	expires_in: ACCESS_TOKEN_SECONDS
};

/** A token without one to refresh it: it is asked for anew. */
export function viewTokenOf(accessToken: string): Omit<Tokens, "refresh_token"> {
	return { access_token: accessToken, token_type: "Bearer", expires_in: ACCESS_TOKEN_SECONDS };
}

/** The same for every address, so that nobody learns from it whether an account has it. */
const ACCEPTED = { message: "If an account has this address, a mail is on its way to it" };

export const accepted = {
	returns: {
		status: 202,
		schema: {
			title: "MailAccepted",
			type: "object",
			properties: { message: { type: "string" } },
			required: ["message"]
		},
		example: ACCEPTED
	},
	answer(ctx: Ctx<unknown>): typeof ACCEPTED {
		ctx.meta.$statusCode = 202;
		return ACCEPTED;
	}
};

export const htmlPage = {
	type: "text/html",
	schema: { type: "string" },
	example: "<!doctype html>"
};
