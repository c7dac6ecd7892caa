import { expect } from "chai";
import { startTestKernel, type TestKernel } from "../../../test/support/kernel.ts";
import type { Client } from "../../../test/support/client.ts";
import seed from "../seed.json" with { type: "json" };

interface Page {
	data: Record<string, unknown>[];
	total: number;
}

describe("the seed in a running kernel", function () {
	this.timeout(60_000);
	let api: TestKernel;
	let admin: Client;

	before(async () => {
		api = await startTestKernel({ plugins: ["exercises"] });
		admin = await api.as("admin");
	});
	after(() => api.stop());

	const everything = async () => (await admin.get<Page>("/exercises?pageSize=100")).body;

	it("is there after the first start, whole, published and without an author", async () => {
		const { data, total } = await everything();
		expect(total).to.equal(seed.length);
		const byTitle = new Map(data.map(exercise => [exercise.title, exercise]));
		for (const exercise of seed) {
			const stored = byTitle.get(exercise.title)!;
			expect(stored).to.deep.include(exercise);
			expect(stored.status).to.equal("published");
			expect(stored).not.to.have.property("authorId");
			expect(stored.examples).to.deep.equal(
				exercise.testCases
					.filter(({ hidden }) => !hidden)
					.map(({ input, expected }) => ({ input, expected }))
			);
		}
	});

	it("gives nothing away to a student", async () => {
		const student = await api.as("student");
		const { body, text } = await student.get<Page>("/exercises?pageSize=100");
		expect(body.total).to.equal(seed.length);
		for (const { solutionCode, hints, testCases } of seed) {
			const hidden = testCases.filter(testCase => testCase.hidden);
			const secrets = [solutionCode, ...hints, ...hidden.map(({ input }) => input)];
			for (const secret of secrets.filter(({ length }) => length > 20))
				expect(text).not.to.include(JSON.stringify(secret).slice(1, -1));
		}
	});

	it("is found by words, topic, difficulty and language", async () => {
		const student = await api.as("student");
		const find = async (query: string) =>
			(await student.get<Page>(`/exercises?pageSize=100&${query}`)).body;
		const vowels = await find("q=vowels");
		expect(vowels.data.map(({ title }) => title)).to.include("Count the vowels");
		for (const field of ["topic", "difficulty", "language"] as const) {
			for (const value of new Set(seed.map(exercise => exercise[field]))) {
				const { data, total } = await find(`filter[${field}]=${value}`);
				expect(total).to.equal(seed.filter(exercise => exercise[field] === value).length);
				expect(data.every(exercise => exercise[field] === value)).to.equal(true);
			}
		}
	});

	it("does not come back after a reload, nor after all of it was removed", async () => {
		await admin.post("/plugins/exercises/reload");
		const { data, total } = await everything();
		expect(total).to.equal(seed.length);
		for (const { id } of data)
			expect((await admin.delete(`/exercises/${id}`)).status).to.equal(204);
		for (const operation of ["reload", "disable", "enable"])
			expect((await admin.post(`/plugins/exercises/${operation}`)).status).to.equal(200);
		expect((await everything()).total).to.equal(0);
	});
});
