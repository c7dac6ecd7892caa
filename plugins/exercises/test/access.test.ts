import { expect } from "chai";
import { startTestKernel, type TestKernel } from "../../../test/support/kernel.ts";
import type { Answer, Client } from "../../../test/support/client.ts";
import { exerciseBody, SECRETS } from "./examples.ts";

type Body = Record<string, unknown>;

const HIDDEN_FIELDS = ["testCases", "hints", "solutionCode"];

/** Everybody whose rights differ: `teacher` is the author of what the tests change. */
const EVERYBODY = ["guest", "student", "teacher", "other teacher", "admin"];

describe("who may do what with exercises", function () {
	this.timeout(60_000);
	let api: TestKernel;
	let published: string;
	let draft: string;

	const person = (who: string): Promise<Client> => {
		if (who === "guest") return Promise.resolve(api.guest);
		if (who === "other teacher") return api.as("otto", "teacher");
		return api.as(who);
	};

	before(async () => {
		api = await startTestKernel({ plugins: ["exercises"] });
		for (const who of EVERYBODY) await person(who);
	});
	after(() => api.stop());

	beforeEach(async () => {
		const teacher = await api.as("teacher");
		const create = async (changes: Body) =>
			(await teacher.post<{ id: string }>("/exercises", exerciseBody(changes))).body.id;
		published = await create({});
		draft = await create({ title: "A draft", status: "draft" });
		api.events.length = 0;
	});

	interface Row {
		who: string;
		request: string;
		body?: () => unknown;
		status: number;
		/** Top-level fields that the answer has, and that it has not. */
		has?: string[];
		hasNot?: string[];
		events?: string[];
	}

	const create = (who: string, status: number): Row => ({
		who,
		request: "POST /exercises",
		body: () => exerciseBody(),
		status,
		...(status === 201 && {
			has: [...HIDDEN_FIELDS, "examples", "authorId"],
			events: ["exercises.exercise.created"]
		})
	});
	const read = (who: string, which: string, status: number): Row => ({
		who,
		request: `GET /exercises/:${which}`,
		status,
		...(status === 200 &&
			(who === "student"
				? { has: ["examples"], hasNot: HIDDEN_FIELDS }
				: { has: HIDDEN_FIELDS }))
	});
	const change = (who: string, method: string, status: number): Row => ({
		who,
		request: `${method} /exercises/:published`,
		body: () => (method === "PUT" ? exerciseBody({ title: "New" }) : { title: "New" }),
		status,
		...(status === 200 && { has: HIDDEN_FIELDS, events: ["exercises.exercise.updated"] })
	});
	const remove = (who: string, status: number): Row => ({
		who,
		request: "DELETE /exercises/:published",
		status,
		...(status === 204 && { events: ["exercises.exercise.removed"] })
	});
	const history = (who: string, status: number): Row => ({
		who,
		request: "GET /exercises/:published/history",
		status
	});

	const rows: Row[] = [
		create("guest", 401),
		create("student", 403),
		create("teacher", 201),
		create("other teacher", 201),
		create("admin", 201),

		read("guest", "published", 401),
		read("student", "published", 200),
		read("teacher", "published", 200),
		read("other teacher", "published", 200),
		read("admin", "published", 200),

		read("guest", "draft", 401),
		read("student", "draft", 404),
		read("teacher", "draft", 200),
		read("other teacher", "draft", 200),
		read("admin", "draft", 200),

		...["PATCH", "PUT"].flatMap(method => [
			change("guest", method, 401),
			change("student", method, 403),
			change("teacher", method, 200),
			change("other teacher", method, 403),
			change("admin", method, 200)
		]),

		remove("guest", 401),
		remove("student", 403),
		remove("teacher", 204),
		remove("other teacher", 403),
		remove("admin", 204),

		history("guest", 401),
		history("student", 403),
		history("teacher", 200),
		history("other teacher", 200),
		history("admin", 200)
	];

	for (const { who, request, body, status, has = [], hasNot = [], events = [] } of rows) {
		it(`${request} answers ${who} with ${status}`, async () => {
			const [method, path] = request.split(" ") as [string, string];
			const client = await person(who);
			const answer = await client.send(
				method,
				path.replace(":published", published).replace(":draft", draft),
				body?.()
			);
			expect(answer.status, answer.text).to.equal(status);
			for (const field of has) expect(answer.body).to.have.property(field);
			for (const field of hasNot) expect(answer.body).not.to.have.property(field);
			if (who === "student" || who === "guest") expectNoSecrets(answer);
			expect(api.events).to.deep.equal(events);
		});
	}

	it("lists and counts drafts for teachers alone", async () => {
		const countFor = async (who: string) => {
			const client = await person(who);
			const list = await client.get<{ total: number }>("/exercises?filter[topic]=drafts");
			const count = await client.get<{ total: number }>(
				"/exercises/count?filter[topic]=drafts"
			);
			return [list.body.total, count.body.total];
		};
		const teacher = await api.as("teacher");
		await teacher.patch(`/exercises/${draft}`, { topic: "drafts" });
		expect(await countFor("student")).to.deep.equal([0, 0]);
		expect(await countFor("other teacher")).to.deep.equal([1, 1]);
	});

	it("restores a removed exercise for its author, not for another teacher", async () => {
		const teacher = await api.as("teacher");
		await teacher.delete(`/exercises/${published}`);
		const other = await person("other teacher");
		expect((await other.post(`/exercises/${published}/restore`)).status).to.equal(404);
		const restored = await teacher.post(`/exercises/${published}/restore`);
		expect(restored.status).to.equal(200);
		expect(restored.body).to.include.keys(HIDDEN_FIELDS);
	});

	it("takes the author from the token, never from the body", async () => {
		const teacher = await api.as("teacher");
		const forged = await teacher.post(
			"/exercises",
			exerciseBody({ authorId: (await api.as("admin")).id })
		);
		expect(forged.status).to.equal(400);
		const { body } = await teacher.get<Body>(`/exercises/${published}`);
		expect(body.authorId).to.equal(teacher.id);
	});

	it("shows students the visible test cases as examples, and keeps them when tests change", async () => {
		const teacher = await api.as("teacher");
		const student = await api.as("student");
		const examples = async () =>
			(await student.get<Body>(`/exercises/${published}`)).body.examples;
		expect(await examples()).to.deep.equal([
			{ input: "education\n", expected: "5" },
			{ input: "rhythm\n", expected: "0" }
		]);
		await teacher.patch(`/exercises/${published}`, { title: "Only the title" });
		expect(await examples()).to.have.length(2);
		await teacher.patch(`/exercises/${published}`, {
			testCases: [{ expected: "shown" }, { expected: "not shown", hidden: true }]
		});
		expect(await examples()).to.deep.equal([{ input: "", expected: "shown" }]);
		await teacher.patch(`/exercises/${published}`, { testCases: null });
		expect(await examples()).to.deep.equal([]);
	});

	it("hides an exercise again that is made a draft", async () => {
		const teacher = await api.as("teacher");
		const student = await api.as("student");
		await teacher.patch(`/exercises/${published}`, { status: "draft" });
		expect((await student.get(`/exercises/${published}`)).status).to.equal(404);
	});

	function expectNoSecrets({ text }: Answer) {
		for (const secret of Object.values(SECRETS)) expect(text).not.to.include(secret);
	}
});
