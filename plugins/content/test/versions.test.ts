/** Versions with their differences, comments that find their passage again, courses, and rendered Markdown. */
import { expect } from "chai";
import { lessonBody, questionBody } from "./examples.ts";
import { startStage, type Item, type Stage } from "./people.ts";

interface Version {
	rev: number;
	changed: string[];
	published: boolean;
	byId: string;
	status: string;
}

interface Comment {
	id: string;
	text: string;
	passage?: { state: string; quote: string; line: number | null; start: number | null };
	resolvedAt: string | null;
}

describe("content and those who work on it", function () {
	this.timeout(60_000);
	let stage: Stage;

	before(async () => {
		stage = await startStage();
	});
	after(() => stage?.api.stop());

	describe("versions", () => {
		it("are every change, with who and what, and the one that is published", async () => {
			const { author, makePublished, reviewer } = stage;
			const id = await makePublished();
			await author.patch(`/content/${id}`, { title: "Another title", level: "advanced" });
			const { status, body } = await author.get<{ data: Version[]; total: number }>(
				`/content/${id}/versions`
			);
			expect(status).to.equal(200);
			expect(body.total).to.equal(5);
			const told = body.data.map(({ rev, changed, published, byId }) => [
				rev,
				changed,
				published,
				byId
			]);
			expect(told[0]).to.deep.equal([5, ["title", "level"], false, author.id]);
			expect(told[1]).to.deep.equal([4, [], true, author.id]);
			expect(told[2]).to.deep.equal([3, [], false, reviewer.id]);
		});

		it("are shown, compared and made the latest again", async () => {
			const { author, student, reviewer, make } = stage;
			const id = await make({ body: "One two three" });
			await author.patch(`/content/${id}`, { body: "One 2 three", summary: null });
			const old = await author.get<Item>(`/content/${id}/versions/1`);
			expect(old.body).to.include({ id, rev: 1, body: "One two three" });
			const { body } = await author.get<{
				differences: { field: string; parts?: object[] }[];
			}>(`/content/${id}/differences?from=1&to=2`);
			expect(body.differences.map(({ field }) => field)).to.deep.equal(["summary", "body"]);
			expect(body.differences[1]!.parts).to.deep.equal([
				{ kind: "same", text: "One " },
				{ kind: "removed", text: "two" },
				{ kind: "added", text: "2" },
				{ kind: "same", text: " three" }
			]);
			const restored = await author.post<Item>(`/content/${id}/versions/1/restore`);
			expect(restored.status, restored.text).to.equal(200);
			expect(restored.body).to.include({ rev: 3, body: "One two three" });
			expect(restored.body.summary).to.equal(old.body.summary);
			for (const client of [student, reviewer])
				expect([403, 404]).to.include((await client.get(`/content/${id}/versions`)).status);
			const unknown = await author.get(`/content/${id}/versions/99`);
			expect([unknown.status, unknown.body.code]).to.deep.equal([
				404,
				"CONTENT_VERSION_UNKNOWN"
			]);
		});
	});

	describe("comments", () => {
		const list = async (id: string) =>
			(await stage.author.get<{ data: Comment[] }>(`/content/${id}/comments`)).body.data;

		it("find their passage again when the text changes, until it is gone", async () => {
			const { author, reviewer, make } = stage;
			const text = "First line.\n\nThe numbers are zero, one and two here.\n\nLast line.\n";
			const id = await make({ body: text, shared: true });
			const quote = "zero, one and two";
			const made = await reviewer.post<Comment>(`/content/${id}/comments`, {
				text: "Write them as digits",
				quote
			});
			expect(made.status, made.text).to.equal(201);
			expect(made.body.passage).to.include({ state: "same", line: 3, quote });

			await author.patch(`/content/${id}`, { body: `New line.\n\nAnd more.\n\n${text}` });
			expect((await list(id))[0]!.passage).to.include({ state: "same", line: 7 });
			await author.patch(`/content/${id}`, { body: text.replace(quote, "0, 1 and 2") });
			const [changed] = await list(id);
			expect(changed!.passage).to.include({ state: "changed", line: 3 });
			await author.patch(`/content/${id}`, { body: "Something else." });
			expect((await list(id))[0]!.passage).to.include({ state: "lost", line: null });

			const resolved = await author.post<Comment>(
				`/content/${id}/comments/${made.body.id}/resolve`
			);
			expect(resolved.body.resolvedAt).to.be.a("string");
			const open = await author.get<{ total: number }>(`/content/${id}/comments?open=true`);
			expect(open.body.total).to.equal(0);
		});

		it("stand where they belong among passages that are alike", async () => {
			const { reviewer, author, make } = stage;
			const text = "a loop here\nanother loop there\n";
			const id = await make({ body: text, shared: true });
			await reviewer.post(`/content/${id}/comments`, {
				text: "2nd",
				quote: "loop",
				start: 20
			});
			await author.patch(`/content/${id}`, { body: `one more loop first\n${text}` });
			expect((await list(id))[0]!.passage).to.include({ state: "same", line: 3 });
		});

		it("are for those who may read the item, and taken back by their authors", async () => {
			const { student, reviewer, author, make } = stage;
			const id = await make();
			const comment = { text: "Mine" };
			expect((await student.post(`/content/${id}/comments`, comment)).status).to.equal(403);
			expect((await reviewer.post(`/content/${id}/comments`, comment)).status).to.equal(404);
			await author.patch(`/content/${id}`, { shared: true });
			const { body } = await reviewer.post<Comment>(`/content/${id}/comments`, comment);
			const path = `/content/${id}/comments/${body.id}`;
			expect((await author.delete(path)).status).to.equal(403);
			expect((await reviewer.delete(path)).status).to.equal(204);
			expect(await list(id)).to.deep.equal([]);
			const lost = await reviewer.post(`/content/${id}/comments`, {
				text: "x",
				quote: "nowhere"
			});
			expect(lost.status).to.equal(400);
			expect(lost.text).to.include("/quote");
		});
	});

	describe("courses", () => {
		it("show everybody what they may see of their parts, in order", async () => {
			const { author, student, make, makePublished } = stage;
			const course = async (body: object) => {
				const made = await author.post<{ id: string }>("/content/collections", body);
				expect(made.status, made.text).to.equal(201);
				return made.body.id;
			};
			const draft = await make({ title: "A draft" });
			const lesson = await makePublished({ title: "A lesson" });
			const module = await course({
				kind: "module",
				title: "Part",
				published: true,
				entries: [{ id: lesson }, { id: draft }]
			});
			const id = await course({
				title: "Whole",
				published: true,
				entries: [{ type: "collection", id: module }, { id: lesson }]
			});
			const outline = async (client: Stage["student"]) =>
				(
					await client.get<{
						entries: { title: string; entries?: { title: string }[] }[];
					}>(`/content/collections/${id}/outline`)
				).body.entries.map(({ title, entries }) => [
					title,
					entries?.map(each => each.title)
				]);
			expect(await outline(author)).to.deep.equal([
				["Part", ["A lesson", "A draft"]],
				["A lesson", undefined]
			]);
			expect(await outline(student)).to.deep.equal([
				["Part", ["A lesson"]],
				["A lesson", undefined]
			]);
			const { itemIds } = await stage.api.kernel.broker.call<{ itemIds: string[] }, object>(
				"contentCollections.items",
				{ id }
			);
			expect(itemIds).to.deep.equal([lesson, draft]);

			const cycle = await author.patch(`/content/collections/${module}`, {
				entries: [{ type: "collection", id }]
			});
			expect(cycle.status).to.equal(400);
			expect(cycle.text).to.include("Part → Whole → Part");
		});
	});

	describe("Markdown", () => {
		const render = (markdown: string) =>
			stage.author.post<{ html: string; headings: object[] }>("/content/render", {
				markdown
			});

		it("is rendered with tables, code, mathematics, pictures and callouts", async () => {
			const { body } = await render(
				"# Loops\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n```python\nprint(1)\n```\n\n$x^2$\n\n![Dot](https://example.org/a.png)\n\n:::warning[Mind]\nIt *ends*.\n:::\n\nAt 10:30."
			);
			expect(body.headings).to.deep.equal([{ level: 1, text: "Loops", id: "section-loops" }]);
			for (const part of [
				'<h1 id="section-loops">Loops</h1>',
				"<td>2</td>",
				'<code class="language-python">print(1)',
				"<math><msup><mi>x</mi><mn>2</mn></msup></math>",
				'<img src="https://example.org/a.png" alt="Dot">',
				'<aside class="callout callout-warning"><p class="callout-title">Mind</p>',
				"<p>At 10:30.</p>"
			])
				expect(body.html).to.include(part);
		});

		it("is rendered without attachments where they are null", async () => {
			const { status, body } = await stage.author.post("/content/render", {
				markdown: "# Loops",
				attachments: null
			});
			expect(status).to.equal(200);
			expect(body).to.have.property("html", '<h1 id="section-loops">Loops</h1>');
		});

		for (const [what, markdown] of [
			["scripts", "<script>alert(1)</script>"],
			["handlers", '<img src=x onerror="alert(1)">'],
			["addresses that run", "[a](javascript:alert(1)) <javascript:alert(1)>"],
			["data as a picture", "![a](data:text/html;base64,PHNjcmlwdD4=)"],
			["mathematics with a link", "$\\href{javascript:alert(1)}{x}$"],
			["attributes of directives", ':::note{onclick="alert(1)" style="color:red"}\nx\n:::'],
			["languages that are none", '```"onmouseover=alert(1)\nx\n```']
		] as const) {
			it(`is rendered without ${what}`, async () => {
				const { status, body } = await render(markdown);
				expect(status).to.equal(200);
				expect(body.html).not.to.match(
					/<script|\son\w+=|href="javascript|src="data|style=|class="[^"]*onmouseover/i
				);
			});
		}

		it("is refused when it takes too long, and nobody else waits for it", async () => {
			const hostile = render(`${"> ".repeat(20_000)}a`);
			const { status } = await render("# Quick");
			expect(status).to.equal(200);
			const answer = await hostile;
			expect(answer.status).to.equal(400);
			expect(answer.text).to.include("CONTENT_TOO_COMPLEX").and.include("/markdown");
		});

		it("is rendered for students from what is published", async () => {
			const { author, student, makePublished } = stage;
			const id = await makePublished({ body: "# Before" });
			await author.patch(`/content/${id}`, { body: "# After" });
			const html = async (client: Stage["student"]) =>
				(await client.get<{ html: string }>(`/content/${id}/html`)).body.html;
			expect(await html(student)).to.include("Before");
			expect(await html(author)).to.include("After");
		});
	});

	describe("items", () => {
		for (const [what, body, pointer] of [
			[
				"a question without a type",
				questionBody({ questionType: undefined }),
				"/questionType"
			],
			["a lesson with options", lessonBody({ options: [{ text: "a" }] }), "/options"],
			[
				"a numeric question with options",
				questionBody({ questionType: "numeric" }),
				"/options"
			],
			["two attachments of one name", null, "/attachments/1/name"],
			[
				"a file that is not there",
				lessonBody({
					attachments: [{ name: "a.png", mediaType: "image/png", fileId: "0".repeat(24) }]
				}),
				"fileId"
			],
			["an unknown field", lessonBody({ colour: "red" }), "/colour"]
		] as const) {
			it(`are refused with ${what}, by the field's name`, async () => {
				const { author } = stage;
				const answer = await author.post("/content", body ?? (await twoAlike()));
				expect(answer.status).to.equal(400);
				expect(answer.text).to.include(pointer);
			});
		}

		async function twoAlike() {
			const form = new FormData();
			form.append("file", new Blob(["x"], { type: "text/plain" }), "a.txt");
			const { body } = await stage.author.post<{ id: string }>("/files", form);
			const attachment = { name: "a.txt", mediaType: "text/plain", fileId: body.id };
			return lessonBody({ attachments: [attachment, attachment] });
		}

		it("are exported up to a number of them", async () => {
			const ids = Array.from({ length: 201 }, () => "0".repeat(24)).join(",");
			const { status, body } = await stage.author.get(`/content/export?ids=${ids}`);
			expect([status, body.code]).to.deep.equal([400, "CONTENT_TOO_MANY"]);
		});
	});
});
