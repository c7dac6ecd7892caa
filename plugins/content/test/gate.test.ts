/** What may hold an item back before it is published, and what the clock publishes and archives. */
import { expect } from "chai";
import type { Client } from "../../../test/support/client.ts";
import { uploadForm } from "../../../test/support/plugin-package.ts";
import { startStage, type Item, type Stage } from "./people.ts";

/** Holds what has "wrong" in its title, unless a teacher gives a reason; fails for "broken". */
const GATE = `import { definePlugin } from "lyceum";

export default definePlugin({
	name: "gatekeeper",
	hooks: {
		"content.publish.check": ctx => {
			const { item, override } = ctx.params;
			if (item.title.includes("broken")) throw new Error("broken");
			const held = item.title.includes("wrong");
			const overridden = held && override !== null && ctx.meta.caller?.roles.includes("teacher");
			const reason = { rule: "text/wrong", severity: "error", message: "It is wrong", line: 1 };
			return { allowed: !held || overridden, overridden, reasons: held ? [reason] : [] };
		}
	},
	actions: {
		ping: { rest: "GET /", can: "public", params: {}, summary: "Ping", handler: () => ({}) }
	}
});
`;

describe("what is asked before an item is published", function () {
	this.timeout(60_000);
	let stage: Stage;
	let author: Client;

	before(async () => {
		stage = await startStage();
		({ author } = stage);
		const { admin } = stage;
		await admin.patch("/plugins/content/settings", { requireReview: false });
		const { status, text } = await admin.post(
			"/plugins",
			await uploadForm({ name: "gatekeeper", service: GATE })
		);
		expect(status, text).to.equal(201);
	});
	after(() => stage?.api.stop());

	const read = async (id: string) => (await author.get<Item>(`/content/${id}`)).body;
	const due = (now: Date) => stage.api.kernel.broker.call("content.due", { now });

	it("lets through what no gate holds", async () => {
		const id = await stage.make({ title: "A right one" });
		expect((await author.post(`/content/${id}/publish`)).status).to.equal(200);
	});

	it("holds an item back with the reasons, and leaves it as it was", async () => {
		const id = await stage.make({ title: "A wrong one" });
		const { status, body } = await author.post(`/content/${id}/publish`);
		expect(status).to.equal(409);
		expect(body).to.deep.include({ code: "CONTENT_HELD" });
		expect(body.errors).to.deep.equal([
			{
				pointer: "",
				by: "gatekeeper",
				rule: "text/wrong",
				severity: "error",
				message: "It is wrong",
				line: 1
			}
		]);
		expect(await read(id)).to.include({ status: "draft", rev: 1, publishedRev: null });
		expect((await stage.student.get(`/content/${id}`)).status).to.equal(404);
	});

	it("publishes all the same where the gate accepts a reason, which is kept", async () => {
		const id = await stage.make({ title: "A wrong one" });
		const override = "The exam is tomorrow";
		const { status, body } = await author.post<Item>(`/content/${id}/publish`, { override });
		expect(status).to.equal(200);
		expect(body.steps.at(-1)!.comment).to.include(override);
		const trail = await stage.admin.get<{ data: { action: string }[] }>(
			`/audit?filter[documentId]=${id}`
		);
		expect(trail.text).to.include("content.publish");
	});

	it("publishes nothing while a gate does not answer", async () => {
		const id = await stage.make({ title: "A broken one" });
		const { status, body } = await author.post(`/content/${id}/publish`);
		expect([status, body.code]).to.deep.equal([503, "CONTENT_GATE_UNAVAILABLE"]);
		expect((await read(id)).status).to.equal("draft");
	});

	it("publishes at its time, and not before", async () => {
		const id = await stage.make({ title: "For later" });
		const publishAt = new Date(Date.now() + 3_600_000).toISOString();
		const { body } = await author.post<Item>(`/content/${id}/publish`, { publishAt });
		expect(body).to.include({ status: "draft", publishAt });
		await due(new Date());
		expect((await stage.student.get(`/content/${id}`)).status).to.equal(404);
		await due(new Date(Date.now() + 4_000_000));
		expect(await read(id)).to.include({ status: "published" });
		expect(await read(id)).not.to.have.property("publishAt");
		expect((await stage.student.get(`/content/${id}`)).status).to.equal(200);
	});

	it("says why an item was not published at its time, and does not hold up others", async () => {
		const wrong = await stage.make({ title: "A wrong one for later" });
		const right = await stage.make({ title: "A right one for later" });
		const publishAt = new Date(Date.now() + 3_600_000).toISOString();
		for (const id of [wrong, right])
			expect((await author.post(`/content/${id}/publish`, { publishAt })).status).to.equal(
				200
			);
		await due(new Date(Date.now() + 4_000_000));
		const held = await read(wrong);
		expect(held.status).to.equal("draft");
		expect(held.steps.at(-1)).to.deep.include({ status: "draft", byId: null });
		expect(held.steps.at(-1)!.comment).to.match(/not published at its time.*It is wrong/);
		expect((await read(right)).status).to.equal("published");
	});

	it("archives what has expired", async () => {
		const id = await stage.make({ title: "For a while" });
		const expireAt = new Date(Date.now() + 3_600_000).toISOString();
		expect((await author.post(`/content/${id}/publish`, { expireAt })).status).to.equal(200);
		await due(new Date());
		expect((await stage.student.get(`/content/${id}`)).status).to.equal(200);
		await due(new Date(Date.now() + 4_000_000));
		expect(await read(id)).to.include({ status: "archived", publishedRev: null });
		expect((await stage.student.get(`/content/${id}`)).status).to.equal(404);
	});

	for (const [what, body, pointer] of [
		["no time", { publishAt: "soon" }, "/publishAt"],
		["over before it begins", { expireAt: "2020-01-01T00:00:00Z" }, "/expireAt"]
	] as const) {
		it(`refuses a time that is ${what}`, async () => {
			const id = await stage.make();
			const answer = await author.post<{ errors: { pointer: string }[] }>(
				`/content/${id}/publish`,
				body
			);
			expect(answer.status).to.equal(400);
			expect(answer.body.errors[0]!.pointer).to.equal(pointer);
		});
	}
});
