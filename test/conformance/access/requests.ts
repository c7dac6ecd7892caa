/**
 * How each route of the matrix is asked: about a document of the owner that is made for this request where
 * the request changes it, with a body that is valid, so that nothing but the caller's rights decides.
 */
import { Secret, TOTP } from "otpauth";
import { newId } from "../../../mixins/index.ts";
import type { Client } from "../../support/client.ts";
import { waitUntil } from "../../support/wait-until.ts";
import { beginUpload, fileForm, makeFile } from "../../support/files.ts";
import { makeDeadLetter } from "../../support/dead-letter.ts";
import { makeNotification } from "../../support/notification.ts";
import { pingService, uploadForm } from "../../support/plugin-package.ts";
import type { Who } from "./matrix.ts";
import { make, PASSWORD, type Stage } from "./stage.ts";

export interface Asked {
	/** Values for the route's `:names`. */
	params?: Record<string, string>;
	query?: string;
	body?: unknown;
	/** Who asks in place of the caller of that kind: somebody of the same role. */
	as?: Client;
}

type Ask = (stage: Stage, who: Who) => Asked | Promise<Asked>;

const REQUESTS = new Map<string, Ask>();

/** How to ask; throws for a route that nobody has written down. */
export function askOf(route: string): Ask {
	const ask = REQUESTS.get(route);
	if (!ask) throw new Error(`Nothing says how to ask ${route}: add it to access/requests.ts`);
	return ask;
}

export function routesAsked(): string[] {
	return [...REQUESTS.keys()];
}

function ask(route: string, how: Ask | Asked = {}) {
	REQUESTS.set(route, typeof how === "function" ? how : () => how);
}

interface CollectionRequests {
	path: string;
	/** Makes a document of the owner. */
	make: (stage: Stage) => Promise<string>;
	/** A body that creates or replaces one. */
	body: (stage: Stage) => Record<string, unknown>;
	/** A body that changes one. */
	patch: Record<string, unknown>;
	/** Who may remove what `make` made. */
	owner: (stage: Stage) => Client;
	/** What the collection does not offer. */
	without?: string[];
}

function askCollection(requests: CollectionRequests) {
	const { path, body, patch, owner, without = [] } = requests;
	const one = async (stage: Stage) => ({ params: { id: await requests.make(stage) } });
	const all: [route: string, how: Ask | Asked][] = [
		[`GET ${path}`, {}],
		[`GET ${path}/count`, {}],
		[`POST ${path}`, stage => ({ body: body(stage) })],
		[`GET ${path}/:id`, one],
		[`GET ${path}/:id/history`, one],
		[`PUT ${path}/:id`, async stage => ({ ...(await one(stage)), body: body(stage) })],
		[`PATCH ${path}/:id`, async stage => ({ ...(await one(stage)), body: patch })],
		[`DELETE ${path}/:id`, one],
		[
			`POST ${path}/:id/restore`,
			async stage => {
				const asked = await one(stage);
				await owner(stage).delete(`${path}/${asked.params.id}`);
				return asked;
			}
		]
	];
	for (const [route, how] of all) if (!without.includes(route)) ask(route, how);
}

for (const path of ["/", "/health", "/health/live", "/health/ready", "/health/detailed"])
	ask(`GET ${path}`);
ask("GET /openapi.json");
for (const path of ["health/detailed", "verify-email", "reset-password"]) ask(`GET //${path}`);
for (const path of ["health", "health/live", "health/ready", "openapi.json", "docs", "redoc"])
	ask(`GET //${path}`);
ask("GET //metrics");
ask("GET //websocket/test");
ask("GET //websocket/test/:file", { params: { file: "test-page.js" } });
ask("GET //docs/:version/:file", async ({ kernel }) => {
	const { text } = await kernel.guest.get("//docs");
	const [, version, file] = /docs\/([^/"]+)\/([^/"]+)"/.exec(text)!;
	return { params: { version: version!, file: file! } };
});

for (const path of ["", "/:section", "/:section/:part", "/:section/:part/:view"])
	ask(`GET //admin${path}`, { params: { section: "projects", part: "65f0", view: "show" } });
ask("GET //admin/assets/:file", { params: { file: "nothing.js" } });
ask("GET /console");
ask("GET /console/export", { query: "collection=projects&format=csv" });

ask("GET //admin/modules/:plugin/:version/:file", async ({ admin }) => {
	const { body } = await admin.get<{ pages: { plugin: string; source: string }[] }>("/console");
	const [page] = body.pages.filter(({ plugin }) => plugin === "projects");
	const [plugin, version, file] = page!.source.split("/").slice(-3);
	return { params: { plugin: plugin!, version: version!, file: file! } };
});
ask("GET //admin/frames/:plugin/:version/:page", {
	params: { plugin: "projects", version: "0".repeat(24), page: "nothing" }
});

const viewOf = (stage: Stage) => ({
	collection: "projects",
	name: `View ${stage.next()}`,
	filter: {},
	sort: { field: "name", order: "ASC" },
	columns: ["name"]
});
const makeView = async (stage: Stage) => {
	const { body } = await stage.owner.post("/console/views", viewOf(stage));
	return { params: { id: body.id as string } };
};
ask("GET /console/views", { query: "collection=projects" });
ask("POST /console/views", stage => ({ body: viewOf(stage) }));
ask("PATCH /console/views/:id", async stage => ({
	...(await makeView(stage)),
	body: { columns: ["name", "status"] }
}));
ask("DELETE /console/views/:id", makeView);

/** Everybody who is signed in may make projects. */
const madeInConsole = (stage: Stage) => ({
	collection: "projects",
	wishes: [{ create: { name: `Made in the console ${stage.next()}` } }]
});
ask("POST /console/changes", stage => ({ body: madeInConsole(stage) }));
ask("POST /console/changes/:id/undo", async (stage, who) => {
	const client = stage.client(who, "/console");
	const { body } = await client.send("POST", "/console/changes", madeInConsole(stage));
	return { params: { id: (body.undo as string | undefined) ?? "65f0c0ffee65f0c0ffee65f9" } };
});

ask("POST /auth/register", stage => ({
	body: { email: `made${stage.next()}@lyceum.test`, password: PASSWORD }
}));
ask("POST /auth/login", async stage => {
	const { email } = await stage.shared("login", () => stage.passenger("student"));
	return { body: { email, password: PASSWORD } };
});
ask("POST /auth/refresh", async stage => {
	const { refreshToken } = await stage.shared("login", () => stage.passenger("student"));
	return { body: { refresh_token: refreshToken } };
});

/** The mail of a kind to somebody, once it has been made. */
async function mailTo({ admin }: Stage, to: string, kind: string) {
	const query = `filter[to]=${to}&filter[kind]=${kind}&filter[state]=kept`;
	let mail: { id: string; text: string } | undefined;
	await waitUntil(`a mail to ${to}`, async () => {
		const { body } = await admin.get<{ data: (typeof mail)[] }>(`/mail?${query}`);
		mail = body.data[0];
		return mail !== undefined;
	});
	return { id: mail!.id, token: /#token=([\w-]+)/.exec(mail!.text)![1]! };
}
for (const path of ["/auth/forgot-password", "/auth/resend-verification"])
	ask(`POST ${path}`, stage => ({ body: { email: `nobody${stage.next()}@lyceum.test` } }));
ask("POST /auth/verify-email", async stage => {
	const { email } = await stage.passenger("student");
	const { token } = await mailTo(stage, email, "verifyEmail");
	return { body: { token } };
});
ask("POST /auth/reset-password", async stage => {
	const { email } = await stage.passenger("student");
	await stage.kernel.guest.post("/auth/forgot-password", { email });
	const { token } = await mailTo(stage, email, "resetPassword");
	return { body: { token, password: "Maple-77-Harbour" } };
});

ask("GET /mail");
ask("GET /mail/count");
for (const route of ["GET /mail/:id", "POST /mail/:id/retry", "DELETE /mail/:id"])
	ask(route, async stage => {
		const { email } = await stage.shared("mail", () => stage.passenger("student"));
		const { id } = await stage.shared(`mail to ${email}`, () =>
			mailTo(stage, email, "verifyEmail")
		);
		return { params: { id } };
	});

ask("GET /files");
ask("GET /files/count");
ask("POST /files", () => ({ body: fileForm("A plan\n") }));
for (const route of [
	"GET /files/:id",
	"GET /files/:id/history",
	"DELETE /files/:id",
	"GET /files/:id/content",
	"POST /files/:id/link"
])
	ask(route, async ({ owner }) => ({ params: { id: await makeFile(owner) } }));
ask("PATCH /files/:id", async ({ owner }) => ({
	params: { id: await makeFile(owner) },
	body: { name: "changed.txt" }
}));
ask("GET /files/:id/linked", async ({ owner }) => {
	const id = await makeFile(owner);
	const { body } = await owner.post<{ url: string }>(`/files/${id}/link`);
	return { params: { id }, query: new URL(body.url).search.slice(1) };
});
/** What the protocol says in headers may stand in the address, too. */
const TUS_QUERY = "tusResumable=1.0.0";
ask("POST /uploads", { query: `${TUS_QUERY}&uploadLength=5` });
for (const method of ["GET", "DELETE"])
	ask(`${method} /uploads/:id`, async ({ owner }) => ({
		params: { id: await beginUpload(owner, 5) },
		query: TUS_QUERY
	}));
ask("PATCH /uploads/:id", async ({ owner }) => ({
	params: { id: await beginUpload(owner, 5) },
	query: `${TUS_QUERY}&uploadOffset=0&contentType=application/offset%2Boctet-stream`
}));

ask("GET /auth/me");
ask("PATCH /auth/me", { body: { name: "Changed" } });
ask("GET /auth/totp");
ask("POST /auth/totp/enroll");
ask("GET /auth/sessions");

/** For what ends the caller's own sessions or changes its password or factor. */
function askAsPassenger(route: string, body?: unknown) {
	ask(route, async (stage, who) =>
		who === "guest" || who === "key" ? { body } : { body, as: (await stage.passenger(who)).api }
	);
}
askAsPassenger("POST /auth/logout");
askAsPassenger("POST /auth/step-up", { password: PASSWORD });
askAsPassenger("DELETE /auth/sessions");
askAsPassenger("POST /auth/change-password", {
	currentPassword: PASSWORD,
	newPassword: "Maple-77-Harbour"
});

/** Somebody of the same role with a second factor, drawn alone or in use. */
async function enrolled(stage: Stage, who: Who, confirmed: boolean): Promise<Asked> {
	if (who === "guest" || who === "key") return { body: { otp: "123456" } };
	const { api } = await stage.passenger(who);
	const { body } = await api.post<{ secret: string }>("/auth/totp/enroll");
	const otp = new TOTP({ secret: Secret.fromBase32(body.secret) }).generate();
	if (confirmed) await api.post("/auth/totp/confirm", { otp });
	return { as: api, body: { otp } };
}
ask("POST /auth/totp/confirm", (stage, who) => enrolled(stage, who, false));
ask("POST /auth/totp/recovery-codes", (stage, who) => enrolled(stage, who, true));
ask("POST /auth/totp/disable", (stage, who) => enrolled(stage, who, true));

/** A session that its owner, or who may end it, has for this request alone. */
async function ownersSession(stage: Stage) {
	const { api } = await stage.passenger("owner");
	const { body } = await api.get<{ data: { id: string }[] }>("/auth/sessions");
	return { as: api, params: { id: body.data[0]!.id } };
}
ask("DELETE /auth/sessions/:id", async (stage, who) => {
	if (who === "owner") return ownersSession(stage);
	const { params } = await stage.shared("session", () => ownersSession(stage));
	return { params };
});
ask("GET /sessions");
ask("GET /sessions/count");
for (const method of ["GET", "DELETE"])
	ask(`${method} /sessions/:id`, async stage => {
		const { params } = await stage.shared("session", () => ownersSession(stage));
		return { params };
	});

ask("POST /auth/view-as", ({ owner }) => ({ body: { userId: owner.id } }));
ask("POST /auth/signing-keys/rotate");

askCollection({
	path: "/api-keys",
	make: ({ owner }) => make(owner, "/api-keys", { name: "Made", scopes: ["users.read"] }),
	body: () => ({ name: "Made", scopes: ["users.read"] }),
	patch: { name: "Changed" },
	owner: ({ owner }) => owner,
	without: ["PUT /api-keys/:id", "POST /api-keys/:id/restore"]
});
ask("POST /api-keys/:id/rotate", async ({ owner }) => ({
	params: { id: await make(owner, "/api-keys", { name: "Made", scopes: ["users.read"] }) }
}));

const newUser = (stage: Stage) => ({
	email: `made${stage.next()}@lyceum.test`,
	username: `made${stage.next()}`,
	name: "Made",
	gradeLevel: "10",
	bio: "Made for a test",
	avatarUrl: "https://example.org/made.png"
});
askCollection({
	path: "/users",
	make: stage => make(stage.admin, "/users", newUser(stage)),
	body: newUser,
	patch: { name: "Changed" },
	owner: ({ admin }) => admin
});

const RULE = {
	action: "read",
	subject: "Project",
	fields: ["name"],
	conditions: { status: "done" }
};
const newRole = (stage: Stage) => ({
	name: `made-${stage.next()}`,
	description: "Made",
	rules: [RULE, { ...RULE, inverted: true, reason: "Not yet" }]
});
askCollection({
	path: "/roles",
	make: stage => make(stage.admin, "/roles", newRole(stage)),
	body: newRole,
	patch: { description: "Changed" },
	owner: ({ admin }) => admin
});
ask("PUT /roles/:id", async stage => {
	const body = newRole(stage);
	return { params: { id: await make(stage.admin, "/roles", body) }, body };
});

ask("POST /roles/preview", {
	body: { name: "previewed", rules: [{ action: "read", subject: "User", fields: ["name"] }] }
});

ask("GET /access/explain", async ({ owner }) => {
	const id = await make(owner, "/projects", { name: "Explained" });
	return { query: `user=${owner.id}&action=read&subject=Project&id=${id}` };
});
ask("GET /access/rules");

ask("GET /lockouts");
ask("GET /lockouts/count");
for (const method of ["GET", "DELETE"])
	ask(`${method} /lockouts/:id`, async stage => {
		const { kernel, admin } = stage;
		const username = `nobody${stage.next()}`;
		await kernel.guest.post("/auth/login", { username, password: "wrong" });
		const { body } = await admin.get<{ data: { id: string }[] }>(
			`/lockouts?filter[login]=${username}`
		);
		return { params: { id: body.data[0]!.id } };
	});

ask("GET /limits");
ask("PUT /limits", { body: { login: { points: 9, seconds: 60 } } });
ask("GET /limits/blocks");
ask("GET /limits/blocks/count");
for (const method of ["GET", "DELETE"])
	ask(`${method} /limits/blocks/:id`, async stage => {
		const _id = newId();
		const block = { limit: "address", subject: `192.0.2.${stage.next()}`, times: 1, rev: 1 };
		const times = { blockedUntil: new Date(), expiresAt: new Date(Date.now() + 60_000) };
		const system = { createdAt: new Date(), updatedAt: new Date() };
		await stage.kernel.kernel.runtime.connection
			.collection<{ _id: string }>("limitBlocks")
			.insertOne({ _id, ...block, ...times, ...system });
		return { params: { id: _id } };
	});

ask("GET /nodes");
ask("GET /logs");
ask("GET /monitoring/history");
ask("GET /monitoring/plugins/:name", () => ({ params: { name: "projects" } }));
ask("GET /trash");
ask("GET /trash/:collection", () => ({ params: { collection: "projects" } }));
askCollection({
	path: "/notifications",
	make: ({ kernel, owner }) => makeNotification(kernel, owner.id!),
	body: () => ({}),
	patch: { readAt: "2026-01-15T09:30:00Z" },
	owner: ({ owner }) => owner,
	without: ["POST /notifications", "PUT /notifications/:id", "GET /notifications/:id/history"]
});
ask("GET //notification-preferences");
for (const path of ["unread-count", "kinds", "preferences"]) ask(`GET /notifications/${path}`);
ask("PATCH /notifications/preferences", {
	body: { preferences: [{ kind: "apiKeys.keyMade", channel: "mail", wanted: true }] }
});
ask("POST /notifications/read-all");

ask("GET /asyncapi.json");
ask("GET //asyncapi.json");
ask("GET /streams");
ask("GET /streams/events");
ask("GET /streams/:name/messages", { params: { name: "system-events" } });
ask("DELETE /streams/:name/groups/:group", async ({ kernel }) => {
	const letter = { stream: "progress-updates", group: "former" };
	await makeDeadLetter(kernel, letter);
	return { params: { name: letter.stream, group: letter.group } };
});
ask("GET /streams/dead-letters");
ask("GET /streams/dead-letters/count");
for (const method of ["GET", "DELETE"])
	ask(`${method} /streams/dead-letters/:id`, async ({ kernel }) => ({
		params: { id: await makeDeadLetter(kernel) }
	}));
ask("POST /streams/dead-letters/:id/replay", async ({ kernel }) => ({
	params: { id: await makeDeadLetter(kernel) }
}));
ask("POST /streams/dead-letters/:id/restore", async ({ kernel, admin }) => {
	const id = await makeDeadLetter(kernel);
	await admin.delete(`/streams/dead-letters/${id}`);
	return { params: { id } };
});
ask("POST /streams/dead-letters/replay", { body: { stream: "chat-messages" } });

ask("GET /audit");
ask("GET /audit/count");
ask("GET /audit/verify");
ask("GET /audit/:id", async ({ admin }) => {
	const { body } = await admin.get<{ data: { id: string }[] }>("/audit?pageSize=1");
	return { params: { id: body.data[0]!.id } };
});

const packed = (version: string) =>
	uploadForm({
		name: "uploaded",
		version,
		service: pingService("uploaded", version),
		lyceum: {
			settings: {
				type: "object",
				properties: { greeting: { type: "string", default: "hello" } }
			}
		}
	});
ask("GET /plugins");
ask("POST /plugins", async ({ admin }) => {
	await admin.delete("/plugins/uploaded");
	return { body: await packed("1.0.0") };
});

/** Two versions of an uploaded plugin, made anew for who may change it. */
async function installed({ admin }: Stage, who: Who, steps: string[]): Promise<Asked> {
	const params = { name: "uploaded" };
	if (who !== "admin") return { params };
	await admin.delete("/plugins/uploaded");
	for (const version of ["1.0.0", "1.1.0"]) await admin.post("/plugins", await packed(version));
	for (const step of steps) await admin.post(`/plugins/uploaded/${step}`);
	return { params };
}
ask("GET /plugins/:name", (stage, who) => installed(stage, who, []));
ask("DELETE /plugins/:name", (stage, who) => installed(stage, who, []));
ask("GET /plugins/:name/migrations", (stage, who) => installed(stage, who, []));
ask("POST /plugins/:name/contract", (stage, who) => installed(stage, who, []));
ask("POST /plugins/:name/disable", (stage, who) => installed(stage, who, []));
ask("POST /plugins/:name/enable", (stage, who) => installed(stage, who, ["disable"]));
ask("POST /plugins/:name/reload", (stage, who) => installed(stage, who, []));
ask("POST /plugins/:name/rollback", (stage, who) => installed(stage, who, []));
ask("PATCH /plugins/:name/settings", async (stage, who) => ({
	...(await installed(stage, who, [])),
	body: { greeting: "good day" }
}));

const newProject = () => ({
	name: "Made",
	description: "Made for a test",
	tags: ["made"],
	startsOn: "2026-01-01T00:00:00.000Z",
	dueOn: "2026-02-01T00:00:00.000Z"
});
const makeProject = ({ owner, friend }: Stage) =>
	make(owner, "/projects", { ...newProject(), members: [{ userId: friend.id }] });
askCollection({
	path: "/projects",
	make: makeProject,
	body: newProject,
	patch: { status: "done" },
	owner: ({ owner }) => owner
});
ask("GET /projects/stats/summary");
/** A task of the owner that waits. */
async function makeTask({ kernel, owner }: Stage, asker = owner) {
	const { id } = await kernel.kernel.runtime.enqueue({
		job: "exercises.check",
		payload: {},
		askedBy: asker.id,
		requestId: null,
		delayMs: 3_600_000
	});
	return id;
}
ask("GET /tasks");
ask("GET /tasks/schedules");
ask("GET /tasks/count");
ask("GET /tasks/:id", async stage => ({ params: { id: await makeTask(stage) } }));
ask("POST /tasks/:id/cancel", async stage => ({ params: { id: await makeTask(stage) } }));
ask("GET /streaming/progress", async stage => ({ query: `task=${await makeTask(stage)}` }));
ask("POST /exercises/check");

ask("GET /streaming/events", () => ({ query: "collection=projects" }));
ask("POST /projects/:id/members", async ({ owner, author }) => ({
	params: { id: await make(owner, "/projects", newProject()) },
	body: { userId: author.id }
}));
ask("PATCH /projects/:id/members/:userId", async stage => ({
	params: { id: await makeProject(stage), userId: stage.friend.id! },
	body: { role: "editor" }
}));
ask("DELETE /projects/:id/members/:userId", async stage => ({
	params: { id: await makeProject(stage), userId: stage.friend.id! }
}));
ask("POST /projects/:id/transfer", async stage => ({
	params: { id: await makeProject(stage) },
	body: { userId: stage.friend.id }
}));
ask("GET /projects/:id/transfers", async stage => {
	const id = await makeProject(stage);
	await stage.owner.post(`/projects/${id}/transfer`, { userId: stage.friend.id, note: "Gone" });
	return { params: { id } };
});

/** What nobody but teachers and administrators may read, wherever it stands in an answer. */
export const HIDDEN_WORDS = [
	"walrus-solution",
	"walrus-hint",
	"walrus-case",
	"walrus-note",
	"walrus-explanation"
];

const newExercise = () => ({
	title: "Made",
	description: "Print one",
	topic: "output",
	difficulty: "beginner",
	language: "python",
	starterCode: "print()",
	expectedOutput: "1",
	solutionCode: "print('walrus-solution')",
	testCases: [
		{ input: "1", expected: "1", hidden: false },
		{ input: "walrus-case", expected: "walrus-case", hidden: true }
	],
	hints: ["Print it", "A walrus-hint"]
});
const makeExercise = ({ author }: Stage) => make(author, "/exercises", newExercise());
askCollection({
	path: "/exercises",
	make: makeExercise,
	body: newExercise,
	patch: { title: "Changed" },
	owner: ({ author }) => author
});
for (const method of ["GET", "POST"])
	ask(`${method} /exercises/:id/hints`, async (stage, who) => {
		const id = await makeExercise(stage);
		if (who !== "guest" && who !== "key" && method === "GET")
			await stage.client(who, "/exercises").post(`/exercises/${id}/hints`);
		return { params: { id } };
	});

const newItem = () => ({
	kind: "lesson",
	title: "Made",
	body: "It will recieve it.",
	level: "beginner",
	language: "en",
	licence: "MIT"
});
const makeItem = ({ author }: Stage) => make(author, "/content", newItem());

/** What a check writes, as it is stored. */
function storeForAuthor(stage: Stage, collection: string, fields: object) {
	const { id } = stage.author;
	const rights = { ownerId: id, writers: [id], readers: [], shared: false, collectionIds: [] };
	return store(stage, collection, { ...rights, ...fields });
}

async function store({ kernel }: Stage, collection: string, fields: object) {
	const _id = newId();
	const now = new Date();
	const document = { rev: 1, createdAt: now, updatedAt: now, ...fields, _id };
	await kernel.kernel.runtime.connection
		.collection<{ _id: string }>(collection)
		.insertOne(document);
	return _id;
}

async function makeFinding(stage: Stage, state = "open") {
	const fix = { field: "body", start: 8, end: 15, expected: "recieve", replacement: "receive" };
	return storeForAuthor(stage, "qualityFindings", {
		itemId: await makeItem(stage),
		itemTitle: "Made",
		rule: "text/spelling",
		severity: "warning",
		field: "body",
		line: 1,
		passage: "recieve",
		message: "It is misspelt",
		advice: "Write it right",
		key: "text/spelling|body|recieve",
		state,
		reopened: 0,
		reports: 0,
		fix
	});
}

const theFinding = async (stage: Stage) => ({ params: { id: await makeFinding(stage) } });

ask("GET /quality/rules");
ask("GET /quality/benchmarks");
ask("POST /quality/drafts", async stage => ({
	body: { itemId: await makeItem(stage), draft: { kind: "lesson", title: "Made" } }
}));
ask("GET /quality/checks");
ask("POST /quality/checks", async stage => ({ body: { itemId: await makeItem(stage) } }));
ask("GET /quality/checks/:id", async stage => {
	const { body } = await stage.author.post<{ id: string }>("/quality/checks", {
		itemId: await makeItem(stage)
	});
	return { params: { id: body.id } };
});
ask("POST /quality/checks/:id/cancel", async stage => ({
	params: {
		id: await store(stage, "qualityChecks", {
			askedBy: stage.author.id,
			taskId: await makeTask(stage, stage.author),
			state: "queued"
		})
	}
}));
const makeState = (stage: Stage) =>
	storeForAuthor(stage, "qualityItems", { title: "Made", kind: "lesson", score: 90 });
ask("GET /quality/items");
ask("GET /quality/items/:id", async stage => ({ params: { id: await makeState(stage) } }));
ask("PUT /quality/items/:id/golden", async stage => ({
	params: { id: await makeState(stage) },
	body: { golden: true }
}));
ask("GET /quality/findings");
for (const route of [
	"GET /quality/findings/:id",
	"GET /quality/findings/:id/history",
	"POST /quality/findings/:id/done",
	"POST /quality/findings/:id/fix"
])
	ask(route, theFinding);
ask("POST /quality/findings/:id/waive", async stage => ({
	...(await theFinding(stage)),
	body: { reason: "It is a name" }
}));
ask("POST /quality/findings/:id/assign", async stage => ({
	...(await theFinding(stage)),
	body: { assigneeId: stage.author.id }
}));
ask("POST /quality/findings/:id/release", async stage => ({
	params: { id: await makeFinding(stage, "assigned") }
}));
ask("POST /quality/findings/:id/reopen", async stage => ({
	params: { id: await makeFinding(stage, "closed") }
}));
const newPolicy = () => ({ name: "Made", gate: "none", rules: [], glossary: ["made"] });
askCollection({
	path: "/quality/policies",
	make: ({ admin }) => make(admin, "/quality/policies", newPolicy()),
	body: newPolicy,
	patch: { name: "Changed" },
	owner: ({ admin }) => admin,
	without: ["GET /quality/policies/count", "POST /quality/policies/:id/restore"]
});
ask("POST /quality/policies/preview", { body: { gate: "error" } });
const makeMonitor = async (stage: Stage) => ({
	params: {
		id: await make(stage.author, "/quality/monitors", {
			name: "Made",
			itemId: await makeItem(stage),
			onChange: false
		})
	}
});
ask("GET /quality/monitors");
ask("POST /quality/monitors", async stage => ({
	body: { name: "Made", itemId: await makeItem(stage), onChange: false }
}));
ask("GET /quality/monitors/:id", makeMonitor);
ask("PATCH /quality/monitors/:id", async stage => ({
	...(await makeMonitor(stage)),
	body: { name: "Changed" }
}));
ask("DELETE /quality/monitors/:id", makeMonitor);
const newFeedback = async (stage: Stage) => ({
	itemId: await makeItem(stage),
	rating: 2,
	kind: "unclear"
});
ask("GET /quality/feedback");
ask("POST /quality/feedback", async stage => ({ body: await newFeedback(stage) }));
ask("GET /quality/feedback/:id", async stage => ({
	params: { id: await make(stage.author, "/quality/feedback", await newFeedback(stage)) }
}));
const makeReport = async ({ author }: Stage) => {
	const { body } = await author.post<{ id: string }>("/quality/reports", {});
	return { params: { id: body.id } };
};
ask("GET /quality/reports");
ask("POST /quality/reports", { body: { format: "csv" } });
for (const route of [
	"GET /quality/reports/:id",
	"DELETE /quality/reports/:id",
	"POST /quality/reports/:id/link"
])
	ask(route, makeReport);
const newQuestion = () => ({
	kind: "question",
	title: "Made",
	questionType: "single",
	stem: "Which?",
	options: [
		{ text: "This", correct: true },
		{ text: "That", correct: false, note: "A walrus-note" }
	],
	explanation: "A walrus-explanation"
});
const makeQuestion = ({ author }: Stage) => make(author, "/content", newQuestion());
askCollection({
	path: "/content",
	make: makeQuestion,
	body: newQuestion,
	patch: { title: "Changed" },
	owner: ({ author }) => author
});
ask("GET /content/library", async stage => {
	await stage.shared("published", () => makePublished(stage));
	return { query: "kind=question" };
});
ask("POST /content/render", { body: { markdown: "# Made" } });
for (const part of ["html", "versions", "comments"])
	ask(`GET /content/:id/${part}`, async stage => ({ params: { id: await makeQuestion(stage) } }));
for (const verb of ["submit", "archive"])
	ask(`POST /content/:id/${verb}`, async stage => ({
		params: { id: await makeQuestion(stage) }
	}));

async function makeSubmitted(stage: Stage) {
	const id = await makeQuestion(stage);
	await stage.author.post(`/content/${id}/submit`);
	return id;
}
async function makeApproved(stage: Stage) {
	const id = await makeSubmitted(stage);
	await stage.admin.post(`/content/${id}/approve`);
	return id;
}
async function makePublished(stage: Stage) {
	const id = await makeApproved(stage);
	await stage.author.post(`/content/${id}/publish`, { override: "For the matrix" });
	return id;
}
for (const verb of ["approve", "reject"])
	ask(`POST /content/:id/${verb}`, async stage => ({
		params: { id: await makeSubmitted(stage) },
		body: { comment: "Seen" }
	}));
ask("POST /content/:id/publish", async stage => ({ params: { id: await makeApproved(stage) } }));
ask("GET /content/:id/differences", async stage => ({
	params: { id: await makeQuestion(stage) },
	query: "from=1&to=1"
}));
for (const route of [
	"GET /content/:id/versions/:version",
	"POST /content/:id/versions/:version/restore"
])
	ask(route, async stage => ({ params: { id: await makeQuestion(stage), version: "1" } }));
ask("POST /content/:id/comments", async stage => ({
	params: { id: await makeQuestion(stage) },
	body: { text: "Why?", field: "stem", quote: "Which" }
}));
for (const route of [
	"POST /content/:id/comments/:commentId/resolve",
	"DELETE /content/:id/comments/:commentId"
])
	ask(route, async stage => {
		const id = await makeQuestion(stage);
		const commentId = await make(stage.author, `/content/${id}/comments`, { text: "Why?" });
		return { params: { id, commentId } };
	});
ask("GET /content/published");
ask("GET /content/published/count");
ask("GET /content/published/:id", async stage => ({
	params: { id: await stage.shared("published", () => makePublished(stage)) }
}));

const newCourse = () => ({ kind: "course", title: "Made", entries: [] });
const makeCourse = ({ author }: Stage) => make(author, "/content/collections", newCourse());
askCollection({
	path: "/content/collections",
	make: makeCourse,
	body: newCourse,
	patch: { title: "Changed" },
	owner: ({ author }) => author
});
ask("GET /content/collections/:id/outline", async stage => ({
	params: { id: await makeCourse(stage) }
}));

async function uploadMarkdown(client: Client) {
	const form = new FormData();
	form.append("file", new Blob(["# Made\n"]), "made.md");
	const { body } = await client.post<{ id: string }>("/files", form);
	return body.id;
}
async function makeImport({ author }: Stage) {
	const fileId = await uploadMarkdown(author);
	const id = await make(author, "/content/imports", { fileId });
	await waitUntil("the import", async () => {
		const { body } = await author.get<{ state: string }>(`/content/imports/${id}`);
		return body.state === "ready";
	});
	return id;
}
ask("GET /content/imports");
ask("GET /content/imports/count");
ask("POST /content/imports", async (stage, who) => {
	const client = who === "guest" || who === "key" ? stage.author : stage.client(who, "/content");
	return { body: { fileId: await uploadMarkdown(client) } };
});
for (const route of ["GET /content/imports/:id", "POST /content/imports/:id/apply"])
	ask(route, async stage => ({ params: { id: await makeImport(stage) } }));
ask("POST /content/imports/samples");
ask("GET /content/export", { query: "ids=65f0c0ffee65f0c0ffee65f0" });
