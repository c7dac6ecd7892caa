import { expect } from "chai";
import { createAuthenticate } from "../../../../services/auth/authenticate.ts";
import type { Claims } from "../../../../services/auth/tokens.ts";
import { GUEST, type Credentials } from "../../../../services/kernel/runtime.ts";

const CLAIMS: Claims = { sub: "user1", sid: "session1", iat: 0, exp: 1 };

/** The sources, each answering at once or with a promise. */
function sources(
	session: string | null,
	roles: string[] | null,
	wrap: <T>(value: T) => T | Promise<T>
) {
	return createAuthenticate({
		tokens: { verify: () => wrap(CLAIMS) },
		sessions: { get: () => wrap(session) },
		roles: { get: () => wrap(roles) }
	});
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

describe("authenticate", () => {
	for (const [way, wrap] of Object.entries(WAYS)) {
		it(`makes a caller with the current roles (${way})`, async () => {
			const caller = await sources("user1", ["teacher"], wrap)({ bearer: "token" });
			expect(caller).to.deep.equal({
				id: "user1",
				kind: "user",
				roles: ["teacher"],
				sessionId: "session1"
			});
		});

		const refusals: [string, string | null, string[] | null, string][] = [
			["an ended session", null, ["student"], "The session has ended"],
			["another user's session", "user2", ["student"], "The session has ended"],
			["a disabled or removed user", "user1", null, "The account is not active"]
		];
		for (const [what, session, roles, message] of refusals) {
			it(`refuses ${what} (${way})`, async () => {
				const authenticate = sources(session, roles, wrap);
				expect(await refusalOf(() => authenticate({ bearer: "token" }))).to.include({
					type: "ACCESS_UNAUTHENTICATED",
					message
				});
			});
		}
	}

	it("needs no promise when all is known", () => {
		const caller = sources("user1", [], WAYS["known already"])({ bearer: "token" });
		expect(caller).not.to.be.instanceOf(Promise);
	});

	it("takes a request without credentials for a guest", () => {
		const authenticate = sources("user1", [], WAYS["known already"]);
		const without: Credentials[] = [{}, { cookies: { theme: "dark" } }];
		for (const credentials of without) expect(authenticate(credentials)).to.equal(GUEST);
	});

	it("refuses an API key, of which there are none", async () => {
		const authenticate = sources("user1", [], WAYS["known already"]);
		expect(await refusalOf(() => authenticate({ apiKey: "k" }))).to.include({ code: 401 });
	});
});
