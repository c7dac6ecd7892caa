import { createSecretKey, randomBytes } from "node:crypto";
import { expect } from "chai";
import jwt from "jsonwebtoken";
import {
	ACCESS_TOKEN_SECONDS,
	requireTime,
	signToken,
	verifyToken
} from "../../../../services/auth/tokens.ts";

const NOW = 1_800_000_000;
const SUBJECT = { userId: "65f0c0ffee65f0c0ffee65f0", sessionId: "65f0c0ffee65f0c0ffee65f1" };

const key = createSecretKey(randomBytes(32));
const otherKey = createSecretKey(randomBytes(32));
const retiredKey = createSecretKey(randomBytes(32));
const keys = new Map([
	["1", retiredKey],
	["2", key]
]);

const genuine = signToken(SUBJECT, { kid: "2", key }, NOW);

function refusalOf(token: string, now = NOW): { type?: string; message?: string } {
	try {
		verifyToken(token, keys, now);
	} catch (error) {
		return error as { type?: string; message?: string };
	}
	return {};
}

function encode(part: object) {
	return Buffer.from(JSON.stringify(part)).toString("base64url");
}

function signed(
	claims: object,
	// oxlint-disable-next-line typescript/no-unnecessary-type-assertion -- the type checker wants it
	{ kid = "2", secret = key, algorithm = "HS256" as jwt.Algorithm } = {}
) {
	return jwt.sign(
		{ sub: "u", sid: "s", iss: "lyceum", iat: NOW, exp: NOW + 60, ...claims },
		secret,
		{
			algorithm,
			keyid: kid
		}
	);
}

describe("access tokens", () => {
	it("tell the user and the session for 30 minutes", () => {
		const claims = verifyToken(genuine, keys, NOW + ACCESS_TOKEN_SECONDS - 1);
		expect(claims).to.include({ sub: SUBJECT.userId, sid: SUBJECT.sessionId, iat: NOW });
		expect(claims.exp - claims.iat).to.equal(1800);
	});

	it("are good with an older key that is still kept", () => {
		const token = signToken(SUBJECT, { kid: "1", key: retiredKey }, NOW);
		expect(verifyToken(token, keys, NOW).sub).to.equal(SUBJECT.userId);
	});

	const [header, payload, signature] = genuine.split(".") as [string, string, string];
	const attacks: Record<string, string> = {
		nothing: "",
		"no token": "abc",
		"dots alone": "..",
		"an overlong text": "a".repeat(100_000),
		"another user under the same signature": `${header}.${encode({ ...SUBJECT, sub: "x" })}.${signature}`,
		"no signature": `${header}.${payload}.`,
		"alg none": `${encode({ alg: "none", kid: "2" })}.${payload}.`,
		"alg none in capitals": `${encode({ alg: "NONE", kid: "2" })}.${payload}.${signature}`,
		"another HMAC with the right key": signed({}, { algorithm: "HS512" }),
		"another key": signed({}, { secret: otherKey }),
		"an unknown kid": signed({}, { kid: "3" }),
		"a kid with a path": signed({}, { kid: "../../../../dev/null" }),
		"a kid that names a prototype": signed({}, { kid: "__proto__" }),
		"a kid that is no text": `${encode({ alg: "HS256", kid: { toString: "2" } })}.${payload}.${signature}`,
		"no kid": jwt.sign({ sub: "u", sid: "s", iss: "lyceum" }, key),
		"a header that is no object": `${Buffer.from("null").toString("base64url")}.${payload}.${signature}`,
		"another issuer": signed({ iss: "elsewhere" }),
		"no session": signed({ sid: undefined }),
		"a session that is no text": signed({ sid: { $ne: null } }),
		"no expiry": jwt.sign({ sub: "u", sid: "s", iss: "lyceum", iat: NOW }, key, { keyid: "2" }),
		"a token from the future": signed({ iat: NOW + 3600, exp: NOW + 7200 }),
		"a token that is not good yet": signed({ nbf: NOW + 3600, exp: NOW + 7200 })
	};
	for (const [what, token] of Object.entries(attacks)) {
		it(`refuse ${what}`, () => {
			expect(refusalOf(token)).to.include({
				type: "ACCESS_UNAUTHENTICATED",
				message: "The token is not valid"
			});
		});
	}

	it("refuse a token whose time is over, and say so", () => {
		const over = NOW + ACCESS_TOKEN_SECONDS;
		expect(refusalOf(genuine, over).message).to.equal("The token has expired");
		expect(() => requireTime(verifyToken(genuine, keys, NOW), over)).to.throw(
			"The token has expired"
		);
	});
});
