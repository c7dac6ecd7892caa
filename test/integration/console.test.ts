/** The console's part of the API: screens from declarations, many changes at once and their undoing, exports. */
import { expect } from "chai";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { openSocket } from "../support/socket-client.ts";
import { waitUntil } from "../support/wait-until.ts";

interface Screen {
	name: string;
	path: string;
	label: string;
	list: string[];
	operations: string[];
	isPlugin: boolean;
	create: { properties: Record<string, unknown> } | null;
	schema: { properties: Record<string, unknown> };
}

interface Outcomes {
	undo: string | null;
	outcomes: { id: string; rev: number; problem: { code: string; errors?: object[] } | null }[];
}

describe("the console's API", function () {
	this.timeout(60_000);
	let api: TestKernel;
	let admin: Client;
	let ann: Client;

	before(async () => {
		api = await startTestKernel({ plugins: ["projects", "exercises"] });
		admin = await api.as("admin");
		ann = await api.as("ann");
	});
	after(() => api?.stop());

	async function screensOf(client: Client) {
		const { body } = await client.get<{ screens: Screen[] }>("/console");
		return body.screens;
	}

	async function makeProjects(client: Client, ...names: string[]) {
		const wishes = names.map(name => ({ create: { name } }));
		const { body } = await change(client, wishes);
		return body.outcomes.map(({ id }) => id);
	}

	function change(client: Client, wishes: object[], more: object = {}) {
		const body = { collection: "projects", wishes, ...more };
		return client.post<Outcomes>("/console/changes", body);
	}

	it("gives an administrator a screen for each collection that runs", async () => {
		const screens = await screensOf(admin);
		expect(screens.map(({ name }) => name)).to.include.members([
			"projects",
			"exercises",
			"users",
			"roles",
			"sessions",
			"auditEntries"
		]);
		const projects = screens.find(({ name }) => name === "projects")!;
		expect(projects).to.include({ path: "/projects", label: "Projects", isPlugin: true });
		expect(projects.operations).to.include.members(["list", "create", "history", "restore"]);
	});

	it("leaves out what its caller may not read or set", async () => {
		const screens = await screensOf(ann);
		expect(screens.map(({ name }) => name)).to.not.include.members(["users", "roles"]);
		const exercises = screens.find(({ name }) => name === "exercises")!;
		expect(exercises.operations).to.not.include("create");
		expect(exercises.create).to.equal(null);
		expect(exercises.schema.properties).to.have.property("title");
		expect(exercises.schema.properties).to.not.have.property("solutionCode");
	});

	it("tells open browsers when a plugin goes and comes back", async () => {
		const { url, token } = admin;
		const socket = await openSocket(url, { token });
		expect(await socket.subscribe({ console: true })).to.include({ subscription: "console" });
		const told = () => socket.told.filter(({ event }) => event === "console").length;

		await admin.post("/plugins/exercises/disable");
		await waitUntil("the socket is told", () => told() > 0);
		expect((await screensOf(admin)).map(({ name }) => name)).to.not.include("exercises");

		const before = told();
		await admin.post("/plugins/exercises/enable");
		await waitUntil("the socket is told again", () => told() > before);
		expect((await screensOf(admin)).map(({ name }) => name)).to.include("exercises");
		socket.close();
	});

	it("does not subscribe guests", async () => {
		const socket = await openSocket(api.url);
		const { error } = await socket.subscribe({ console: true });
		expect(error).to.include({ code: "ACCESS_UNAUTHENTICATED" });
		socket.close();
	});

	it("changes several documents at once; one that is refused holds up no other", async () => {
		const [first, second] = await makeProjects(ann, "First", "Second");
		const { status, body } = await change(ann, [
			{ id: first, set: { status: "done" } },
			{ id: "65f0c0ffee65f0c0ffee65f0", set: { status: "done" } },
			{ id: second, set: { status: "sleeping" } },
			{ id: second, rev: 1, remove: true }
		]);
		expect(status).to.equal(200);
		expect(body.outcomes.map(({ problem }) => problem?.code ?? null)).to.deep.equal([
			null,
			"DOCUMENT_NOT_FOUND",
			"REQUEST_INVALID",
			null
		]);
		expect(body.outcomes[2]!.problem!.errors).to.containSubset([{ pointer: "/status" }]);
		expect((await ann.get(`/projects/${first}`)).body).to.include({ status: "done" });
		expect((await ann.get(`/projects/${second}`)).status).to.equal(404);
	});

	it("undoes changes, removals and creations together, once, for who made them", async () => {
		const [one, two] = await makeProjects(ann, "One", "Two");
		const { body } = await change(ann, [
			{ id: one, set: { status: "active", description: "Begun" } },
			{ id: two, remove: true },
			{ create: { name: "Three" } }
		]);
		const three = body.outcomes[2]!.id;
		const undo = `/console/changes/${body.undo}/undo`;

		expect((await admin.post(undo)).body).to.include({ code: "CONSOLE_OPERATION_NOT_FOUND" });
		const undone = await ann.post<Outcomes>(undo);
		expect(undone.body.outcomes.map(({ problem }) => problem)).to.deep.equal([
			null,
			null,
			null
		]);

		const { body: back } = await ann.get(`/projects/${one}`);
		expect(back).to.include({ status: "planned" });
		expect(back).to.not.have.property("description");
		expect((await ann.get(`/projects/${two}`)).status).to.equal(200);
		expect((await ann.get(`/projects/${three}`)).status).to.equal(404);
		expect((await ann.post(undo)).status).to.equal(404);
	});

	it("leaves a document alone that was changed since", async () => {
		const [id] = await makeProjects(ann, "Busy");
		const { body } = await change(ann, [{ id, set: { status: "active" } }]);
		await ann.patch(`/projects/${id}`, { status: "archived" });
		const { body: undone } = await ann.post<Outcomes>(`/console/changes/${body.undo}/undo`);
		expect(undone.outcomes[0]!.problem).to.include({ code: "DOCUMENT_STALE" });
		expect((await ann.get(`/projects/${id}`)).body).to.include({ status: "archived" });
	});

	it("does nothing with others' documents", async () => {
		const [id] = await makeProjects(ann, "Private");
		const bob = await api.as("bob");
		const { body } = await change(bob, [
			{ id, set: { name: "Mine" } },
			{ id, remove: true }
		]);
		expect(body.undo).to.equal(null);
		expect(body.outcomes.map(({ problem }) => problem!.code)).to.deep.equal([
			"DOCUMENT_NOT_FOUND",
			"DOCUMENT_NOT_FOUND"
		]);
		expect((await ann.get(`/projects/${id}`)).body).to.include({ name: "Private" });
	});

	it("checks new documents without making them", async () => {
		const before = (await ann.get("/projects/count")).body;
		const wishes = [{ create: { name: "Good" } }, { create: { name: "", colour: "red" } }];
		const { body } = await change(ann, wishes, { dryRun: true });
		expect(body.outcomes[0]!.problem).to.equal(null);
		expect(body.outcomes[1]!.problem!.errors).to.containSubset([
			{ pointer: "/name" },
			{ pointer: "/colour" }
		]);
		expect((await ann.get("/projects/count")).body).to.deep.equal(before);
	});

	it("names what is wrong with a wish, a collection, or what it does not offer", async () => {
		const unknown = await ann.post("/console/changes", {
			collection: "nothing",
			wishes: [{ create: {} }]
		});
		expect(unknown).to.include({ status: 404 });
		expect(unknown.body).to.include({ code: "CONSOLE_UNKNOWN_COLLECTION" });
		const odd = await change(ann, [{ id: "x", become: true }]);
		expect(odd.status).to.equal(400);
		const { body } = await admin.post<Outcomes>("/console/changes", {
			collection: "sessions",
			wishes: [{ id: "65f0c0ffee65f0c0ffee65f0", set: { device: "mine" } }]
		});
		expect(body.outcomes[0]!.problem!.code).to.be.oneOf([
			"CONSOLE_NOT_OFFERED",
			"DOCUMENT_NOT_FOUND"
		]);
		const none = await admin.post("/console/changes", {
			collection: "sessions",
			wishes: [{ create: {} }],
			dryRun: true
		});
		expect(none.body).to.include({ status: 400, code: "CONSOLE_NOT_OFFERED" });
	});

	it("gives a list out as CSV, page after page, with nothing that a spreadsheet would run", async () => {
		const eve = await api.as("eve");
		const names = Array.from({ length: 130 }, (_item, index) => `Row ${index}`);
		await makeProjects(eve, ...names);
		await makeProjects(eve, '=HYPERLINK("x"),1');
		const { text, headers } = await eve.get(
			"/console/export?collection=projects&fields=name,tags&sort=createdAt"
		);
		expect(headers.get("content-type")).to.equal("text/csv; charset=utf-8");
		expect(headers.get("content-disposition")).to.include('filename="projects.csv"');
		const lines = text.trimEnd().split("\r\n");
		expect(lines[0]).to.match(/^\uFEFF?id,name,tags$/);
		expect(lines).to.have.length(132);
		expect(lines[131]).to.include(`"'=HYPERLINK(""x""),1"`);
	});

	it("gives no more out than its caller may read, and says what is wrong with a filter", async () => {
		await makeProjects(ann, "Of Ann alone");
		const zoe = await api.as("zoe");
		const { body } = await zoe.get<object[]>("/console/export?collection=projects&format=json");
		expect(body).to.deep.equal([]);
		expect((await zoe.get("/console/export?collection=users")).status).to.equal(403);
		const wrong = await zoe.get("/console/export?collection=projects&filter[colour]=red");
		expect(wrong.body).to.include({ status: 400, code: "REQUEST_INVALID" });
	});

	it("answers with the build's own files alone", async () => {
		const { status, body } = await api.guest.get("//admin/assets/..%2Findex.html");
		expect({ status, code: body.code }).to.deep.equal({
			status: 404,
			code: "CONSOLE_FILE_NOT_FOUND"
		});
	});
});
