import { expect } from "chai";
import type { KeyView } from "../../../../services/auth/api-keys.ts";
import { createAuthenticate } from "../../../../services/auth/authenticate.ts";
import { hashOf } from "../../../../services/auth/secret-text.ts";
import type { SessionView } from "../../../../services/auth/sessions.ts";
import type { Claims } from "../../../../services/auth/tokens.ts";
import { GUEST, type Credentials } from "../../../../services/kernel/runtime.ts";

const CLAIMS: Claims = { sub: "user1", sid: "session1", iat: 0, exp: 1 };
const HOUR_MS = 60 * 60 * 1000;

function sessionOf(userId: string, cookieEndsInMs = HOUR_MS): SessionView {
	const now = Date.now();
	return {
		sessionId: "session1",
		userId,
		csrfHash: hashOf("csrf"),
		cookieExpiresAt: new Date(now + cookieEndsInMs),
		createdAt: new Date(now),
		lastUsedAt: new Date(now),
		provedAt: new Date(now)
	};
}

function keyOf(endsInMs = HOUR_MS): KeyView {
	const expiresAt = new Date(Date.now() + endsInMs);
	return { id: "key1", userId: "user1", scopes: ["projects.read"], expiresAt, lastUsedAt: null };
}

interface Found {
	session?: SessionView | null;
	roles?: string[] | null;
	key?: KeyView | null;
	wrap?: <T>(value: T) => T | Promise<T>;
}

/** The sources, each answering at once or with a promise. */
function authenticateWith({
	session = sessionOf("user1"),
	roles = ["student"],
	key = null,
	wrap = value => value
}: Found = {}) {
	const uses: string[] = [];
	const authenticate = createAuthenticate({
		tokens: { verify: () => wrap(CLAIMS) },
		sessions: { get: () => wrap(session) },
		cookies: { get: hash => wrap(hash === hashOf("cookie") ? "session1" : null) },
		apiKeys: { get: hash => wrap(hash === hashOf("key") ? key : null) },
		standings: { get: () => wrap(roles && { roles, plan: "free" }) },
		used: {
			session: (_view, { byCookie }) => uses.push(byCookie ? "cookie" : "bearer"),
			apiKey: () => uses.push("key")
		}
	});
	return { authenticate, uses };
}

const WAYS = {
	"known already": <T>(value: T) => value,
	"read from the store": <T>(value: T) => Promise.resolve(value)
};

async function refusalOf(ask: () => unknown) {
	try {
		await ask();
	} catch (error) {
		return error;
	}
	return undefined;
}

const MEANT = { csrfToken: "csrf", ownPage: true, required: true };

describe("authenticate", () => {
	for (const [way, wrap] of Object.entries(WAYS)) {
		it(`makes a caller with the current roles (${way})`, async () => {
			const { authenticate, uses } = authenticateWith({ roles: ["teacher"], wrap });
			const { provedAt, ...caller } = await authenticate({ bearer: "token" });
			expect(caller).to.deep.equal({
				id: "user1",
				kind: "user",
				roles: ["teacher"],
				plan: "free",
				sessionId: "session1",
				credentialId: "session1"
			});
			expect(provedAt).to.be.closeTo(Date.now(), HOUR_MS);
			expect(uses).to.deep.equal(["bearer"]);
		});

		it(`makes a caller of an API key, limited to its scopes (${way})`, async () => {
			const { authenticate, uses } = authenticateWith({ key: keyOf(), wrap });
			expect(await authenticate({ apiKey: "key" })).to.deep.equal({
				id: "user1",
				kind: "apiKey",
				roles: ["student"],
				plan: "free",
				scopes: ["projects.read"],
				credentialId: "key1"
			});
			expect(uses).to.deep.equal(["key"]);
		});

		const refusals: [string, Credentials, Found, string][] = [
			["an ended session", { bearer: "t" }, { session: null }, "The session has ended"],
			[
				"another user's session",
				{ bearer: "t" },
				{ session: sessionOf("user2") },
				"The session has ended"
			],
			[
				"a disabled or removed user",
				{ bearer: "t" },
				{ roles: null },
				"The account is not active"
			],
			[
				"an unknown key",
				{ apiKey: "other" },
				{ key: keyOf() },
				"The API key is not valid or has expired"
			],
			[
				"a key that is over",
				{ apiKey: "key" },
				{ key: keyOf(-1) },
				"The API key is not valid or has expired"
			],
			[
				"a disabled user's key",
				{ apiKey: "key" },
				{ key: keyOf(), roles: null },
				"The account is not active"
			]
		];
		for (const [what, credentials, found, message] of refusals) {
			it(`refuses ${what} (${way})`, async () => {
				const { authenticate, uses } = authenticateWith({ ...found, wrap });
				expect(await refusalOf(() => authenticate(credentials))).to.include({
					type: "ACCESS_UNAUTHENTICATED",
					message
				});
				expect(uses).to.deep.equal([]);
			});
		}
	}

	it("needs no promise when all is known", () => {
		const { authenticate } = authenticateWith();
		for (const credentials of [{ bearer: "token" }, { cookies: { auth_token: "cookie" } }])
			expect(authenticate(credentials)).not.to.be.instanceOf(Promise);
	});

	const strangers: [string, Credentials, Found][] = [
		["no credentials", {}, {}],
		["cookies of others", { cookies: { theme: "dark" } }, {}],
		["an unknown cookie", { cookies: { auth_token: "other" } }, {}],
		[
			"the cookie of an ended session",
			{ cookies: { auth_token: "cookie" } },
			{ session: null }
		],
		["a disabled user's cookie", { cookies: { auth_token: "cookie" } }, { roles: null }],
		[
			"a cookie that rested too long",
			{ cookies: { auth_token: "cookie" } },
			{ session: sessionOf("user1", -1) }
		],
		["a stale legacy cookie", { cookies: { access_token: "t" } }, { session: null }],
		[
			"a cookie on a route for everybody that was not meant",
			{
				cookies: { auth_token: "cookie" },
				intent: { ...MEANT, csrfToken: undefined, required: false }
			},
			{}
		]
	];
	for (const [what, credentials, found] of strangers) {
		it(`takes ${what} for a guest`, async () => {
			expect(await authenticateWith(found).authenticate(credentials)).to.equal(GUEST);
		});
	}

	const cookies: [string, Record<string, string>, string][] = [
		["the cookie", { auth_token: "cookie" }, "cookie"],
		["the legacy cookie", { access_token: "token" }, "bearer"]
	];
	for (const [what, given, use] of cookies) {
		it(`knows the caller by ${what}`, async () => {
			const { authenticate, uses } = authenticateWith();
			expect(await authenticate({ cookies: given })).to.include({ id: "user1" });
			expect(await authenticate({ cookies: given, intent: MEANT })).to.include({
				id: "user1"
			});
			expect(uses).to.deep.equal([use, use]);
		});

		const forged: [string, object][] = [
			["without the token", { csrfToken: undefined }],
			["with another token", { csrfToken: "other" }],
			["of another site's page, even with the token", { ownPage: false }]
		];
		for (const [how, intent] of forged) {
			it(`refuses a changing request by ${what} ${how}`, async () => {
				const { authenticate } = authenticateWith();
				const ask = () => authenticate({ cookies: given, intent: { ...MEANT, ...intent } });
				expect(await refusalOf(ask)).to.include({ type: "AUTH_CSRF", code: 403 });
			});
		}
	}
});
