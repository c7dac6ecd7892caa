import { expect } from "chai";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";

type Page = { data: { title: string }[]; total: number; errors: { pointer: string }[] };

/** Older clients: no version in the path, slashes at the end, snake_case, `field=value`. */
describe("addresses without a version", () => {
	let api: TestKernel;
	let ann: Client;
	before(async () => {
		api = await startTestKernel({ fixtures: ["notes"] });
		ann = await api.as("ann");
		for (const [title, level] of [
			["a", "low"],
			["b", "high"],
			["c", "high"]
		])
			await ann.post("/notes", {
				title,
				level,
				dueAt: `2026-01-0${title === "b" ? 1 : 2}T00:00:00Z`
			});
	});
	after(() => api.stop());

	it("answer as the newest version, with and without a slash at the end", async () => {
		for (const path of ["//api/notes", "//api/notes/", "//api/notes//"]) {
			const { status, body } = await ann.get<Page>(path);
			expect([status, body.total], path).to.deep.equal([200, 3]);
		}
		const { body } = await ann.get<Page & { data: { id: string }[] }>("//api/notes");
		expect((await ann.get(`//api/notes/${body.data[0]!.id}/`)).status).to.equal(200);
		for (const path of ["//api", "//api/"])
			expect((await ann.get(path)).body.name).to.equal("Lyceum");
	});

	it("take field=value for a filter, beside the paging and filters of today", async () => {
		const titles = async (query: string) =>
			(await ann.get<Page>(`//api/notes?${query}`)).body.data.map(({ title }) => title);
		expect(await titles("level=high&sort=title")).to.deep.equal(["b", "c"]);
		expect(await titles("level=high&title=b")).to.deep.equal(["b"]);
		expect(await titles("level=high&page_size=1&page=2&sort=title")).to.deep.equal(["c"]);
		expect(await titles("filter[level]=high&due_at=2026-01-01")).to.deep.equal(["b"]);
		expect(
			await titles("filter[due_at][gt]=2026-01-01&sort=-due_at,title&fields=title,due_at")
		).to.deep.equal(["a", "c"]);
	});

	it("still refuse what is no field, and name it", async () => {
		const { status, body } = await ann.get<Page>("//api/notes?colour=red");
		expect([status, body.errors[0]!.pointer]).to.deep.equal([400, "filter[colour]"]);
	});

	it("take snake_case keys in bodies, at every depth", async () => {
		const { status, body, headers } = await ann.post<{ id: string; dueAt: string }>(
			"//api/notes/",
			{ title: "x", due_at: "2026-05-01T00:00:00Z", members: [{ user_id: "u" }] }
		);
		expect([status, body.dueAt]).to.deep.equal([201, "2026-05-01T00:00:00.000Z"]);
		expect(headers.get("location")).to.equal(`/api/notes/${body.id}`);
		const patched = await ann.patch(`//api/notes/${body.id}/`, { due_at: null });
		expect(patched.body).to.not.have.property("dueAt");
		const history = await ann.get<Page>(`//api/notes/${body.id}/history/?page_size=1`);
		expect([history.status, history.body.total, history.body.data.length]).to.deep.equal([
			200, 2, 1
		]);
		expect((await ann.delete(`//api/notes/${body.id}/`)).status).to.equal(204);
	});

	it("keep OAuth 2's names", async () => {
		await api.as("bob");
		const login = await api.guest.post<{ refresh_token: string }>("//api/auth/login/", {
			email: "bob@lyceum.test",
			password: "Another-staple-8-lamp"
		});
		expect(login.status, login.text).to.equal(200);
		const { refresh_token } = login.body;
		const again = await api.guest.post<{ access_token: string }>("//api/auth/refresh", {
			refresh_token
		});
		expect(again.status, again.text).to.equal(200);
		expect(again.body.access_token).to.be.a("string");
	});

	it("are held to the same rights and errors", async () => {
		expect((await api.guest.post("//api/notes/", { title: "x" })).status).to.equal(401);
		const { status, body } = await ann.get<{ instance: string }>("//api/nowhere/");
		expect([status, body.instance]).to.deep.equal([404, "/api/nowhere/"]);
	});

	it("alone are so lenient", async () => {
		expect((await ann.get("/notes/")).status).to.equal(404);
		expect((await ann.get("/notes?level=high")).status).to.equal(400);
		expect((await ann.get("/notes?page_size=1")).status).to.equal(400);
		expect(
			(await ann.post("/notes", { title: "x", due_at: "2026-05-01T00:00:00Z" })).status
		).to.equal(400);
		for (const path of [
			"//api/v2/notes",
			"//api/v1.0/notes",
			"//api/v1/notes/",
			"//apix/notes"
		])
			expect((await ann.get(path)).status, path).to.equal(404);
	});
});
