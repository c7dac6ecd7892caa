/** Access tokens: JSON Web Tokens, HS256 and nothing else, signed by a key that `kid` names. */
import type { KeyObject } from "node:crypto";
import { createRequire } from "node:module";
import { accessErrors } from "../../mixins/index.ts";

export const ACCESS_TOKEN_SECONDS = 30 * 60;

type Jwt = typeof import("jsonwebtoken");

const require = createRequire(import.meta.url);

const ALGORITHM = "HS256";
const ISSUER = "lyceum";

/** Ours have about 250 characters. */
const MAX_LENGTH = 2048;

/** By how much another node's clock may be ahead. */
const CLOCK_SKEW_SECONDS = 30;

export interface Claims {
	/** The user's id. */
	sub: string;
	/** The session that the token belongs to. */
	sid: string;
	/** Who looks at things as `sub` does; the session is theirs. */
	act?: string;
	/** Whom it is for: ours name nobody. */
	aud?: never;
	iat: number;
	exp: number;
}

export interface NamedKey {
	kid: string;
	key: KeyObject;
}

/** The keys that a token may be signed with, by `kid`. */
export type Keys = Pick<ReadonlyMap<string, KeyObject>, "get">;

/** Makes an access token. */
export function signToken(
	subject: { userId: string; sessionId: string; viewedBy?: string },
	{ kid, key }: NamedKey,
	nowSeconds = secondsNow()
): string {
	const claims = {
		sub: subject.userId,
		sid: subject.sessionId,
		...(subject.viewedBy !== undefined && { act: subject.viewedBy }),
		iss: ISSUER,
		iat: nowSeconds,
		exp: nowSeconds + ACCESS_TOKEN_SECONDS
	};
	return jwt().sign(claims, key, { algorithm: ALGORITHM, keyid: kid });
}

/** Returns the claims of a valid token; throws `ACCESS_UNAUTHENTICATED` for any other. */
export function verifyToken(token: string, keys: Keys, nowSeconds = secondsNow()): Claims {
	const kid = keyIdOf(token);
	const key = kid === null ? undefined : keys.get(kid);
	if (!key) throw refusal();
	const claims = readClaims(token, key, nowSeconds);
	if (!isComplete(claims) || claims.iat > nowSeconds + CLOCK_SKEW_SECONDS) throw refusal();
	return claims;
}

/** The name of the key that the token says it is signed with; null for what is no token of ours. */
export function keyIdOf(token: string): string | null {
	if (token.length > MAX_LENGTH) return null;
	const header = parseHeader(token.slice(0, Math.max(0, token.indexOf("."))));
	return header?.alg === ALGORITHM && typeof header.kid === "string" ? header.kid : null;
}

/** Throws when the token's time is over. */
export function requireTime({ exp }: Claims, nowSeconds = secondsNow()): void {
	if (exp <= nowSeconds) throw expired();
}

export function secondsNow(): number {
	return Math.floor(Date.now() / 1000);
}

function readClaims(token: string, key: KeyObject, clockTimestamp: number): Claims {
	try {
		return jwt().verify(token, key, {
			algorithms: [ALGORITHM],
			issuer: ISSUER,
			clockTimestamp
		}) as unknown as Claims;
	} catch (error) {
		throw error instanceof jwt().TokenExpiredError ? expired() : refusal();
	}
}

let loaded: Jwt | undefined;

/** Loaded with the first token, because its 70 modules would be a part of every start. */
function jwt(): Jwt {
	return (loaded ??= require("jsonwebtoken") as Jwt);
}

/** Signed by us or not, nothing is believed of a token that lacks a part of what ours have. */
function isComplete({ sub, sid, act, aud, iat, exp }: Claims) {
	const isText = typeof sub === "string" && typeof sid === "string";
	if (aud !== undefined) return false;
	if (act !== undefined && typeof act !== "string") return false;
	return isText && Number.isFinite(iat) && Number.isFinite(exp);
}

function parseHeader(text: string): { alg?: unknown; kid?: unknown } | null {
	try {
		return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
	} catch {
		return null;
	}
}

function refusal() {
	return accessErrors.UNAUTHENTICATED({ reason: "The token is not valid" });
}

function expired() {
	return accessErrors.UNAUTHENTICATED({ reason: "The token has expired" });
}
