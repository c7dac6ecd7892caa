/** The content that comes with the plugin: it can be made, its code runs, and who is not asked does not see it. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { waitUntil } from "../../../test/support/wait-until.ts";
import { readSamples } from "../imports/read-samples.ts";
import { startStage, type Stage } from "./people.ts";

const run = promisify(execFile);

const { items, collections, warnings } = await readSamples();

function codeIn(markdown: string): string[] {
	return [...markdown.matchAll(/^```python\n(.*?)^```/gms)].map(([, code]) => code!);
}

describe("the samples", () => {
	it("are at least sixty, of every kind but media, good and flawed", () => {
		expect(items.length).to.be.at.least(60);
		expect(warnings).to.deep.equal([]);
		expect(collections.length).to.be.at.least(5);
		const kinds = new Set(items.map(({ content }) => content.kind));
		expect([...kinds]).to.have.members(["lesson", "article", "question", "quiz", "glossary"]);
		const flawed = items.filter(each => each.path.startsWith("flawed/"));
		expect(flawed.length).to.be.at.least(10);
	});

	it("have a key, an explanation, a licence and a topic where they are good", () => {
		const good = items.filter(each => !each.path.startsWith("flawed/"));
		for (const { path: name, content } of good) {
			expect(content.licence, name).to.equal("CC-BY-4.0");
			expect(content.topics, name).not.to.deep.equal([]);
			if (content.kind !== "question") continue;
			expect(content.explanation, name).to.be.a("string");
			const keys = content.options?.filter(({ correct }) => correct) ?? [];
			if (content.questionType === "single") expect(keys, name).to.have.length(1);
			if (content.questionType === "multiple") expect(keys.length, name).to.be.above(1);
		}
	});

	describe("when their code is run", function () {
		this.timeout(60_000);
		let folder: string;
		before(async () => {
			folder = await mkdtemp(path.join(tmpdir(), "content-samples-"));
		});
		after(() => rm(folder, { recursive: true }));

		const withCode = items
			.filter(each => !each.path.startsWith("flawed/"))
			.map(each => ({ path: each.path, code: codeIn(each.content.body ?? "") }))
			.filter(({ code }) => code.length > 0);

		it("is code in at least ten of them", () => {
			expect(withCode.length).to.be.at.least(10);
		});

		for (const { path: name, code } of withCode) {
			it(`runs without an error: ${name}`, async function () {
				try {
					await run("python3", ["--version"]);
				} catch {
					console.log(`NOT RUN: ${name} needs python3`);
					return this.skip();
				}
				for (const piece of code) {
					const { stdout } = await run("python3", ["-c", piece], { cwd: folder });
					expect(stdout).not.to.equal("");
				}
			});
		}
	});

	describe("in a kernel", function () {
		this.timeout(60_000);
		let stage: Stage;
		before(async () => {
			stage = await startStage();
		});
		after(() => stage?.api.stop());

		const total = async (client: Stage["admin"], query: string) =>
			(await client.get<{ total: number }>(`/content/library?${query}`)).body.total;

		it("are made by an administrator, once, and most of them are published", async () => {
			const { admin, author, student } = stage;
			expect((await author.post("/content/imports/samples")).status).to.equal(403);
			for (let time = 1; time <= 2; time++) {
				const { status, body } = await admin.post<{ taskId: string }>(
					"/content/imports/samples"
				);
				expect(status).to.equal(202);
				await waitUntil("the samples", async () => {
					const task = await admin.get<{ state: string }>(`/tasks/${body.taskId}`);
					return task.body.state === "done";
				});
				expect(await total(admin, "pageSize=1")).to.equal(items.length);
			}
			const flawed = items.filter(each => each.path.startsWith("flawed/")).length;
			expect(await total(student, "pageSize=1")).to.equal(items.length - flawed - 3);
			expect(await total(author, "status=inReview")).to.equal(2);
			const courses = await author.get<{ total: number }>("/content/collections/count");
			expect(courses.status).to.equal(200);
		});
	});
});
