/** Roles made at run time, what they change at the next request, and why somebody may do something. */
import { expect } from "chai";
import { bindModel } from "../../mixins/model.ts";
import { Role } from "../../services/abilities/role.model.ts";
import { Rules } from "../../services/abilities/rules.ts";
import { StoredRoles } from "../../services/abilities/stored-roles.ts";
import { createClient, type Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";

interface Problems {
	code: string;
	errors: { pointer: string; message: string }[];
}

interface Preview {
	problems: { pointer: string }[];
	users: { total: number; first: { id: string; name: string }[] };
	changes: {
		subject: string;
		actions: string[];
		before: object;
		after: object;
		users: number;
	}[];
}

// oxlint-disable-next-line no-template-curly-in-string
const CALLER = "${user.id}";

describe("roles", function () {
	this.timeout(60_000);
	let lyceum: TestKernel;
	let guest: Client;
	let administrator: Client;
	let ann: Client;
	let project: string;

	before(async () => {
		lyceum = await startTestKernel({ plugins: ["projects"] });
		guest = lyceum.guest;
		administrator = await lyceum.as("admin");
		ann = await lyceum.as("ann");
		const answer = await ann.post("/projects", { name: "Ann's", description: "Hidden" });
		project = answer.body.id as string;
	});
	after(() => lyceum?.stop());

	async function makeRole(name: string, rules: object[]) {
		const answer = await administrator.post("/roles", { name, rules });
		expect(answer.status, answer.text).to.equal(201);
		return answer.body.id as string;
	}

	/** A signed-in user with these roles. */
	async function personWith(name: string, roles: string[]) {
		const person = await lyceum.as(name);
		const answer = await administrator.patch(`/users/${person.id}`, { roles });
		expect(answer.status, answer.text).to.equal(200);
		return person;
	}

	it("are made with rules, and count at the next request of who has them", async () => {
		const id = await makeRole("auditor", [
			{ action: "read", subject: "Project", fields: ["name"] }
		]);
		const person = await personWith("ada", ["auditor"]);
		const { status, body } = await person.get<{ data: object[] }>("/projects");
		expect(status).to.equal(200);
		const shown = body.data.find(entry => (entry as { id: string }).id === project);
		expect(shown).to.include({ name: "Ann's" }).and.not.have.property("description");
		await administrator.patch(`/roles/${id}`, { rules: [] });
		expect((await person.get("/projects")).status).to.equal(403);
		await administrator.patch(`/roles/${id}`, {
			rules: [{ action: "read", subject: "Project" }]
		});
		expect((await person.get(`/projects/${project}`)).body.description).to.equal("Hidden");
		await administrator.delete(`/roles/${id}`);
		expect((await person.get("/projects")).status).to.equal(403);
		await administrator.post(`/roles/${id}/restore`);
		expect((await person.get("/projects")).status).to.equal(200);
	});

	it("tell before they are saved what they would change, and for whom", async () => {
		await makeRole("registrar", [{ action: "read", subject: "User", fields: ["name"] }]);
		const rita = await personWith("rita", ["student", "registrar"]);
		await personWith("rob", ["teacher", "registrar"]);
		const gone = await personWith("rex", ["registrar"]);
		await administrator.patch(`/users/${gone.id}`, { isActive: false });
		const rules = [{ action: ["create", "update"], subject: "Project" }];
		const { status, body } = await administrator.post<Preview>("/roles/preview", {
			name: "registrar",
			rules
		});
		expect(status).to.equal(200);
		expect(body.problems).to.deep.equal([]);
		expect(body.users.total).to.equal(2);
		expect(body.users.first.map(({ id }) => id)).to.include(rita.id);
		const none = { documents: "none", fields: null };
		const every = { documents: "all", fields: null };
		expect(body.changes.find(({ subject }) => subject === "User")).to.deep.equal({
			subject: "User",
			actions: ["read"],
			before: { documents: "all", fields: ["name"] },
			after: none,
			users: 2
		});
		const gained = body.changes.filter(({ subject }) => subject === "Project");
		expect(gained.map(({ after }) => after)).to.deep.include(every);
		// Everybody may create projects already, and nobody is told to gain what another role gives.
		expect(gained.flatMap(({ actions }) => actions)).to.deep.equal(["update"]);
		const { body: stored } = await administrator.get<{ data: { rules: object[] }[] }>(
			"/roles?filter[name]=registrar"
		);
		expect(stored.data[0]!.rules).to.have.length(1);
		expect((await rita.get("/users")).status).to.equal(200);
	});

	it("tell what whoever gets a new one may do, and what is wrong with its rules", async () => {
		const newcomers = await administrator.post<Preview>("/roles/preview", {
			name: "nobodys",
			rules: [{ action: "read", subject: "Project", conditions: { ownerId: CALLER } }]
		});
		expect(newcomers.body).to.deep.equal({
			problems: [],
			users: { total: 0, first: [] },
			changes: [
				{
					subject: "Project",
					actions: ["read"],
					before: { documents: "none", fields: null },
					after: { documents: "some", fields: null },
					users: 0
				}
			]
		});
		const wrong = await administrator.post<Preview>("/roles/preview", {
			rules: [
				{ action: "read", subject: "Unicorn" },
				{ action: "fly", subject: "Project", fields: ["wings"] }
			]
		});
		expect(wrong.status).to.equal(200);
		expect(wrong.body.problems.map(({ pointer }) => pointer)).to.deep.equal([
			"/rules/0/subject",
			"/rules/1/action",
			"/rules/1/fields"
		]);
		expect(wrong.body.changes).to.deep.equal([]);
		expect((await administrator.post("/roles/preview", { rules: 7 })).status).to.equal(400);
		expect((await ann.post("/roles/preview", { rules: [] })).status).to.equal(403);
	});

	it("add to what comes with the plugins, or take from it", async () => {
		const id = await makeRole("student", [
			{ action: "delete", subject: "Project", inverted: true, reason: "Term has begun" }
		]);
		expect((await ann.delete(`/projects/${project}`)).status).to.equal(403);
		expect((await ann.get(`/projects/${project}`)).status).to.equal(200);
		await administrator.delete(`/roles/${id}`);
		const other = await ann.post("/projects", { name: "To go" });
		expect((await ann.delete(`/projects/${other.body.id as string}`)).status).to.equal(204);
	});

	it("hold conditions with the caller's id and paths inside of fields", async () => {
		await makeRole("peer", [
			{ action: "read", subject: "Project", conditions: { "members.userId": CALLER } },
			{
				action: "read",
				subject: "Project",
				conditions: { $or: [{ status: { $in: ["done"] } }, { status: "archived" }] }
			}
		]);
		const person = await personWith("paul", ["peer"]);
		const list = async () =>
			(await person.get<{ data: { id: string }[] }>("/projects")).body.data;
		expect(await list()).to.deep.equal([]);
		await ann.patch(`/projects/${project}`, { status: "done" });
		expect((await list()).map(({ id }) => id)).to.deep.equal([project]);
		const stored = await administrator.get<{ data: { rules: object[] }[] }>(
			"/roles?filter[name]=peer"
		);
		expect(stored.body.data[0]!.rules[0]).to.deep.include({
			conditions: { "members.userId": CALLER }
		});
	});

	const bad: [what: string, rule: object, pointer: string][] = [
		[
			"a subject that nothing brings",
			{ action: "read", subject: "Projct" },
			"/rules/0/subject"
		],
		["a verb that is not done", { action: "raed", subject: "Project" }, "/rules/0/action"],
		[
			"a field that does not exist",
			{ action: "read", subject: "Project", fields: ["nmae"] },
			"/rules/0/fields"
		],
		[
			"a part of a field",
			{ action: "read", subject: "Project", fields: ["members.userId"] },
			"/rules/0/fields"
		],
		[
			"a condition on a field that does not exist",
			{ action: "read", subject: "Project", conditions: { onwerId: CALLER } },
			"/rules/0/conditions"
		],
		[
			"a condition that is none",
			{ action: "read", subject: "Project", conditions: "ownerId" },
			"/rules/0/conditions"
		],
		[
			"an operator that is none",
			{ action: "read", subject: "Project", conditions: { status: { $where: "1" } } },
			"/rules/0"
		],
		[
			"an operator in the place of a field",
			{ action: "read", subject: "Project", conditions: { $expr: { $eq: ["$status", 1] } } },
			"/rules/0/conditions"
		],
		[
			"a field that does not exist in a part of a condition",
			{ action: "read", subject: "Project", conditions: { $or: [{ stauts: "done" }] } },
			"/rules/0/conditions"
		],
		[
			"nothing in the place of a condition",
			{ action: "read", subject: "Project", conditions: { $or: [null] } },
			"/rules/0/conditions"
		],
		[
			"a pattern",
			{ action: "read", subject: "Project", conditions: { name: { $regex: "(a+)+$" } } },
			"/rules/0/conditions"
		],
		[
			"a value of the caller that there is not",
			// oxlint-disable-next-line no-template-curly-in-string
			{ action: "read", subject: "Project", conditions: { ownerId: "${user.roles}" } },
			"/rules/0/conditions"
		],
		[
			"fields of everything",
			{ action: "read", subject: "all", fields: ["name"] },
			"/rules/0/fields"
		],
		["no verb", { action: [], subject: "Project" }, "/rules/0/action"],
		["an object for a subject", { action: "read", subject: { $ne: 1 } }, "/rules/0/subject"],
		[
			"an unknown key",
			{ action: "read", subject: "Project", field: ["name"] },
			"/rules/0/field"
		]
	];
	for (const [what, rule, pointer] of bad) {
		it(`are not saved with ${what}`, async () => {
			const answer = await administrator.post<Problems & Record<string, unknown>>("/roles", {
				name: "wrong",
				rules: [rule]
			});
			expect(answer.status, answer.text).to.equal(400);
			expect(answer.body.errors[0]!.pointer).to.equal(pointer);
		});
	}

	const badNames = ["Admin", "with space", "admin", "", "x".repeat(41), "$ne"];
	for (const name of badNames) {
		it(`are not called ${JSON.stringify(name)}`, async () => {
			expect((await administrator.post("/roles", { name, rules: [] })).status).to.equal(400);
		});
	}

	it("keep their names, which users hold, and have them alone", async () => {
		const id = await makeRole("keeper", []);
		expect((await administrator.patch(`/roles/${id}`, { name: "other" })).status).to.equal(400);
		expect((await administrator.post("/roles", { name: "keeper" })).status).to.equal(409);
	});

	it("are given to users only where they exist, and never the guest's", async () => {
		for (const role of ["nothing", "guest"]) {
			const answer = await administrator.patch<Problems & Record<string, unknown>>(
				`/users/${ann.id}`,
				{ roles: ["student", role] }
			);
			expect(answer.status, role).to.equal(400);
			expect(answer.body.errors[0]!.pointer).to.equal("/roles/1");
		}
	});

	it("are administrators' alone to see and to change", async () => {
		const id = await makeRole("secret", []);
		for (const [client, status] of [
			[guest, 401],
			[ann, 403],
			[await lyceum.as("teacher"), 403]
		] as const) {
			expect((await client.get("/roles")).status).to.equal(status);
			expect((await client.get(`/roles/${id}`)).status).to.equal(status);
			expect((await client.post("/roles", { name: "mine", rules: [] })).status).to.equal(
				status
			);
			expect((await client.patch(`/roles/${id}`, { rules: [] })).status).to.equal(status);
			expect((await client.delete(`/roles/${id}`)).status).to.equal(status);
		}
	});

	it("may speak for guests", async () => {
		const id = await makeRole("guest", [
			{ action: "read", subject: "Project", conditions: { status: "done" }, fields: ["name"] }
		]);
		const { body } = await guest.get<{ data: object[] }>("/projects");
		expect(body.data[0]).to.include({ name: "Ann's" }).and.not.have.property("description");
		await administrator.delete(`/roles/${id}`);
		expect((await guest.get("/projects")).status).to.equal(401);
	});

	it("are noticed by a node that did not hear of their change", async () => {
		const rules = new Rules();
		const { connection } = lyceum.kernel.runtime;
		const roles = new StoredRoles(bindModel(connection, Role, "Role~far"), rules);
		await roles.reload();
		const far = () =>
			rules.abilityOf({ id: "x", kind: "user", roles: ["distant"] }).can("read", "Project");
		expect(far()).to.equal(false);
		await makeRole("distant", [{ action: "read", subject: "Project" }]);
		await roles.reload();
		expect(far()).to.equal(true);
	});

	describe("an explanation", () => {
		function ask(parameters: Record<string, string>) {
			const query = new URLSearchParams(parameters).toString();
			return administrator.get<{
				allowed: boolean;
				reason: string;
				decidedBy: { role: string; source: string } | null;
				considered: object[];
			}>(`/access/explain?${query}`);
		}

		it("names the rule that allows, its role and where it comes from", async () => {
			const { status, body } = await ask({
				user: ann.id!,
				action: "update",
				subject: "Project",
				id: project
			});
			expect(status).to.equal(200);
			expect(body.allowed).to.equal(true);
			expect(body.decidedBy).to.include({ role: "student", source: "projects" });
		});

		it("says that no rule's conditions hold", async () => {
			const stranger = await lyceum.as("stranger");
			const { body } = await ask({
				user: stranger.id!,
				action: "update",
				subject: "Project",
				id: project
			});
			expect(body).to.include({ allowed: false, decidedBy: null });
			expect(body.considered).not.to.deep.equal([]);
			expect(body.reason).to.include("conditions do not hold");
		});

		it("names the rule that forbids", async () => {
			const id = await makeRole("teacher", [
				{ action: "create", subject: "Project", inverted: true }
			]);
			const teacher = await lyceum.as("teacher");
			const { body } = await ask({ user: teacher.id!, action: "create", subject: "Project" });
			expect(body.allowed).to.equal(false);
			expect(body.decidedBy).to.include({ role: "teacher", source: "roles" });
			expect((await teacher.post("/projects", { name: "No" })).status).to.equal(403);
			await administrator.delete(`/roles/${id}`);
		});

		it("tells of fields, guests and users who are not active", async () => {
			await makeRole("reader", [{ action: "read", subject: "Project", fields: ["name"] }]);
			const reader = await personWith("rita", ["reader"]);
			const about = { user: reader.id!, action: "read", subject: "Project", id: project };
			expect((await ask({ ...about, field: "name" })).body.allowed).to.equal(true);
			expect((await ask({ ...about, field: "description" })).body.allowed).to.equal(false);
			expect((await ask({ ...about, user: "guest" })).body.allowed).to.equal(false);
			await administrator.patch(`/users/${reader.id}`, { isActive: false });
			expect((await ask({ ...about, field: "name" })).body.reason).to.include("not active");
		});

		const wrong: [what: string, change: Record<string, string>, status: number][] = [
			["a user who does not exist", { user: "65f0c0ffee65f0c0ffee65f0" }, 404],
			["a document that does not exist", { id: "65f0c0ffee65f0c0ffee65f0" }, 404],
			["a subject that nothing brings", { subject: "Projct" }, 400],
			["a field that does not exist", { field: "nmae" }, 400],
			["an unknown parameter", { verbose: "1" }, 400]
		];
		for (const [what, change, status] of wrong) {
			it(`is not given for ${what}`, async () => {
				const about = { user: ann.id!, action: "read", subject: "Project" };
				expect((await ask({ ...about, ...change })).status).to.equal(status);
			});
		}

		it("is for administrators alone", async () => {
			const path = `/access/explain?user=${ann.id}&action=read&subject=Project`;
			expect((await guest.get(path)).status).to.equal(401);
			expect((await ann.get(path)).status).to.equal(403);
			expect((await ann.get("/access/rules")).status).to.equal(403);
		});

		it("comes with the list of all rules in force", async () => {
			const { body } = await administrator.get<{ data: { role: string; source: string }[] }>(
				"/access/rules"
			);
			expect(body.data.map(({ source, role }) => `${source} ${role}`)).to.include.members([
				"kernel admin",
				"projects student",
				"roles keeper"
			]);
		});
	});

	describe("a view as somebody else", () => {
		async function viewAs(userId: string) {
			const answer = await administrator.post<{ access_token: string }>("/auth/view-as", {
				userId
			});
			expect(answer.status, answer.text).to.equal(200);
			expect(answer.body).not.to.have.property("refresh_token");
			return createClient(lyceum.url, answer.body.access_token, userId);
		}

		it("shows an administrator what the user sees", async () => {
			const view = await viewAs(ann.id!);
			const [theirs, ours] = [await view.get("/projects"), await ann.get("/projects")];
			expect(theirs.body).to.deep.equal(ours.body);
			expect((await view.get("/auth/me")).body.id).to.equal(ann.id);
			expect((await view.get("/users")).status).to.equal(403);
		});

		it("changes nothing", async () => {
			const view = await viewAs(ann.id!);
			for (const [method, path, body] of [
				["POST", "/projects", { name: "No" }],
				["PATCH", `/projects/${project}`, { name: "No" }],
				["PATCH", "/auth/me", { name: "No" }],
				["DELETE", "/auth/sessions", undefined],
				["POST", "/auth/step-up", { password: "x" }]
			] as const) {
				const answer = await view.send(method, path, body);
				expect([answer.status, answer.body.code], path).to.deep.equal([
					403,
					"ACCESS_VIEW_ONLY"
				]);
			}
		});

		it("ends with the administrator's session and right", async () => {
			const email = "second@lyceum.test";
			const password = "Maple-77-Harbour";
			const made = await administrator.post("/users", { email, password, roles: ["admin"] });
			const { body } = await guest.post<{ access_token: string }>("/auth/login", {
				email,
				password
			});
			const second = createClient(lyceum.url, body.access_token);
			const view = async () => {
				const answer = await second.post<{ access_token: string }>("/auth/view-as", {
					userId: ann.id
				});
				return createClient(lyceum.url, answer.body.access_token);
			};
			const first = await view();
			const id = made.body.id as string;
			expect((await first.get("/auth/me")).status).to.equal(200);
			await administrator.patch(`/users/${id}`, { roles: ["student"] });
			expect((await first.get("/auth/me")).status).to.equal(401);
			await administrator.patch(`/users/${id}`, { roles: ["admin"] });
			const other = await view();
			await second.post("/auth/logout");
			expect((await other.get("/auth/me")).status).to.equal(401);
		});

		it("is for administrators, of users who exist", async () => {
			expect((await ann.post("/auth/view-as", { userId: ann.id })).status).to.equal(403);
			expect((await guest.post("/auth/view-as", { userId: ann.id })).status).to.equal(401);
			const nobody = { userId: "65f0c0ffee65f0c0ffee65f0" };
			expect((await administrator.post("/auth/view-as", nobody)).status).to.equal(404);
			expect((await administrator.post("/auth/view-as", {})).status).to.equal(400);
		});
	});
});
