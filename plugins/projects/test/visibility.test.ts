import { expect } from "chai";
import { startWithPeople, type ProjectBody, type Projects, type Who } from "./people.ts";

interface Page {
	data: ProjectBody[];
	total: number;
}

describe("what people see of projects", () => {
	let api: Projects;
	before(async () => {
		api = await startWithPeople();
	});
	afterEach(() => projects().deleteMany({}));
	after(() => api.stop());

	const projects = () => api.kernel.runtime.connection.collection<{ _id: string }>("projects");

	const names = async (who: Who, query: string) => {
		const { status, body, text } = await api.people[who].get<Page>(`/projects?${query}`);
		expect(status, text).to.equal(200);
		expect(body.total).to.equal(body.data.length);
		return body.data.map(({ name }) => name);
	};

	it("is their own, what they are members of, and for administrators everything", async () => {
		await api.make({ name: "Shared" });
		await api.make({ name: "Private", members: [] });
		await api.people.stranger.post("/projects", { name: "Elsewhere" });
		expect(await names("stranger", "")).to.deep.equal(["Elsewhere"]);
		expect(await names("teacher", "")).to.deep.equal([]);
		expect(await names("viewer", "")).to.deep.equal(["Shared"]);
		expect(await names("owner", "")).to.deep.equal(["Private", "Shared"]);
		expect(await names("admin", "")).to.deep.equal(["Elsewhere", "Private", "Shared"]);
		expect((await api.guest.get("/projects")).status).to.equal(401);
	});

	it("can be filtered by status, tag, owner, member and date, ordered and searched", async () => {
		await api.make({
			name: "Rain",
			status: "active",
			tags: ["water"],
			dueOn: "2026-03-01T00:00:00Z"
		});
		await api.make({
			name: "Wind",
			status: "done",
			tags: ["air", "sky"],
			startsOn: "2026-01-01T00:00:00Z",
			dueOn: "2026-02-01T00:00:00Z"
		});
		await api.people.viewer.post("/projects", { name: "Tea", tags: ["water"] });
		const { owner, viewer, editor } = api.people;
		const expected: [query: string, names: string[]][] = [
			["filter[status]=active", ["Rain"]],
			["filter[status][in]=active,done&sort=name", ["Rain", "Wind"]],
			["filter[tags]=water&sort=name", ["Rain", "Tea"]],
			["filter[tags]=sky", ["Wind"]],
			[`filter[ownerId]=${owner.id}&sort=-name`, ["Wind", "Rain"]],
			[`filter[ownerId]=${viewer.id}`, ["Tea"]],
			[`filter[members.userId]=${editor.id}&sort=name`, ["Rain", "Wind"]],
			["filter[dueOn][lt]=2026-02-15&sort=dueOn", ["Wind"]],
			["filter[dueOn][gte]=2026-01-01&sort=dueOn", ["Wind", "Rain"]],
			["filter[startsOn][exists]=true", ["Wind"]],
			["filter[createdAt][gt]=2999-01-01", []],
			["q=rain", ["Rain"]],
			["q=sky", ["Wind"]]
		];
		for (const [query, found] of expected)
			expect(await names("viewer", query), query).to.deep.equal(found);
	});

	it("is summed up by status and tag", async () => {
		await api.make({ status: "active", tags: ["water", "sky"] });
		await api.make({ status: "done", tags: ["water"] });
		await api.make({ name: "Private", members: [], tags: ["secret"] });
		const none = { planned: 0, active: 0, done: 0, archived: 0 };
		const summaries: [who: Who, summary: object][] = [
			["stranger", { total: 0, byStatus: none, byTag: {} }],
			["teacher", { total: 0, byStatus: none, byTag: {} }],
			[
				"viewer",
				{
					total: 2,
					byStatus: { ...none, active: 1, done: 1 },
					byTag: { water: 2, sky: 1 }
				}
			],
			[
				"owner",
				{
					total: 3,
					byStatus: { ...none, planned: 1, active: 1, done: 1 },
					byTag: { water: 2, secret: 1, sky: 1 }
				}
			]
		];
		for (const [who, summary] of summaries) {
			const { status, body } = await api.people[who].get("/projects/stats/summary");
			expect(status).to.equal(200);
			expect(body).to.deep.equal(summary);
		}
		const { body: all } = await api.people.admin.get("/projects/stats/summary");
		expect(all.total).to.equal(3);
		expect((await api.guest.get("/projects/stats/summary")).status).to.equal(401);
		expect((await api.people.owner.get("/projects/stats/summary?x=1")).status).to.equal(400);
	});

	/** A stranger's answers must be the same whether the others' projects are there or not. */
	it("teaches a stranger nothing of the others' projects", async () => {
		const { stranger, owner, viewer } = api.people;
		await stranger.post("/projects", { name: "Mine", tags: ["own"], status: "active" });
		const unknown = "65f0c0ffee65f0c0ffee65f0";
		const questions = [
			"/projects",
			"/projects?pageSize=1&page=2",
			"/projects?filter[name]=Hidden",
			"/projects?filter[name][contains]=idde",
			"/projects?filter[name][ne]=Mine",
			"/projects?filter[status]=done",
			"/projects?filter[tags]=secret",
			`/projects?filter[ownerId]=${owner.id}`,
			`/projects?filter[members.userId]=${viewer.id}`,
			"/projects?filter[members.role]=viewer",
			"/projects?filter[dueOn][exists]=true",
			"/projects?sort=name",
			"/projects?sort=-name&pageSize=1",
			"/projects?q=hidden",
			"/projects?q=-mine",
			"/projects/count",
			"/projects/count?filter[status]=done",
			"/projects/count?q=hidden",
			"/projects/stats/summary"
		];
		const ask = () => Promise.all(questions.map(async path => (await stranger.get(path)).text));
		const before = await ask();
		const hidden = await api.make({
			name: "Hidden",
			status: "done",
			tags: ["secret"],
			dueOn: "2026-03-01T00:00:00Z"
		});
		expect(await ask()).to.deep.equal(before);

		const probes: [method: string, path: string, body?: object][] = [
			["GET", ""],
			["GET", "/history"],
			["GET", "/transfers"],
			["PATCH", "", { name: "Seen" }],
			["PUT", "", { name: "Seen" }],
			["DELETE", ""],
			["POST", "/restore"],
			["POST", "/members", { userId: unknown }],
			["POST", "/members", { userId: owner.id }],
			["PATCH", `/members/${viewer.id}`, { role: "editor" }],
			["DELETE", `/members/${viewer.id}`],
			["DELETE", `/members/${stranger.id}`],
			["POST", "/transfer", { userId: viewer.id }]
		];
		for (const [method, path, body] of probes) {
			const [real, none] = await Promise.all(
				[hidden.id, unknown].map(id =>
					stranger.send(method, `/projects/${id}${path}`, body)
				)
			);
			const shape = ({ status, body: problem }: typeof real & object) => ({
				status,
				code: problem.code,
				detail: String(problem.detail).replaceAll(hidden.id, unknown)
			});
			expect(shape(real!), `${method} ${path}`).to.deep.equal(shape(none!));
			expect(real!.status, `${method} ${path}`).to.equal(404);
			expect(real!.text).to.not.include("Hidden");
		}
	});

	describe("is found by indexes", () => {
		const day = 24 * 60 * 60 * 1000;
		const visible = { $or: [{ ownerId: "u3" }, { "members.userId": "u3" }] };

		beforeEach(async () => {
			await projects().insertMany(
				Array.from({ length: 2000 }, (_, index) => ({
					_id: `p${index}`,
					rev: 1,
					name: `Project ${index}`,
					status: index % 2 === 0 ? "active" : "done",
					tags: [`t${index % 50}`],
					ownerId: `u${index % 100}`,
					members: [{ userId: `u${(index * 7) % 100}`, role: "viewer" }],
					dueOn: new Date(index * day),
					createdAt: new Date(index * day),
					updatedAt: new Date(index * day)
				}))
			);
		});

		it("for whoever sees all of them", () =>
			requireIndexes([
				{ status: { $eq: "active" } },
				{ tags: { $eq: "t7" } },
				{ ownerId: { $eq: "u7" } },
				{ "members.userId": { $eq: "u7" } },
				{ dueOn: { $lt: new Date(20 * day) } }
			]));

		it("for owners and members, whose rules are in the query", () =>
			requireIndexes([
				visible,
				{ $and: [{ status: { $eq: "active" } }, visible] },
				{ $and: [{ tags: { $eq: "t7" } }, visible] }
			]));

		async function requireIndexes(queries: object[]) {
			for (const query of queries) {
				const found = projects().find(query).sort({ createdAt: -1, _id: -1 }).limit(25);
				const { queryPlanner } = (await found.explain("queryPlanner")) as {
					queryPlanner: { winningPlan: object };
				};
				const plan = JSON.stringify(queryPlanner.winningPlan);
				expect(plan, JSON.stringify(query))
					.to.include('"IXSCAN"')
					.and.not.include("COLLSCAN");
			}
		}
	});
});
