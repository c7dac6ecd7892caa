/** Fields that hold HTML are sanitized whenever they are written, through whichever door. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { writePlugin } from "../support/plugin-package.ts";

const SERVICE = `
import { collection, defineModel, definePlugin, Schema } from "lyceum";

const html = { type: String, html: true, maxlength: 2000 };
const part = new Schema({ heading: String, body: html });

const Page = defineModel("Page", new Schema({
	title: { type: String, required: true },
	body: html,
	summaries: { type: [String], html: true },
	notes: [html],
	translations: { type: Map, of: html },
	parts: [part],
	intro: { lead: html },
	plain: String
}));

export default definePlugin({
	name: "pages",
	mixins: [collection(Page, {
		seed: new URL("./seed.json", import.meta.url),
		prepare(page) { if (page.title === "Prepared") page.body = "<img src=x onerror=alert(1)>"; }
	})],
	abilities: { student: [{ action: "manage", subject: "Page" }] },
	actions: {
		rewrite: {
			rest: "POST /:id/rewrite", can: "update", params: { id: "string", body: "string" }, summary: "Rewrite",
			handler(ctx) {
				return this.changeDocument(ctx, ctx.params.id, page => ({ ...page, body: ctx.params.body }));
			}
		},
		direct: {
			rest: "POST /:id/direct", can: "update", params: { id: "string", body: "string" }, summary: "Write directly",
			async handler(ctx) {
				const { id, body } = ctx.params;
				const model = this.model(Page);
				await model.updateOne({ _id: id }, { $set: { body, notes: [body] }, $push: { summaries: body } });
				const saved = await model.create({ title: "Saved", body });
				return { id: saved._id };
			}
		}
	}
});
`;

const BAD = '<p onclick="x()">Hello <b>you</b><script>alert(1)</script></p>';
const GOOD = "<p>Hello <b>you</b></p>";
const PLAIN = "1 < 2 <script>stays text</script>";

interface Page {
	id: string;
	title: string;
	body: string;
	plain: string;
	[field: string]: unknown;
}

describe("fields that hold HTML", () => {
	let folder: string;
	let api: TestKernel;
	let ann: Client;

	before(async () => {
		folder = await mkdtemp(path.join(tmpdir(), "lyceum-html-"));
		const pages = await writePlugin(folder, {
			name: "pages",
			service: SERVICE,
			lyceum: { permissions: { collections: ["pages"] } },
			files: { "seed.json": JSON.stringify([{ title: "Seed", body: BAD, plain: PLAIN }]) }
		});
		api = await startTestKernel({ plugins: [pages] });
		ann = await api.as("ann");
	});
	after(async () => {
		await api?.stop();
		await rm(folder, { recursive: true, force: true });
	});

	const create = async (fields: object = {}) => {
		const { status, body, text } = await ann.post<Page>("/pages", { title: "New", ...fields });
		expect(status, text).to.equal(201);
		return body;
	};
	const stored = (id: string) =>
		api.kernel.runtime.connection
			.collection<Page & { _id: string }>("pages")
			.findOne({ _id: id });

	it("are clean when a document is created, wherever they stand", async () => {
		const page = await create({
			body: BAD,
			summaries: [BAD, "x"],
			notes: [BAD],
			translations: { de: BAD },
			parts: [{ heading: PLAIN, body: BAD }],
			intro: { lead: BAD },
			plain: PLAIN
		});
		const expected = {
			body: GOOD,
			summaries: [GOOD, "x"],
			notes: [GOOD],
			translations: { de: GOOD },
			parts: [{ heading: PLAIN, body: GOOD }],
			intro: { lead: GOOD },
			plain: PLAIN
		};
		expect(page).to.deep.include(expected);
		expect(await stored(page.id)).to.deep.include(expected);
	});

	it("are clean when it is patched, replaced, rewritten or prepared by the plugin", async () => {
		const { id } = await create();
		const patched = await ann.patch<Page>(`/pages/${id}`, { body: BAD });
		expect(patched.body.body).to.equal(GOOD);
		const replaced = await ann.put<Page>(`/pages/${id}`, { title: "New", notes: [BAD] });
		expect(replaced.body.notes).to.deep.equal([GOOD]);
		const rewritten = await ann.post<Page>(`/pages/${id}/rewrite`, { body: BAD });
		expect(rewritten.body.body).to.equal(GOOD);
		expect((await create({ title: "Prepared" })).body).to.equal('<img src="x" />');
		const history = await ann.get(`/pages/${id}/history`);
		expect(history.text).to.not.contain("alert");
	});

	it("are clean in seeds", async () => {
		const { body } = await ann.get<{ data: Page[] }>("/pages?filter[title]=Seed");
		expect(body.data[0]).to.include({ body: GOOD, plain: PLAIN });
	});

	it("are clean when a document from another time is restored", async () => {
		const { id } = await create({ body: GOOD });
		await ann.delete(`/pages/${id}`);
		const dirty = { body: BAD, notes: [BAD], "translations.de": BAD, plain: PLAIN };
		const set = Object.fromEntries(
			Object.entries(dirty).map(([key, value]) => [`document.${key}`, value])
		);
		await api.kernel.runtime.connection
			.collection<{ _id: string }>("trash")
			.updateOne({ _id: `pages/${id}` }, { $set: set });
		const { body } = await ann.post<Page>(`/pages/${id}/restore`);
		const expected = { body: GOOD, notes: [GOOD], translations: { de: GOOD }, plain: PLAIN };
		expect(body).to.deep.include(expected);
		expect(await stored(id)).to.deep.include(expected);
	});

	it("are clean when the plugin writes through its model", async () => {
		const { id } = await create();
		const { body } = await ann.post<Page>(`/pages/${id}/direct`, { body: BAD });
		expect((await stored(body.id))!.body).to.equal(GOOD);
		expect(await stored(id)).to.deep.include({ body: GOOD, notes: [GOOD], summaries: [GOOD] });
	});

	it("are held to their length as they are stored", async () => {
		const { status, body } = await ann.post<{ errors: { pointer: string }[] }>("/pages", {
			title: "Long",
			body: "&".repeat(1000)
		});
		expect(status).to.equal(400);
		expect(body.errors[0]!.pointer).to.equal("/body");
	});

	it("say so in the OpenAPI document, in answers and bodies", async () => {
		const { body } = await api.guest.get<{
			components: { schemas: Record<string, { properties: Record<string, object> }> };
		}>("//openapi.json");
		const { schemas } = body.components;
		const described = Object.values(schemas).filter(({ properties }) => properties?.summaries);
		expect(described.length).to.be.at.least(2);
		for (const { properties } of described) {
			expect(properties.body).to.include({ contentMediaType: "text/html" });
			expect(properties.summaries).to.have.nested.property(
				"items.contentMediaType",
				"text/html"
			);
			expect(properties.plain).to.not.have.property("contentMediaType");
		}
	});
});
