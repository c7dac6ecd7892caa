import { expect } from "chai";
import { EVERYBODY, startWithPeople, type ProjectBody, type Projects, type Who } from "./people.ts";

interface Row {
	who: Who;
	status: number;
	/** Parts of the answer's text. */
	has?: string[];
	hasNot?: string[];
	/** Exactly these, in this order; none by default. */
	events?: string[];
}

const SECRET = "Weather station";
const UPDATED = "projects.project.updated";

describe("projects", () => {
	let api: Projects;
	before(async () => {
		api = await startWithPeople();
	});
	after(() => api.stop());

	/** Sends one request as everybody in the table, each to a project of its own. */
	function table(
		title: string,
		[method, pathOf, bodyOf]: [
			method: string,
			path: (project: ProjectBody) => string,
			body?: (project: ProjectBody) => unknown
		],
		rows: Row[]
	) {
		describe(title, () => {
			for (const { who, status, has = [], hasNot = [], events = [] } of rows) {
				it(`answers ${who} with ${status}`, async () => {
					const project = await api.make();
					const body = bodyOf?.(project);
					const answer = await api.people[who].send(method, pathOf(project), body);
					expect(answer.status, answer.text).to.equal(status);
					for (const part of has) expect(answer.text).to.include(part);
					for (const part of hasNot) expect(answer.text).to.not.include(part);
					expect(api.events).to.deep.equal(events);
				});
			}
		});
	}

	const at = ({ id }: ProjectBody) => `/projects/${id}`;
	const memberAt = (who: Who) => (project: ProjectBody) =>
		`${at(project)}/members/${api.people[who].id}`;

	table(
		"GET /projects/{id}",
		["GET", at],
		[
			{ who: "guest", status: 401, hasNot: [SECRET] },
			{ who: "stranger", status: 404, hasNot: [SECRET] },
			{ who: "teacher", status: 404, hasNot: [SECRET] },
			{ who: "viewer", status: 200, has: [SECRET, '"members"'], hasNot: ["_id", "__v"] },
			{ who: "editor", status: 200, has: [SECRET] },
			{ who: "manager", status: 200, has: [SECRET] },
			{ who: "owner", status: 200, has: [SECRET] },
			{ who: "admin", status: 200, has: [SECRET] }
		]
	);

	table(
		"PATCH /projects/{id} with content",
		["PATCH", at, () => ({ status: "active" })],
		[
			{ who: "guest", status: 401 },
			{ who: "stranger", status: 404, hasNot: [SECRET] },
			{ who: "teacher", status: 404, hasNot: [SECRET] },
			{ who: "viewer", status: 403, hasNot: [SECRET] },
			{ who: "editor", status: 200, has: ['"active"'], events: [UPDATED] },
			{ who: "manager", status: 200, has: ['"active"'], events: [UPDATED] },
			{ who: "owner", status: 200, has: ['"active"'], events: [UPDATED] },
			{ who: "admin", status: 200, has: ['"active"'], events: [UPDATED] }
		]
	);

	const withoutViewer = ({ members }: ProjectBody) => ({
		members: members.filter(({ userId }) => userId !== api.people.viewer.id)
	});
	const oneLess = [UPDATED, "projects.member.removed"];
	table(
		"PATCH /projects/{id} with members",
		["PATCH", at, withoutViewer],
		[
			{ who: "guest", status: 401 },
			{ who: "stranger", status: 404, hasNot: [SECRET] },
			{ who: "viewer", status: 403, hasNot: [SECRET] },
			{ who: "editor", status: 403, has: ["members"], hasNot: [SECRET] },
			{ who: "manager", status: 200, events: oneLess },
			{ who: "owner", status: 200, events: oneLess },
			{ who: "admin", status: 200, events: oneLess }
		]
	);

	table(
		"PUT /projects/{id} without members",
		["PUT", at, () => ({ name: "Rain gauge" })],
		[
			{ who: "guest", status: 401 },
			{ who: "stranger", status: 404 },
			{ who: "viewer", status: 403 },
			{ who: "editor", status: 200, has: ["Rain gauge", '"manager"'], events: [UPDATED] },
			{
				who: "owner",
				status: 200,
				has: ["Rain gauge", '"members":[]'],
				events: [UPDATED, ...Array<string>(3).fill("projects.member.removed")]
			}
		]
	);

	table(
		"DELETE /projects/{id}",
		["DELETE", at],
		[
			{ who: "guest", status: 401 },
			{ who: "stranger", status: 404 },
			{ who: "teacher", status: 404 },
			{ who: "viewer", status: 403 },
			{ who: "editor", status: 403 },
			{ who: "manager", status: 403 },
			{ who: "owner", status: 204, events: ["projects.project.removed"] },
			{ who: "admin", status: 204, events: ["projects.project.removed"] }
		]
	);

	table(
		"GET /projects/{id}/history",
		["GET", project => `${at(project)}/history`],
		[
			{ who: "guest", status: 401 },
			{ who: "stranger", status: 404, hasNot: [SECRET] },
			{ who: "viewer", status: 200, has: ['"created"', SECRET] },
			{ who: "owner", status: 200, has: ['"created"', SECRET] }
		]
	);

	const newMember = () => ({ userId: api.people.stranger.id, role: "editor" });
	const added = [UPDATED, "projects.member.added"];
	table(
		"POST /projects/{id}/members",
		["POST", p => `${at(p)}/members`, newMember],
		[
			{ who: "guest", status: 401 },
			{ who: "stranger", status: 404, hasNot: [SECRET] },
			{ who: "teacher", status: 404, hasNot: [SECRET] },
			{ who: "viewer", status: 403, hasNot: [SECRET] },
			{ who: "editor", status: 403, hasNot: [SECRET] },
			{ who: "manager", status: 201, has: [SECRET], events: added },
			{ who: "owner", status: 201, has: [SECRET], events: added },
			{ who: "admin", status: 201, has: [SECRET], events: added }
		]
	);

	const changed = [UPDATED, "projects.member.changed"];
	table(
		"PATCH /projects/{id}/members/{userId}",
		["PATCH", memberAt("viewer"), () => ({ role: "editor" })],
		[
			{ who: "guest", status: 401 },
			{ who: "stranger", status: 404, hasNot: [SECRET] },
			{ who: "viewer", status: 403, hasNot: [SECRET] },
			{ who: "editor", status: 403, hasNot: [SECRET] },
			{ who: "manager", status: 200, hasNot: ['"viewer"'], events: changed },
			{ who: "owner", status: 200, hasNot: ['"viewer"'], events: changed },
			{ who: "admin", status: 200, hasNot: ['"viewer"'], events: changed }
		]
	);

	table(
		"DELETE /projects/{id}/members/{userId}",
		["DELETE", memberAt("viewer")],
		[
			{ who: "guest", status: 401 },
			{ who: "stranger", status: 404, hasNot: [SECRET] },
			{ who: "viewer", status: 204, events: oneLess },
			{ who: "editor", status: 403, hasNot: [SECRET] },
			{ who: "manager", status: 204, events: oneLess },
			{ who: "owner", status: 204, events: oneLess },
			{ who: "admin", status: 204, events: oneLess }
		]
	);

	const toEditor = () => ({ userId: api.people.editor.id, note: "Take good care" });
	const transferred = [UPDATED, "projects.project.transferred"];
	table(
		"POST /projects/{id}/transfer",
		["POST", p => `${at(p)}/transfer`, toEditor],
		[
			{ who: "guest", status: 401 },
			{ who: "stranger", status: 404, hasNot: [SECRET] },
			{ who: "viewer", status: 403, hasNot: [SECRET] },
			{ who: "editor", status: 403, hasNot: [SECRET] },
			{ who: "manager", status: 403, hasNot: [SECRET] },
			{ who: "owner", status: 200, has: [SECRET], events: transferred },
			{ who: "admin", status: 200, has: [SECRET], events: transferred }
		]
	);

	table(
		"GET /projects/{id}/transfers",
		["GET", p => `${at(p)}/transfers`],
		[
			{ who: "guest", status: 401 },
			{ who: "stranger", status: 404 },
			{ who: "viewer", status: 200, has: ['"total":0'] },
			{ who: "owner", status: 200, has: ['"total":0'] }
		]
	);

	describe("POST /projects", () => {
		for (const who of EVERYBODY.filter(person => person !== "guest")) {
			it(`makes a project that ${who} owns`, async () => {
				api.events.length = 0;
				const { status, headers, body } = await api.people[who].post<ProjectBody>(
					"/projects",
					{ name: "  Rain gauge ", tags: ["water", " water ", "sky"] }
				);
				expect(status).to.equal(201);
				expect(headers.get("location")).to.equal(`/api/v1/projects/${body.id}`);
				expect(body).to.include({ name: "Rain gauge", status: "planned", rev: 1 });
				expect(body.ownerId).to.equal(api.people[who].id);
				expect(body.tags).to.deep.equal(["water", "sky"]);
				expect(body.members).to.deep.equal([]);
				expect(api.events).to.deep.equal(["projects.project.created"]);
			});
		}

		it("tells of each member", async () => {
			const { status } = await api.people.owner.post("/projects", {
				name: "Rain gauge",
				members: [{ userId: api.people.viewer.id }]
			});
			expect(status).to.equal(201);
			expect(api.events.slice(-2)).to.deep.equal([
				"projects.project.created",
				"projects.member.added"
			]);
		});

		const refusals: [title: string, body: () => object, pointer: string, code?: string][] = [
			["without a name", () => ({}), "/name"],
			["with an empty name", () => ({ name: "  " }), "/name"],
			["with an unknown status", () => ({ name: "A", status: "lost" }), "/status"],
			["with an owner", () => ({ name: "A", ownerId: api.people.viewer.id }), "/ownerId"],
			["with an unknown field", () => ({ name: "A", colour: "red" }), "/colour"],
			[
				"with an unknown role",
				() => ({ name: "A", members: [{ userId: api.people.viewer.id, role: "king" }] }),
				"/members/0/role"
			],
			[
				"that is due before it starts",
				() => ({
					name: "A",
					startsOn: "2026-03-01T00:00:00Z",
					dueOn: "2026-02-01T00:00:00Z"
				}),
				"/dueOn",
				"PROJECTS_DATES_REVERSED"
			],
			[
				"with a member who is no user",
				() => ({
					name: "A",
					members: [
						{ userId: api.people.viewer.id },
						{ userId: "65f0c0ffee65f0c0ffee65f0" }
					]
				}),
				"/members/1/userId",
				"PROJECTS_MEMBERS_INVALID"
			],
			[
				"with a member who is listed twice",
				() => ({
					name: "A",
					members: [{ userId: api.people.viewer.id }, { userId: api.people.viewer.id }]
				}),
				"/members/1/userId",
				"PROJECTS_MEMBERS_INVALID"
			],
			[
				"with its owner as a member",
				() => ({ name: "A", members: [{ userId: api.people.owner.id }] }),
				"/members/0/userId",
				"PROJECTS_MEMBERS_INVALID"
			]
		];
		for (const [title, bodyOf, pointer, code = "REQUEST_INVALID"] of refusals) {
			it(`refuses a project ${title}`, async () => {
				api.events.length = 0;
				const { status, body } = await api.people.owner.post<{
					code: string;
					errors: { pointer: string }[];
				}>("/projects", bodyOf());
				expect(status).to.equal(400);
				expect(body.code).to.equal(code);
				expect(body.errors.map(problem => problem.pointer)).to.deep.equal([pointer]);
				expect(api.events).to.deep.equal([]);
			});
		}
	});

	describe("members", () => {
		it("are answered with their place and the project", async () => {
			const project = await api.make();
			const { owner, stranger } = api.people;
			const answer = await owner.post<ProjectBody>(`${at(project)}/members`, {
				userId: stranger.id
			});
			expect(answer.headers.get("location")).to.equal(
				`/api/v1/projects/${project.id}/members/${stranger.id}`
			);
			expect(answer.body.members.at(-1)).to.deep.equal({
				userId: stranger.id,
				role: "viewer"
			});
			expect((await stranger.get(at(project))).status).to.equal(200);
		});

		it("are added once", async () => {
			const project = await api.make();
			const { status, body } = await api.people.owner.post(`${at(project)}/members`, {
				userId: api.people.viewer.id
			});
			expect(status).to.equal(409);
			expect(body.code).to.equal("PROJECTS_ALREADY_MEMBER");
		});

		it("are users: the place of the id is named", async () => {
			const project = await api.make();
			const { status, body } = await api.people.owner.post<{
				code: string;
				errors: object[];
			}>(`${at(project)}/members`, { userId: "nobody" });
			expect(status).to.equal(400);
			expect(body.code).to.equal("PROJECTS_MEMBERS_INVALID");
			expect(body.errors).to.deep.equal([
				{
					pointer: "/userId",
					message: "is no user",
					value: "nobody",
					expected: "the id of an active user"
				}
			]);
		});

		it("cannot be changed or removed when they are none", async () => {
			const project = await api.make();
			const path = memberAt("stranger")(project);
			for (const answer of [
				await api.people.owner.patch(path, { role: "editor" }),
				await api.people.owner.delete(path)
			]) {
				expect(answer.status).to.equal(404);
				expect(answer.body.code).to.equal("PROJECTS_NOT_A_MEMBER");
			}
		});

		it("see nothing any more once they have left", async () => {
			const project = await api.make();
			const { viewer } = api.people;
			expect((await viewer.delete(memberAt("viewer")(project))).status).to.equal(204);
			expect((await viewer.get(at(project))).status).to.equal(404);
			expect((await viewer.get(`${at(project)}/history`)).status).to.equal(404);
		});

		it("are changed on the revision that the client has read", async () => {
			const project = await api.make();
			const stale = { "if-match": '"99-x"' };
			const { owner } = api.people;
			const path = memberAt("viewer")(project);
			expect((await owner.patch(path, { role: "editor" }, stale)).status).to.equal(412);
			expect((await owner.delete(path, stale)).status).to.equal(412);
			const current = { "if-match": (await owner.get(at(project))).headers.get("etag")! };
			expect((await owner.patch(path, { role: "editor" }, current)).status).to.equal(200);
			expect((await owner.delete(path, current)).status).to.equal(412);
		});

		it("all arrive when several are added at once", async () => {
			const project = await api.make({ members: [] });
			const others: Who[] = ["stranger", "teacher", "viewer"];
			const answers = await Promise.all(
				others.map(who =>
					api.people.owner.post(`${at(project)}/members`, { userId: api.people[who].id })
				)
			);
			expect(answers.map(({ status }) => status)).to.deep.equal([201, 201, 201]);
			const { body } = await api.people.owner.get<ProjectBody>(at(project));
			expect(body.members.map(({ userId }) => userId)).to.have.members(
				others.map(who => api.people[who].id)
			);
		});

		it("are added once by a request that is repeated", async () => {
			const project = await api.make({ members: [] });
			const key = { "idempotency-key": `add-${project.id}` };
			const send = () =>
				api.people.owner.post(
					`${at(project)}/members`,
					{ userId: api.people.viewer.id },
					key
				);
			const [first, second] = [await send(), await send()];
			expect(first.status).to.equal(201);
			expect(second.status).to.equal(201);
			expect(second.body).to.deep.equal(first.body);
		});

		it("are as many as the setting allows", async () => {
			const { admin, owner, stranger } = api.people;
			const project = await api.make();
			await admin.patch("/plugins/projects/settings", { maxMembers: 1 });
			try {
				const refused = await owner.post(`${at(project)}/members`, { userId: stranger.id });
				expect(refused.status).to.equal(400);
				expect(refused.text).to.include("at most 3");
				expect((await owner.patch(at(project), { name: "Still here" })).status).to.equal(
					200
				);
			} finally {
				await admin.patch("/plugins/projects/settings", { maxMembers: 50 });
			}
		});
	});

	describe("a transfer", () => {
		it("swaps places and leaves a record that members read", async () => {
			const project = await api.make();
			const { owner, editor, viewer } = api.people;
			const { body } = await owner.post<ProjectBody>(`${at(project)}/transfer`, toEditor());
			expect(body.ownerId).to.equal(editor.id);
			expect(body.members).to.deep.include({ userId: owner.id, role: "manager" });
			expect(body.members.map(({ userId }) => userId)).to.not.include(editor.id);
			const records = await viewer.get<{ data: object[]; total: number }>(
				`${at(project)}/transfers`
			);
			expect(records.body.total).to.equal(1);
			expect(records.body.data[0]).to.include({
				projectId: project.id,
				projectRev: 2,
				fromUserId: owner.id,
				toUserId: editor.id,
				byUserId: owner.id,
				note: "Take good care"
			});
			expect((await owner.delete(at(project))).status).to.equal(403);
			expect((await editor.delete(at(project))).status).to.equal(204);
		});

		it("goes to members alone", async () => {
			const project = await api.make();
			const { status, body } = await api.people.owner.post<{
				code: string;
				errors: object[];
			}>(`${at(project)}/transfer`, { userId: api.people.stranger.id });
			expect(status).to.equal(400);
			expect(body.code).to.equal("PROJECTS_NEW_OWNER_NOT_MEMBER");
			expect(body.errors[0]).to.include({ pointer: "/userId" });
			expect(api.events).to.deep.equal([]);
		});

		it("changes nothing when its record cannot be written", async () => {
			const project = await api.make();
			const { owner } = api.people;
			// Takes the place of the record that the transfer is about to write.
			await api.kernel.runtime.connection.collection("projectTransfers").insertOne({
				projectId: project.id,
				projectRev: project.rev + 1
			});
			const { status } = await owner.post(`${at(project)}/transfer`, toEditor());
			expect(status).to.equal(500);
			const { body } = await owner.get<ProjectBody>(at(project));
			expect(body).to.deep.equal(project);
			const history = await owner.get<{ total: number }>(`${at(project)}/history`);
			expect(history.body.total).to.equal(1);
			expect(api.events).to.deep.equal([]);
		});

		it("rescues a project whose owner is gone", async () => {
			const { admin } = api.people;
			const leaver = await api.as("leaver");
			const { body: project } = await leaver.post<ProjectBody>("/projects", {
				name: "Left behind",
				members: [{ userId: api.people.viewer.id }]
			});
			expect((await admin.delete(`/users/${leaver.id}`)).status).to.equal(204);
			const { status, body } = await admin.post<ProjectBody>(`${at(project)}/transfer`, {
				userId: api.people.viewer.id
			});
			expect(status).to.equal(200);
			expect(body.ownerId).to.equal(api.people.viewer.id);
		});
	});

	describe("a removed project", () => {
		it("comes back with its members", async () => {
			const project = await api.make();
			const { owner, viewer } = api.people;
			await owner.delete(at(project));
			expect((await viewer.get(at(project))).status).to.equal(404);
			api.events.length = 0;
			expect((await viewer.post(`${at(project)}/restore`)).status).to.equal(404);
			expect((await owner.post(`${at(project)}/restore`)).status).to.equal(200);
			expect(api.events).to.deep.equal(["projects.project.restored"]);
			expect((await viewer.get(at(project))).status).to.equal(200);
		});
	});
});
