/** Saved views on the server: one's own, shared with a role, within limits. */
import { expect } from "chai";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";

interface View {
	id: string;
	name: string;
	sharedWith: string[];
	isOwn: boolean;
}

const CONTENT = {
	collection: "projects",
	filter: { q: "roof", where: [{ field: "status", operator: "eq", value: "active" }] },
	sort: { field: "dueOn", order: "ASC" },
	columns: ["name", "dueOn"]
};

describe("saved views", function () {
	this.timeout(60_000);
	let api: TestKernel;
	let admin: Client;
	let ann: Client;
	let bob: Client;
	let teacher: Client;

	before(async () => {
		api = await startTestKernel({ plugins: ["projects"] });
		admin = await api.as("admin");
		ann = await api.as("ann");
		bob = await api.as("bob");
		teacher = await api.as("teacher");
	});
	after(() => api?.stop());

	const save = (client: Client, name: string, more: object = {}) =>
		client.post<View & { code: string }>("/console/views", { ...CONTENT, name, ...more });
	const viewsOf = async (client: Client) => {
		const { body } = await client.get<{ data: View[] }>("/console/views?collection=projects");
		return body.data.map(({ name }) => name);
	};

	it("belong to who saved them, with all that makes the list", async () => {
		const { status, body } = await save(ann, "Mine");
		expect(status).to.equal(201);
		expect(body).to.deep.include({ ...CONTENT, name: "Mine", sharedWith: [], isOwn: true });
		expect(await viewsOf(ann)).to.deep.equal(["Mine"]);
		expect(await viewsOf(bob)).to.deep.equal([]);
		expect(await viewsOf(admin)).to.deep.equal([]);
		const other = await ann.get<{ total: number }>("/console/views?collection=users");
		expect(other.body.total).to.equal(0);
	});

	it("are changed and removed by who saved them alone", async () => {
		const { body: view } = await save(ann, "To change");
		const path = `/console/views/${view.id}`;
		for (const stranger of [bob, teacher, admin]) {
			expect((await stranger.patch(path, { name: "Taken" })).status).to.equal(404);
			expect((await stranger.delete(path)).status).to.equal(404);
		}
		const { status, body } = await ann.patch(path, { name: "Changed", columns: ["status"] });
		expect(status).to.equal(200);
		expect(body).to.deep.include({ name: "Changed", columns: ["status"], sort: CONTENT.sort });
		expect((await ann.delete(path)).status).to.equal(204);
		expect((await ann.delete(path)).body).to.include({ code: "CONSOLE_VIEW_NOT_FOUND" });
	});

	it("are seen by the roles that they are shared with, and changed by nobody else", async () => {
		const { body: view } = await save(ann, "Of all students", { sharedWith: ["student"] });
		expect(await viewsOf(bob)).to.include("Of all students");
		expect(await viewsOf(teacher)).to.not.include("Of all students");
		const { body } = await bob.get<{ data: View[] }>("/console/views");
		expect(body.data.find(({ id }) => id === view.id)).to.include({ isOwn: false });
		expect((await bob.patch(`/console/views/${view.id}`, { columns: [] })).status).to.equal(
			404
		);
		expect((await bob.delete(`/console/views/${view.id}`)).status).to.equal(404);
		// Whoever looks after roles tidies up what was shared with them.
		expect((await admin.delete(`/console/views/${view.id}`)).status).to.equal(204);
		expect(await viewsOf(bob)).to.not.include("Of all students");
	});

	it("are shared with roles of one's own; administrators share with all", async () => {
		const { status, body } = await save(ann, "For teachers", { sharedWith: ["teacher"] });
		expect(status).to.equal(400);
		expect(body).to.containSubset({ errors: [{ pointer: "/sharedWith/0", value: "teacher" }] });
		expect((await save(admin, "For teachers", { sharedWith: ["teacher"] })).status).to.equal(
			201
		);
		expect(await viewsOf(teacher)).to.include("For teachers");
		expect(await viewsOf(ann)).to.not.include("For teachers");
	});

	it("have a name of their own for each person and collection", async () => {
		expect((await save(bob, "Twice")).status).to.equal(201);
		const { status, body } = await save(bob, "Twice");
		expect(status).to.equal(409);
		expect(body.code).to.equal("CONSOLE_VIEW_NAME_TAKEN");
		expect((await save(ann, "Twice")).status).to.equal(201);
		const { body: other } = await save(bob, "Once");
		const renamed = await bob.patch(`/console/views/${other.id}`, { name: "Twice" });
		expect(renamed.body).to.include({ status: 409, code: "CONSOLE_VIEW_NAME_TAKEN" });
	});

	const bad: [what: string, more: object, pointer: string][] = [
		["a name that is empty", { name: "" }, "/name"],
		["a name that is too long", { name: "x".repeat(81) }, "/name"],
		[
			"an operator that does not exist",
			{ filter: { where: [{ field: "a", operator: "$where", value: 1 }] } },
			"/filter/where/0/operator"
		],
		[
			"a value that is an operator",
			{ filter: { where: [{ field: "a", operator: "eq", value: { $gt: 1 } }] } },
			"/filter/where/0/value"
		],
		[
			"too many conditions",
			{ filter: { where: Array(21).fill(CONTENT.filter.where[0]) } },
			"/filter/where"
		],
		["an order that is none", { sort: { field: "name", order: "up" } }, "/sort/order"],
		["a key that is unknown", { color: "red" }, "/color"]
	];
	for (const [what, more, pointer] of bad)
		it(`are refused with ${what}`, async () => {
			const { status, body } = await save(ann, "Bad", more);
			expect(status).to.equal(400);
			expect(body).to.containSubset({ code: "REQUEST_INVALID", errors: [{ pointer }] });
			expect(await viewsOf(ann)).to.not.include("Bad");
		});

	it("are of collections that run", async () => {
		const { status, body } = await save(ann, "Nothing", { collection: "nothing" });
		expect(status).to.equal(404);
		expect(body.code).to.equal("CONSOLE_UNKNOWN_COLLECTION");
	});

	it("are at most 200 for each person", async () => {
		const carl = await api.as("carl");
		for (let number = 1; number <= 200; number++) await save(carl, `View ${number}`);
		const { status, body } = await save(carl, "One more");
		expect(status).to.equal(409);
		expect(body.code).to.equal("CONSOLE_TOO_MANY_VIEWS");
	});
});
