/**
 * Everything that somebody may show in place of good credentials, as one table: who is asked, with what,
 * and what it must be refused with. Whoever attacks here knows the signing key where that makes the attack
 * harder to refuse, so that each check is looked at by itself.
 */
import { createHmac, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { expect } from "chai";
import { createClient, type Answer, type Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { exchangeRaw, head } from "../support/raw-http.ts";

const PASSWORD = "Wren-42-Lantern";

type Part = Record<string, unknown>;

interface SignedIn extends Part {
	access_token: string;
	refresh_token: string;
	user: { id: string };
}

/** What an attack may use: a person's genuine credentials, and the key that signs tokens. */
interface Loot {
	token: string;
	refreshToken: string;
	header: Part;
	claims: Part;
	secret: Buffer;
	now: number;
}

type Attack = [what: string, show: (loot: Loot) => string];

const elliptic = generateKeyPairSync("ed25519");
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = (key: KeyObject) => key.export({ type: "spki", format: "pem" }) as string;

function encode(part: unknown): string {
	return Buffer.from(JSON.stringify(part)).toString("base64url");
}

/** A token made by hand, signed with HMAC. */
function forge(header: Part, claims: Part, secret: string | Buffer, hash = "sha256"): string {
	const body = `${encode(header)}.${encode(claims)}`;
	return `${body}.${createHmac(hash, secret).update(body).digest("base64url")}`;
}

function signWith(key: KeyObject, header: Part, claims: Part): string {
	const body = `${encode(header)}.${encode(claims)}`;
	const hash = key.asymmetricKeyType === "rsa" ? "sha256" : null;
	return `${body}.${sign(hash, Buffer.from(body), key).toString("base64url")}`;
}

function without(part: Part, ...names: string[]): Part {
	return Object.fromEntries(Object.entries(part).filter(([name]) => !names.includes(name)));
}

const ALGORITHMS: Attack[] = [
	...["none", "None", "NONE", "nOnE", "", null, ["HS256"], { toString: "HS256" }].map(
		(alg): Attack => [
			`alg ${JSON.stringify(alg)} without a signature`,
			({ header, claims }) => `${encode({ ...header, alg })}.${encode(claims)}.`
		]
	),
	[
		"alg none with the signature of a good token",
		({ header, claims, token }) =>
			`${encode({ ...header, alg: "none" })}.${encode(claims)}.${token.split(".")[2]!}`
	],
	[
		"no alg, signed with the right key",
		({ header, claims, secret }) => forge(without(header, "alg"), claims, secret)
	],
	[
		"HS512 with the right key",
		({ header, claims, secret }) => forge({ ...header, alg: "HS512" }, claims, secret, "sha512")
	],
	[
		"EdDSA with a key of its own, which the header brings",
		({ header, claims }) =>
			signWith(
				elliptic.privateKey,
				{ ...header, alg: "EdDSA", jwk: elliptic.publicKey.export({ format: "jwk" }) },
				claims
			)
	],
	[
		"RS256 with a key of its own and an address to get it from",
		({ header, claims }) =>
			signWith(
				rsa.privateKey,
				{
					...header,
					alg: "RS256",
					jku: "http://127.0.0.1:1/keys",
					x5u: "http://127.0.0.1:1/"
				},
				claims
			)
	],
	[
		"HS256 with a public key as its secret (EdDSA confusion)",
		({ header, claims }) => forge(header, claims, pem(elliptic.publicKey))
	],
	[
		"HS256 with a public key as its secret (RSA confusion)",
		({ header, claims }) => forge(header, claims, pem(rsa.publicKey))
	]
];

const KEYS: Attack[] = [
	["another key", ({ header, claims }) => forge(header, claims, "another key")],
	["an empty key", ({ header, claims }) => forge(header, claims, "")],
	["the name of the key as the key", ({ header, claims }) => forge(header, claims, "1")],
	[
		"the right key as the store writes it",
		({ header, claims, secret }) => forge(header, claims, secret.toString("base64url"))
	],
	...[
		"../../dev/null",
		"../../../../../../dev/null",
		"/dev/null",
		"file:///dev/null",
		"http://127.0.0.1:1/key",
		"' UNION SELECT '' --",
		"1' OR '1'='1",
		"| cat /dev/null",
		"\0",
		"",
		" ",
		"a".repeat(1000)
	].map((kid): Attack => [
		`the kid ${JSON.stringify(kid.slice(0, 40))}, signed with what it would lead to`,
		({ header, claims }) => forge({ ...header, kid }, claims, "")
	]),
	...["999", " 1", "1 ", "01", "1\0", "__proto__", "constructor", "toString"].map(
		(kid): Attack => [
			`the kid ${JSON.stringify(kid)}, signed with the right key`,
			({ header, claims, secret }) => forge({ ...header, kid }, claims, secret)
		]
	),
	...[1, null, ["1"], { $ne: "0" }, true].map((kid): Attack => [
		`the kid ${JSON.stringify(kid)}, which is no text, signed with the right key`,
		({ header, claims, secret }) => forge({ ...header, kid }, claims, secret)
	]),
	[
		"no kid, signed with the right key",
		({ header, claims, secret }) => forge(without(header, "kid"), claims, secret)
	]
];

/** Claims that none of our tokens has, signed with the right key. */
const CLAIMS: [what: string, change: (loot: Loot) => Part][] = [
	["that has expired", ({ now }) => ({ iat: now - 3600, exp: now - 1 })],
	["without an end", () => ({ exp: undefined })],
	["whose end is text", () => ({ exp: "9999999999" })],
	["whose end is null", () => ({ exp: null })],
	["from the future by its iat", ({ now }) => ({ iat: now + 3600, exp: now + 7200 })],
	["that is not good yet by its nbf", ({ now }) => ({ nbf: now + 3600 })],
	["without iat", () => ({ iat: undefined })],
	["of another issuer", () => ({ iss: "elsewhere" })],
	["of several issuers", () => ({ iss: ["lyceum", "elsewhere"] })],
	["without an issuer", () => ({ iss: undefined })],
	["for somebody else to take", () => ({ aud: "elsewhere" })],
	["of a session that there is not", () => ({ sid: "65f0c0ffee65f0c0ffee65f1" })],
	["without a session", () => ({ sid: undefined })],
	["whose session is an operator", () => ({ sid: { $ne: null } })],
	["of another user with this session", () => ({ sub: "65f0c0ffee65f0c0ffee65f0" })],
	["whose user is an operator", () => ({ sub: { $ne: null } })],
	["that views as itself by an actor who is no text", () => ({ act: { $ne: null } })],
	["that claims to act for an administrator", () => ({ act: "65f0c0ffee65f0c0ffee65f0" })]
];

const SHAPES: Attack[] = [
	["nothing", () => ""],
	["dots alone", () => ".."],
	["one part", ({ token }) => token.split(".")[0]!],
	["two parts", ({ token }) => token.split(".").slice(0, 2).join(".")],
	["four parts", ({ token }) => `${token}.x`],
	["five parts, as an encrypted token has", () => "eyJhbGciOiJkaXIifQ..a.b.c"],
	[
		"changed claims under a good signature",
		({ token, claims }) => {
			const [header, , signature] = token.split(".");
			return `${header!}.${encode({ ...claims, sub: "x" })}.${signature!}`;
		}
	],
	["a signature that was cut", ({ token }) => token.slice(0, -2)],
	["a character more", ({ token }) => `${token}A`],
	["a header that is null", ({ token }) => token.replace(/^[^.]+/, encode(null))],
	["a header that is a list", ({ token }) => token.replace(/^[^.]+/, encode([]))],
	["a header that is no JSON", ({ token }) => token.replace(/^[^.]+/, "eA")],
	["a refresh token", ({ refreshToken }) => refreshToken],
	["14,000 characters", () => "a".repeat(14_000)],
	["a long token of many dots", () => "a.".repeat(7000)]
];

const AUTHORIZATIONS: Attack[] = [
	["no scheme", ({ token }) => token],
	["another scheme", ({ token }) => `Token ${token}`],
	["Basic with the right password", () => `Basic ${btoa(`tess@lyceum.test:${PASSWORD}`)}`],
	["Bearer alone", () => "Bearer"],
	["two tokens", ({ token }) => `Bearer ${token} ${token}`],
	["two tokens with a comma", ({ token }) => `Bearer ${token}, Bearer ${token}`],
	["a token in quotes", ({ token }) => `Bearer "${token}"`],
	["an auth-param", ({ token }) => `Bearer token=${token}, realm=x`]
];

describe("attacks with tokens", function () {
	this.timeout(60_000);
	let lyceum: TestKernel;
	let guest: Client;
	let administrator: Client;
	let loot: Loot;
	let people = 0;

	before(async () => {
		lyceum = await startTestKernel({ plugins: ["projects"] });
		guest = lyceum.guest;
		administrator = await lyceum.as("admin");
		const { body } = await register();
		const [header, claims] = body.access_token
			.split(".")
			.slice(0, 2)
			.map(part => JSON.parse(Buffer.from(part, "base64url").toString()) as Part);
		const key = await lyceum.kernel.runtime.connection
			.collection<{ _id: string; secret: string }>("signingKeys")
			.findOne({ _id: header!.kid as string });
		loot = {
			token: body.access_token,
			refreshToken: body.refresh_token,
			header: header!,
			claims: claims!,
			secret: Buffer.from(key!.secret, "base64url"),
			now: Math.floor(Date.now() / 1000)
		};
	});
	after(() => lyceum?.stop());

	async function register() {
		const email = `victim${++people}@lyceum.test`;
		const answer = await guest.post<SignedIn>("/auth/register", { email, password: PASSWORD });
		const { access_token, user } = answer.body;
		return { ...answer, email, api: createClient(lyceum.url, access_token, user.id) };
	}

	/** Asks for the caller's own account, which every good credential would get. */
	function show(headers: Record<string, string>) {
		return guest.get("/auth/me", headers);
	}

	function bearer(token: string) {
		return { authorization: `Bearer ${token}` };
	}

	function expectRefused(answer: Answer, status = 401, code = "ACCESS_UNAUTHENTICATED") {
		expect([answer.status, answer.body.code], answer.text).to.deep.equal([status, code]);
		expect(answer.text).not.to.include(loot.token.split(".")[2]);
		if (status === 401) expect(answer.headers.get("www-authenticate")).to.equal("Bearer");
	}

	it("are held against credentials that are good", async () => {
		const answer = await show(bearer(forge(loot.header, loot.claims, loot.secret)));
		expect([answer.status, answer.body.id]).to.deep.equal([200, loot.claims.sub]);
	});

	for (const [what, make] of [...ALGORITHMS, ...KEYS, ...SHAPES]) {
		it(`fail: a token with ${what}`, async () => {
			expectRefused(await show(bearer(make(loot))));
		});
	}

	for (const [what, change] of CLAIMS) {
		it(`fail: a token ${what}`, async () => {
			const claims = { ...loot.claims, ...change(loot) };
			expectRefused(await show(bearer(forge(loot.header, claims, loot.secret))));
		});
	}

	for (const [what, make] of AUTHORIZATIONS) {
		it(`fail: an Authorization header with ${what}`, async () => {
			expectRefused(await show({ authorization: make(loot) }));
		});
	}

	it("fail: a token of 100 KB, at the door", async () => {
		const authorization = `Bearer ${"a".repeat(100_000)}`;
		const answer = await exchangeRaw(
			lyceum.url,
			head("GET /api/v1/auth/me", { Authorization: authorization })
		);
		expect(answer.status).to.equal(431);
	});

	describe("of what is over", () => {
		it("fail: a token whose session was ended", async () => {
			const { api, body } = await register();
			await api.delete("/auth/sessions");
			expectRefused(await api.get("/auth/me"));
			expectRefused(
				await guest.post("/auth/refresh", { refresh_token: body.refresh_token }),
				401,
				"AUTH_REFRESH_INVALID"
			);
		});

		it("fail: a token of a user who was disabled or removed", async () => {
			const [disabled, removed] = [await register(), await register()];
			await administrator.patch(`/users/${disabled.api.id}`, { isActive: false });
			await administrator.delete(`/users/${removed.api.id}`);
			for (const { api } of [disabled, removed]) expectRefused(await api.get("/auth/me"));
		});

		it("fail: a token whose key was taken away", async () => {
			const keys = lyceum.kernel.runtime.connection.collection<{ _id: string }>(
				"signingKeys"
			);
			const secret = Buffer.alloc(32, 7);
			await keys.insertOne({
				_id: "77",
				secret: secret.toString("base64url"),
				createdAt: new Date()
			} as never);
			const token = forge({ ...loot.header, kid: "77" }, loot.claims, secret);
			expect((await show(bearer(token))).status).to.equal(200);
			await keys.deleteOne({ _id: "77" });
			await administrator.post("/auth/signing-keys/rotate");
			expectRefused(await show(bearer(token)));
		});

		it("fail: a refresh token that was used before, and everything that came of it", async () => {
			const { api, body } = await register();
			const used = { refresh_token: body.refresh_token };
			const next = await guest.post<SignedIn>("/auth/refresh", used);
			await lyceum.kernel.runtime.connection
				.collection("refreshTokens")
				.updateMany({ usedAt: { $exists: true } }, { $set: { usedAt: new Date(0) } });
			expectRefused(await guest.post("/auth/refresh", used), 401, "AUTH_REFRESH_REUSED");
			expectRefused(await api.get("/auth/me"));
			expectRefused(await show(bearer(next.body.access_token)));
		});
	});

	describe("in the wrong place", () => {
		const refreshes: Attack[] = [
			["an access token", ({ token }) => token],
			["a made-up one", () => "A".repeat(43)],
			["a hash of one, as the store has it", () => "a".repeat(64)]
		];
		for (const [what, make] of refreshes) {
			it(`fail: a refresh with ${what}`, async () => {
				const body = { refresh_token: make(loot) };
				expectRefused(await guest.post("/auth/refresh", body), 401, "AUTH_REFRESH_INVALID");
			});
		}

		for (const name of ["access_token", "token", "authorization", "api_key", "apiKey"]) {
			it(`fail: a token in the address, as ${name}`, async () => {
				const answer = await guest.get(`/auth/me?${name}=${loot.token}`);
				expect(answer.status).to.be.oneOf([400, 401]);
				expect(answer.text).not.to.include(loot.token);
			});
		}

		it("fail: a token in the body, and in headers that are not ours", async () => {
			const body = { access_token: loot.token, name: "X" };
			expectRefused(await guest.patch("/auth/me", body));
			for (const name of ["x-access-token", "proxy-authorization", "x-auth-token"])
				expectRefused(await show({ [name]: `Bearer ${loot.token}` }));
		});

		it("fail: an access token as an API key or a session cookie, and an API key as a token", async () => {
			const key = await makeKey(administrator);
			expectRefused(await show({ "x-api-key": loot.token }));
			expectRefused(await show({ cookie: `auth_token=${loot.token}` }));
			expectRefused(await show(bearer(key)));
			expectRefused(await show({ cookie: `auth_token=${key}` }));
		});
	});

	async function makeKey(owner: Client, more: object = {}) {
		const { body } = await owner.post<{ key: string; id: string }>("/api-keys", {
			name: "Made",
			scopes: ["projects.read"],
			...more
		});
		return body.key;
	}

	describe("with API keys", () => {
		const endings: [what: string, end: (owner: Client, id: string) => Promise<unknown>][] = [
			["was removed", (owner, id) => owner.delete(`/api-keys/${id}`)],
			["was rotated", (owner, id) => owner.post(`/api-keys/${id}/rotate`)],
			[
				"has expired",
				(_owner, id) =>
					lyceum.kernel.runtime.connection
						.collection<{ _id: string }>("apiKeys")
						.updateOne({ _id: id }, { $set: { expiresAt: new Date(0) } })
			],
			[
				"belongs to a disabled user",
				owner => administrator.patch(`/users/${owner.id}`, { isActive: false })
			]
		];
		for (const [what, end] of endings) {
			it(`fail: a key that ${what}`, async () => {
				const { api } = await register();
				const { body } = await api.post<{ key: string; id: string }>("/api-keys", {
					name: "Made",
					scopes: ["projects.read"]
				});
				await end(api, body.id);
				expectRefused(await guest.get("/projects", { "x-api-key": body.key }));
			});
		}

		for (const [what, change] of [
			["cut", (key: string) => key.slice(0, -1)],
			["in capitals", (key: string) => key.toUpperCase()],
			["with spaces inside", (key: string) => `${key.slice(0, 9)} ${key.slice(9)}`],
			["twice", (key: string) => `${key}, ${key}`],
			["by its prefix alone", (key: string) => key.slice(0, 12)]
		] as const) {
			it(`fail: a key ${what}`, async () => {
				const key = await makeKey(administrator);
				expectRefused(await guest.get("/projects", { "x-api-key": change(key) }));
			});
		}
	});

	describe("with several credentials at once", () => {
		it("do not add up: the Authorization header alone counts, and a bad one is not made good", async () => {
			const [{ api, body }, key] = [await register(), await makeKey(administrator)];
			const own = await show({ ...bearer(api.token!), "x-api-key": key });
			expect([own.status, own.body.id]).to.deep.equal([200, api.id]);
			expect(
				(await guest.get("/users", { ...bearer(api.token!), "x-api-key": key })).status
			).to.equal(403);
			expectRefused(await show({ ...bearer("x.y.z"), "x-api-key": key }));
			const cookie = `access_token=${body.access_token}`;
			expectRefused(await show({ ...bearer("x.y.z"), cookie }));
			expectRefused(await show({ "x-api-key": "lyc_x", cookie }));
		});

		for (const name of ["Authorization", "X-API-Key"]) {
			it(`fail: ${name} given twice, whichever is the good one`, async () => {
				const key = await makeKey(administrator);
				const good = name === "Authorization" ? `Bearer ${loot.token}` : key;
				const bad = name === "Authorization" ? "Bearer x.y.z" : "lyc_x";
				for (const [first, second] of [
					[good, bad],
					[bad, good],
					[good, good]
				]) {
					const start = head("GET /api/v1/projects").replace(
						/\r\n\r\n$/,
						`\r\n${name}: ${first}\r\n${name}: ${second}\r\n\r\n`
					);
					const { status } = await exchangeRaw(lyceum.url, start);
					expect(status, `${first} ${second}`).to.equal(401);
				}
			});
		}
	});

	describe("by cookie", () => {
		const change = { name: "Forged" };

		/** What a browser holds after signing in. */
		async function browse() {
			const { headers, api } = await register();
			const cookies = headers.getSetCookie().map(text => text.split(";", 1)[0]!);
			return { api, cookie: cookies.join("; "), csrf: headers.get("x-csrf-token")! };
		}

		let browser: Awaited<ReturnType<typeof browse>>;
		before(async () => {
			browser = await browse();
		});

		const forgeries: [what: string, headers: (csrf: string) => Record<string, string>][] = [
			["without the CSRF token", () => ({})],
			["with an empty CSRF token", () => ({ "x-csrf-token": "" })],
			["with another CSRF token", csrf => ({ "x-csrf-token": `${csrf}x` })],
			[
				"from a foreign page",
				csrf => ({ "x-csrf-token": csrf, origin: "https://evil.test" })
			],
			["from a sandboxed page", csrf => ({ "x-csrf-token": csrf, origin: "null" })],
			[
				"from a page that says it is cross-site",
				csrf => ({ "x-csrf-token": csrf, "sec-fetch-site": "cross-site" })
			]
		];
		for (const [what, headers] of forgeries) {
			it(`fail: a change ${what}`, async () => {
				const { api, cookie, csrf } = browser;
				const answer = await guest.patch("/auth/me", change, { cookie, ...headers(csrf) });
				expectRefused(answer, 403, "AUTH_CSRF");
				expect((await api.get("/auth/me")).body.name).not.to.equal("Forged");
			});
		}

		it("fail: the cookie of a session that was ended, changed or planted", async () => {
			const { api, cookie } = await browse();
			const [auth] = cookie.split("; ");
			expectRefused(await show({ cookie: `${auth!}x` }));
			expectRefused(await show({ cookie: `auth_token=planted; ${auth!}` }));
			await api.delete("/auth/sessions");
			expectRefused(await show({ cookie }));
		});
	});

	describe("with a view as somebody else", () => {
		async function viewToken(userId: string) {
			const { body } = await administrator.post<SignedIn>("/auth/view-as", { userId });
			return body.access_token;
		}

		it("fail: to change, to make credentials, to view further, to stay", async () => {
			const { api } = await register();
			const view = createClient(lyceum.url, await viewToken(api.id!));
			expect((await view.get("/auth/me")).body.id).to.equal(api.id);
			const changes: [string, string, object?][] = [
				["PATCH", "/auth/me", { name: "Forged" }],
				["POST", "/projects", { name: "Forged" }],
				["POST", "/api-keys", { name: "Forged", scopes: ["projects.read"] }],
				["POST", "/auth/totp/enroll"],
				["POST", "/auth/step-up", { password: PASSWORD }],
				["DELETE", "/auth/sessions"],
				["POST", "/auth/view-as", { userId: administrator.id }]
			];
			for (const [method, path, body] of changes)
				expectRefused(await view.send(method, path, body), 403, "ACCESS_VIEW_ONLY");
			expectRefused(
				await guest.post("/auth/refresh", { refresh_token: view.token }),
				401,
				"AUTH_REFRESH_INVALID"
			);
			expectRefused(await view.post("/auth/logout"));
			expectRefused(await show({ cookie: `access_token=${view.token}` }));
		});

		it("fail: with an actor put in by somebody else, and without the one that is in it", async () => {
			const { api } = await register();
			const token = await viewToken(api.id!);
			const claims = JSON.parse(
				Buffer.from(token.split(".")[1]!, "base64url").toString()
			) as Part;
			for (const forged of [
				{ ...claims, act: loot.claims.sub },
				without(claims, "act"),
				{ ...loot.claims, act: loot.claims.sub, sub: administrator.id }
			])
				expectRefused(await show(bearer(forge(loot.header, forged, loot.secret))));
		});
	});
});
