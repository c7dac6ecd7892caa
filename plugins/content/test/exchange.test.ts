/** Imports and exports through the kernel: shown before it is made, whole or not at all, and the same again. */
import { expect } from "chai";
import { unzipSync } from "fflate";
import type { Client } from "../../../test/support/client.ts";
import { waitUntil } from "../../../test/support/wait-until.ts";
import { lessonBody, questionBody } from "./examples.ts";
import { startStage, type Item, type Stage } from "./people.ts";
import { zipOf } from "./support/files.ts";

interface Imported {
	id: string;
	state: string;
	problem?: string;
	format?: string;
	preview: { path: string; id: string; title: string; problems: string[] }[];
	warnings: { message: string }[];
}

/** A picture of one pixel. */
const PIXEL = Buffer.from(
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
	"base64"
);

async function upload(client: Client, name: string, bytes: Uint8Array | string, type = "") {
	const form = new FormData();
	form.append("file", new Blob([bytes as never], { type }), name);
	const { status, body, text } = await client.post<{ id: string }>("/files", form);
	expect(status, text).to.equal(201);
	return body.id;
}

async function settle(client: Client, id: string): Promise<Imported> {
	let found: Imported | undefined;
	await waitUntil(`the import ${id}`, async () => {
		found = (await client.get<Imported>(`/content/imports/${id}`)).body;
		return !["queued", "applying"].includes(found.state);
	});
	return found!;
}

async function read(client: Client, name: string, bytes: Uint8Array | string): Promise<Imported> {
	const fileId = await upload(client, name, bytes);
	const { status, body, text } = await client.post<{ id: string }>("/content/imports", {
		fileId
	});
	expect(status, text).to.equal(202);
	return settle(client, body.id);
}

async function apply(client: Client, id: string): Promise<Imported> {
	const { status, text } = await client.post(`/content/imports/${id}/apply`);
	expect(status, text).to.equal(202);
	return settle(client, id);
}

async function exported(client: Client, query: string): Promise<Buffer> {
	const headers = { authorization: `Bearer ${client.token}` };
	const answer = await fetch(`${client.url}/api/v1/content/export?${query}`, { headers });
	expect(answer.status).to.equal(200);
	expect(answer.headers.get("content-type")).to.equal("application/zip");
	return Buffer.from(await answer.arrayBuffer());
}

/** What lies in an archive, so that a difference can be read. */
function textsIn(archive: Buffer) {
	const files = Object.entries(unzipSync(archive));
	return Object.fromEntries(files.map(([name, bytes]) => [name, Buffer.from(bytes).toString()]));
}

describe("imports and exports", function () {
	this.timeout(120_000);
	let stage: Stage;

	before(async () => {
		stage = await startStage();
	});
	after(() => stage?.api.stop());

	it("show what is in a file, and make it when that is wanted", async () => {
		const { author, student } = stage;
		const shown = await read(
			author,
			"loops.md",
			"---\ntopics: [loops]\ncolour: red\n---\n# Loops\n"
		);
		expect(shown).to.include({ state: "ready", format: "markdown" });
		expect(shown.warnings.map(({ message }) => message)).to.deep.equal([
			"The field colour is unknown and was left out"
		]);
		const [{ id, title, problems }] = shown.preview as [Imported["preview"][0]];
		expect([title, problems]).to.deep.equal(["Loops", []]);
		expect((await author.get(`/content/${id}`)).status).to.equal(404);
		expect((await student.post(`/content/imports/${shown.id}/apply`)).status).to.equal(403);

		expect((await apply(author, shown.id)).state).to.equal("done");
		const { body } = await author.get<Item>(`/content/${id}`);
		expect(body).to.include({ title: "Loops", status: "draft", ownerId: author.id });
		const again = await author.post(`/content/imports/${shown.id}/apply`);
		expect([again.status, again.body.code]).to.deep.equal([409, "CONTENT_IMPORT_NOT_READY"]);
	});

	it("make nothing of a file in which something is wrong", async () => {
		const { author } = stage;
		const count = async () =>
			(await author.get<{ total: number }>("/content/count")).body.total;
		const before = await count();
		const shown = await read(
			author,
			"two.zip",
			zipOf({
				"lesson/good.md": "---\nkind: lesson\ntitle: Good\n---\n\nText\n",
				"lesson/bad.md":
					"---\nkind: lesson\ntitle: Bad\nlevel: hard\npassMark: 50\n---\n\nText\n"
			})
		);
		expect(shown.state).to.equal("ready");
		expect(shown.preview.map(({ problems }) => problems.length > 0)).to.deep.equal([
			false,
			true
		]);
		const refused = await author.post(`/content/imports/${shown.id}/apply`);
		expect([refused.status, refused.body.code]).to.deep.equal([
			409,
			"CONTENT_IMPORT_NOT_READY"
		]);
		expect(await count()).to.equal(before);
	});

	it("tell what is wrong with a file, and are seen by nobody else", async () => {
		const { author, reviewer } = stage;
		const broken = await read(author, "a.zip", zipOf({ "a.md": "x" }).slice(0, 60));
		expect(broken.state).to.equal("failed");
		expect(broken.problem).to.match(/damaged/);
		expect((await reviewer.get(`/content/imports/${broken.id}`)).status).to.equal(404);
		const fileId = await upload(author, "mine.md", "# Mine");
		expect((await reviewer.post("/content/imports", { fileId })).status).to.equal(400);
	});

	it("give the same again in an empty kernel, byte for byte", async () => {
		const { author } = stage;
		const fileId = await upload(author, "dot.png", PIXEL, "image/png");
		const make = async (body: object) =>
			(await author.post<{ id: string }>("/content", body)).body.id;
		const lesson = await make(
			lessonBody({
				title: "Dots & lines: “quoted” — ünïcode",
				body: "# Dots\n\n![A dot](attachment:dot.png)\n\n```python\nprint('---')\n```\n\n---\n\ntail  \n",
				attachments: [
					{ name: "dot.png", mediaType: "image/png", fileId, alternativeText: "A dot" }
				]
			})
		);
		const twin = await make(lessonBody({ title: "Twin", body: "one" }));
		const otherTwin = await make(lessonBody({ title: "Twin", body: "two" }));
		const questions = await Promise.all(
			[
				questionBody(),
				questionBody({
					title: "Order",
					questionType: "ordering",
					options: [{ text: "first" }, { text: "second", note: "after <first> & before" }]
				}),
				questionBody({
					title: "Match",
					questionType: "matching",
					options: undefined,
					pairs: [
						{ left: "TCP", right: "transport" },
						{ left: "IP", right: "network", note: "not link" }
					]
				}),
				questionBody({
					title: "Number",
					questionType: "numeric",
					options: undefined,
					answer: { value: 32.5, tolerance: 0.25, unit: "bit" }
				}),
				questionBody({
					title: "Word",
					questionType: "text",
					options: undefined,
					stem: "Two\n\nparagraphs\nand `a < b`",
					answer: { accepted: ["loopback", "localhost"], caseSensitive: false }
				})
			].map(body => make(JSON.parse(JSON.stringify(body)) as object))
		);
		const quiz = await make({
			kind: "quiz",
			title: "All of it",
			questions: questions.map((itemId, index) => ({ itemId, points: index + 1 })),
			passMark: 60
		});
		const course = async (kind: string, title: string, entries: object[]) =>
			(await author.post<{ id: string }>("/content/collections", { kind, title, entries }))
				.body.id;
		const module = await course("module", "Part one", [
			{ type: "item", id: lesson },
			{ type: "item", id: quiz }
		]);
		const collectionId = await course("course", "Everything", [
			{ type: "collection", id: module },
			{ type: "item", id: twin },
			{ type: "item", id: otherTwin }
		]);

		const first = await exported(author, `collectionId=${collectionId}`);
		expect(first.equals(await exported(author, `collectionId=${collectionId}`))).to.equal(true);
		const firstQti = await exported(author, `format=qti&ids=${questions.join(",")}`);

		const other = await startStage();
		try {
			const shown = await read(other.author, "export.zip", first);
			expect(shown.warnings).to.deep.equal([]);
			expect(shown.preview.flatMap(({ problems }) => problems)).to.deep.equal([]);
			expect(shown.preview).to.have.length(11);
			expect((await apply(other.author, shown.id)).state).to.equal("done");
			const second = await exported(other.author, "format=package");
			expect(textsIn(second)).to.deep.equal(textsIn(first));
			expect(second.equals(first)).to.equal(true);
		} finally {
			await other.api.stop();
		}

		const third = await startStage();
		try {
			const shown = await read(third.author, "questions.zip", firstQti);
			expect(shown).to.include({ format: "qti" });
			expect((await apply(third.author, shown.id)).state).to.equal("done");
			const secondQti = await exported(third.author, "format=qti");
			expect(textsIn(secondQti)).to.deep.equal(textsIn(firstQti));
			expect(secondQti.equals(firstQti)).to.equal(true);
		} finally {
			await third.api.stop();
		}
	});
});
