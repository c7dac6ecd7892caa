import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { startTestKernel, type TestKernel } from "../../../test/support/kernel.ts";
import type { Client } from "../../../test/support/client.ts";
import { exerciseBody } from "./examples.ts";

interface Refused {
	errors: { pointer: string; message: string; expected?: string }[];
}

const NOTHING_ELSE = { title: "T", description: "D", topic: "t", difficulty: "advanced" };

describe("the input of exercises", function () {
	this.timeout(60_000);
	let api: TestKernel;
	let teacher: Client;

	before(async () => {
		api = await startTestKernel({ plugins: ["exercises"] });
		teacher = await api.as("teacher");
	});
	after(() => api.stop());

	it("may leave out all but title, description, topic and difficulty", async () => {
		const { status, body } = await teacher.post("/exercises", NOTHING_ELSE);
		expect(status).to.equal(201);
		expect(body).to.deep.include({
			...NOTHING_ELSE,
			language: "python",
			status: "published",
			starterCode: "",
			expectedOutput: "",
			solutionCode: "",
			testCases: [],
			examples: [],
			hints: []
		});
	});

	it("is kept to the letter in code, test cases and hints", async () => {
		const exact = {
			starterCode: "\n\n\tif x:\r\n\t\tpass  \n",
			solutionCode: "  \nprint('é ∑ 🦭')\n\n",
			expectedOutput: " spaced \n",
			hints: ["  leading", "<b>not</b> sanitized"],
			testCases: [{ input: " \n", expected: "", hidden: true }]
		};
		const { status, body, text } = await teacher.post("/exercises", exerciseBody(exact));
		expect(status, text).to.equal(201);
		expect(body).to.deep.include(exact);
	});

	const rows: [string, Record<string, unknown>, string][] = [
		["no title", { title: undefined }, "/title"],
		["an empty title", { title: "" }, "/title"],
		["a title of spaces", { title: "   " }, "/title"],
		["a title of 201 characters", { title: "x".repeat(201) }, "/title"],
		["a number as topic", { topic: 7 }, "/topic"],
		["another difficulty", { difficulty: "easy" }, "/difficulty"],
		["another language", { language: "cobol" }, "/language"],
		["another status", { status: "archived" }, "/status"],
		["a text as test cases", { testCases: "1 2" }, "/testCases"],
		[
			"a test case without what is expected",
			{ testCases: [{ input: "1" }] },
			"/testCases/0/expected"
		],
		[
			"a test case with a text as hidden",
			{ testCases: [{ expected: "1", hidden: "no" }] },
			"/testCases/0/hidden"
		],
		[
			"an unknown key in a test case",
			{ testCases: [{ expected: "1", weight: 2 }] },
			"/testCases/0/weight"
		],
		[
			"51 test cases",
			{ testCases: Array.from({ length: 51 }, () => ({ expected: "1" })) },
			"/testCases"
		],
		["a number as hint", { hints: ["one", 2] }, "/hints/1"],
		["an empty hint", { hints: [""] }, "/hints/0"],
		[
			"21 hints",
			{ hints: Array.from({ length: 21 }, (_, index) => `hint ${index}`) },
			"/hints"
		],
		["code of 50,001 characters", { solutionCode: "x".repeat(50_001) }, "/solutionCode"],
		["examples, which are derived", { examples: [] }, "/examples"],
		["an author", { authorId: "65f0c0ffee65f0c0ffee65f0" }, "/authorId"],
		["an unknown field", { points: 5 }, "/points"]
	];
	for (const [name, changes, pointer] of rows) {
		it(`is refused with ${name}, at ${pointer}`, async () => {
			api.events.length = 0;
			const { status, body, text } = await teacher.post<Refused>(
				"/exercises",
				exerciseBody(changes)
			);
			expect(status, text).to.equal(400);
			expect(body.errors.map(problem => problem.pointer)).to.include(pointer);
			expect(api.events).to.deep.equal([]);
		});
	}

	it("is as the README has it", async () => {
		const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
		const [, example] = /^POST \/api\/v1\/exercises\n\n(\{.*?^\})$/ms.exec(readme)!;
		const { status, body, text } = await teacher.post("/exercises", JSON.parse(example!));
		expect(status, text).to.equal(201);
		const hint = await teacher.post(`/exercises/${String(body.id)}/hints`);
		expect(hint.body).to.deep.equal({
			index: 0,
			hint: "What `input()` gives is text.",
			remaining: 1
		});
	});

	it("of older clients is taken in their words", async () => {
		const created = await teacher.post<{ id: string }>("//api/exercises/", {
			title: "Old",
			description: "From an older client",
			topic: "legacy-topic",
			difficulty: "beginner",
			starter_code: "a = 1\n",
			expected_output: "1",
			test_cases: [{ input: "", expected: "1", hidden: true }],
			solution_code: "print(1)\n"
		});
		expect(created.status, created.text).to.equal(201);
		expect(created.body).to.include({ starterCode: "a = 1\n", solutionCode: "print(1)\n" });
		const student = await api.as("student");
		const { body } = await student.get<{ data: { id: string }[] }>(
			"//api/exercises/?topic=legacy-topic&difficulty=beginner"
		);
		expect(body.data.map(({ id }) => id)).to.deep.equal([created.body.id]);
	});

	for (const query of ["page=0", "pageSize=101", "page=x", "limit=5"]) {
		it(`refuses ?${query} in a list of hints`, async () => {
			const { body } = await teacher.post<{ id: string }>("/exercises", exerciseBody());
			const answer = await teacher.get(`/exercises/${body.id}/hints?${query}`);
			expect(answer.status).to.equal(400);
			expect(answer.text).to.include(query.split("=")[0]);
		});
	}

	it("uses an index for each filter that is offered as one", async () => {
		const indexes = await api.kernel.runtime.connection.collection("exercises").indexes();
		const first = indexes.map(({ key }) => Object.keys(key)[0]);
		expect(first).to.include.members(["status", "topic", "difficulty", "language", "authorId"]);
		expect(indexes.some(({ key }) => Object.values(key).includes("text"))).to.equal(true);
	});
});
