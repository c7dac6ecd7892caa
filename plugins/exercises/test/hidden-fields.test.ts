/**
 * What a student is answered must not depend on what is hidden from it: each request is sent twice, with
 * other hidden contents in between, and the answers must be the same to the byte.
 */
import { expect } from "chai";
import * as fc from "fast-check";
import { startTestKernel, type TestKernel } from "../../../test/support/kernel.ts";
import type { Answer, Client } from "../../../test/support/client.ts";
import { exerciseBody, SECRETS } from "./examples.ts";

type Body = Record<string, unknown>;

const HIDDEN = [
	"solutionCode",
	"hints",
	"testCases",
	"testCases.input",
	"testCases.expected",
	"testCases.hidden"
];
const OPEN = ["title", "topic", "status", "language", "examples.expected", "authorId", "id", "rev"];
const UNKNOWN = ["solution", "hints.0", "testCases.0.expected", "$where", "examples.hidden"];
const OPERATORS = [
	"eq",
	"ne",
	"gt",
	"gte",
	"lt",
	"lte",
	"in",
	"nin",
	"contains",
	"exists",
	"regex"
];

/** Two states of everything that is hidden; whatever is asked for about one is not so in the other. */
const CONTENTS = [
	{
		solutionCode: "alpha alpha",
		hints: ["alpha hint"],
		testCases: [
			{ input: "1", expected: "shown", hidden: false },
			{ input: "alpha", expected: "alpha", hidden: true }
		]
	},
	{
		solutionCode: "omega",
		hints: ["omega hint", "omega hint again", "omega hint at last"],
		testCases: [
			{ input: "omega", expected: "omega", hidden: true },
			{ input: "omega again", expected: "omega again", hidden: true }
		]
	}
];

const field = fc.constantFrom(...HIDDEN, ...HIDDEN, ...OPEN, ...UNKNOWN);
const value = fc.constantFrom(
	"alpha",
	"omega",
	"alpha alpha",
	"alpha hint",
	"shown",
	"a",
	"z",
	"true",
	"false",
	"1",
	"2",
	"strings",
	"published"
);
const filter = fc
	.tuple(field, fc.option(fc.constantFrom(...OPERATORS)), value)
	.map(
		([name, operator, wanted]) => `filter[${name}]${operator ? `[${operator}]` : ""}=${wanted}`
	);
const sort = fc
	.array(fc.tuple(fc.constantFrom("", "-"), field), { minLength: 1, maxLength: 3 })
	.map(keys => `sort=${keys.map(key => key.join("")).join(",")}`);
const fields = fc
	.array(field, { minLength: 1, maxLength: 3 })
	.map(names => `fields=${names.join(",")}`);
const search = value.map(words => `q=${words}`);
const queryOf = (...parts: fc.Arbitrary<string>[]) =>
	fc.array(fc.oneof(...parts), { maxLength: 3 }).map(query => `?${query.join("&")}`);

const request = fc.oneof(
	queryOf(filter, filter, sort, fields, search).map(query => `/exercises${query}`),
	queryOf(filter, filter, search).map(query => `/exercises/count${query}`),
	queryOf(fields).map(query => `/exercises/:id${query}`),
	fc.constant("/exercises/:id/history")
);

describe("what students are answered", function () {
	this.timeout(120_000);
	let api: TestKernel;
	let student: Client;
	let ids: string[];

	before(async () => {
		api = await startTestKernel({ plugins: ["exercises"] });
		student = await api.as("student");
		const teacher = await api.as("teacher");
		ids = [];
		for (const title of ["First", "Second", "Third"]) {
			const body = exerciseBody({ title, testCases: CONTENTS[0]!.testCases });
			ids.push((await teacher.post<{ id: string }>("/exercises", body)).body.id);
		}
	});
	after(() => api.stop());

	/** Straight into the store, so that nothing but the hidden contents differs, not even the revision. */
	const setHidden = async (contents: Body) => {
		const exercises = api.kernel.runtime.connection.collection<{ _id: string }>("exercises");
		const { matchedCount } = await exercises.updateMany(
			{ _id: { $in: ids } },
			{ $set: contents }
		);
		expect(matchedCount).to.equal(ids.length);
	};

	const seen = ({ status, headers, text }: Answer) => ({
		status,
		etag: headers.get("etag"),
		total: headers.get("x-total-count"),
		link: headers.get("link"),
		text: text.replace(/"requestId":"[^"]*"/, "")
	});

	it("is the same whatever is hidden", async () => {
		await fc.assert(
			fc.asyncProperty(request, async path => {
				const answers = [];
				for (const contents of CONTENTS) {
					await setHidden(contents);
					answers.push(seen(await student.get(path.replace(":id", ids[0]!))));
				}
				expect(answers[0]).to.deep.equal(answers[1]);
				expect(answers[0]!.status).to.be.below(500);
			}),
			{ numRuns: 150 }
		);
	});

	it("differs for a teacher, so that the test above can fail", async () => {
		const teacher = await api.as("teacher");
		for (const path of [
			"/exercises/count?filter[solutionCode]=omega",
			"/exercises/count?filter[testCases.expected]=alpha",
			`/exercises/${ids[0]}`
		]) {
			const answers = [];
			for (const contents of CONTENTS) {
				await setHidden(contents);
				answers.push(seen(await teacher.get(path)));
			}
			expect(answers[0]).not.to.deep.equal(answers[1]);
		}
	});

	for (const name of HIDDEN) {
		for (const query of [
			`filter[${name}]=alpha`,
			`filter[${name}][exists]=true`,
			`sort=${name}`,
			`sort=title,-${name}`
		]) {
			it(`is a 400 to ${query}, naming the field`, async () => {
				const { status, body } = await student.get<{ errors: Body[] }>(
					`/exercises?${query}`
				);
				expect(status).to.equal(400);
				expect(JSON.stringify(body.errors)).to.include(name.split(".")[0]);
			});
		}
	}

	it("holds no hidden field that `fields` asks for", async () => {
		const { body } = await student.get<Body>(
			`/exercises/${ids[0]}?fields=title,${HIDDEN.join(",")}`
		);
		expect(body).to.deep.equal({ id: ids[0], title: "First" });
	});

	it("finds nothing by words that are hidden alone", async () => {
		const teacher = await api.as("teacher");
		await teacher.post("/exercises", exerciseBody());
		for (const secret of Object.values(SECRETS)) {
			const { body } = await student.get<{ total: number }>(
				`/exercises?q=${encodeURIComponent(`"${secret}"`)}`
			);
			expect(body.total, secret).to.equal(0);
		}
	});

	it("is the same entity tag for the same open fields, and 304 for it", async () => {
		await setHidden(CONTENTS[0]!);
		const first = await student.get(`/exercises/${ids[0]}`);
		await setHidden(CONTENTS[1]!);
		const again = await student.get(`/exercises/${ids[0]}`, {
			"if-none-match": first.headers.get("etag")!
		});
		expect(again.status).to.equal(304);
	});

	it("says nothing of the contents in the events of a change", async () => {
		const payloads: string[] = [];
		const { broker } = api.kernel;
		const service = broker.createService({
			name: "listener",
			events: { "exercises.**": ({ params }) => void payloads.push(JSON.stringify(params)) }
		});
		await broker.waitForServices("listener");
		const teacher = await api.as("teacher");
		const { body } = await teacher.post<{ id: string }>("/exercises", exerciseBody());
		await teacher.patch(`/exercises/${body.id}`, { solutionCode: SECRETS.solution });
		await teacher.delete(`/exercises/${body.id}`);
		await teacher.post(`/exercises/${body.id}/restore`);
		await student.post(`/exercises/${body.id}/hints`);
		expect(payloads).to.have.length(5);
		for (const payload of payloads) expect(payload).not.to.include("walrus");
		await broker.destroyService(service);
	});
});
