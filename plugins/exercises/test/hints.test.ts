import { expect } from "chai";
import { startTestKernel, type TestKernel } from "../../../test/support/kernel.ts";
import type { Client } from "../../../test/support/client.ts";
import { exerciseBody, HINTS, SECRETS } from "./examples.ts";

interface Released {
	index: number;
	hint: string;
	remaining: number;
	code?: string;
}

interface Page {
	data: { index: number; hint: string; releasedAt: string | null }[];
	total: number;
	remaining: number;
}

const RELEASED = "exercises.hint.released";

describe("the hints of an exercise", function () {
	this.timeout(60_000);
	let api: TestKernel;
	let student: Client;
	let teacher: Client;
	let id: string;
	const payloads: unknown[] = [];

	before(async () => {
		api = await startTestKernel({ plugins: ["exercises"] });
		[student, teacher] = [await api.as("student"), await api.as("teacher")];
		await api.as("other");
		api.kernel.broker.createService({
			name: "listener",
			events: { [RELEASED]: ({ params }) => void payloads.push(params) }
		});
		await api.kernel.broker.waitForServices("listener");
	});
	after(() => api.stop());

	beforeEach(async () => {
		const { body } = await teacher.post<{ id: string }>("/exercises", exerciseBody());
		id = body.id;
		await setDelay(0);
		api.events.length = 0;
		payloads.length = 0;
	});

	const release = (who: Client, exerciseId = id) =>
		who.post<Released>(`/exercises/${exerciseId}/hints`);
	const hints = (who: Client, query = "") => who.get<Page>(`/exercises/${id}/hints${query}`);
	const setDelay = async (seconds: number) => {
		const admin = await api.as("admin");
		const { status } = await admin.patch("/plugins/exercises/settings", {
			hintDelaySeconds: seconds
		});
		expect(status).to.equal(200);
	};

	it("are given one by one, in their order, until none is left", async () => {
		for (const [index, hint] of HINTS.entries()) {
			const { status, body } = await release(student);
			expect(status).to.equal(200);
			expect(body).to.deep.equal({ index, hint, remaining: 2 - index });
		}
		const { status, body, text } = await release(student);
		expect(status).to.equal(409);
		expect(body.code).to.equal("EXERCISES_NO_HINT_LEFT");
		expect(text).not.to.include(SECRETS.hint);
		expect(api.events).to.deep.equal([RELEASED, RELEASED, RELEASED]);
	});

	it("are remembered for each user alone", async () => {
		const other = await api.as("other");
		await release(student);
		await release(student);
		expect((await release(other)).body.index).to.equal(0);
		expect((await hints(student)).body.total).to.equal(2);
		expect((await hints(other)).body.total).to.equal(1);
	});

	it("are listed to a student as far as they were given", async () => {
		const before = await hints(student);
		expect(before.body).to.deep.include({ data: [], total: 0, remaining: 3 });
		expect(before.text).not.to.include(SECRETS.hint);
		await release(student);
		await release(student);
		const { body, text } = await hints(student);
		expect(body.data.map(({ index, hint }) => ({ index, hint }))).to.deep.equal([
			{ index: 0, hint: HINTS[0] },
			{ index: 1, hint: HINTS[1] }
		]);
		expect(Date.parse(body.data[0]!.releasedAt!)).to.be.closeTo(Date.now(), 60_000);
		expect(body.remaining).to.equal(1);
		expect(text).not.to.include(HINTS[2]);
	});

	it("are listed in pages", async () => {
		await release(student);
		await release(student);
		const { body, headers } = await hints(student, "?page=2&pageSize=1");
		expect(body.data.map(({ index }) => index)).to.deep.equal([1]);
		expect(body).to.include({ page: 2, pageSize: 1, total: 2 });
		expect(headers.get("x-total-count")).to.equal("2");
		expect(headers.get("link")).to.include('rel="prev"');
	});

	for (const who of ["teacher", "otto", "admin"]) {
		it(`are all shown to ${who}, who may try them as students do`, async () => {
			const client = await api.as(who, "teacher");
			const before = await hints(client);
			expect(before.body.data.map(({ hint }) => hint)).to.deep.equal(HINTS);
			expect(before.body.data.map(({ releasedAt }) => releasedAt)).to.deep.equal([
				null,
				null,
				null
			]);
			expect((await release(client)).body.index).to.equal(0);
			const after = await hints(client);
			expect(after.body.data[0]!.releasedAt).to.be.a("string");
			expect(after.body).to.include({ total: 3, remaining: 2 });
		});
	}

	it("are refused to a guest", async () => {
		for (const answer of [await release(api.guest), await hints(api.guest)]) {
			expect(answer.status).to.equal(401);
			expect(answer.text).not.to.include(SECRETS.hint);
		}
		expect(api.events).to.deep.equal([]);
	});

	it("of a draft or of nothing are a 404 for a student", async () => {
		await teacher.patch(`/exercises/${id}`, { status: "draft" });
		for (const exerciseId of [id, "65f0c0ffee65f0c0ffee65f0"]) {
			expect((await release(student, exerciseId)).status).to.equal(404);
			expect((await student.get(`/exercises/${exerciseId}/hints`)).status).to.equal(404);
		}
	});

	it("are none for an exercise without", async () => {
		await teacher.patch(`/exercises/${id}`, { hints: [] });
		const { status, body } = await release(student);
		expect(status).to.equal(409);
		expect(body.code).to.equal("EXERCISES_NO_HINT_LEFT");
		expect((await hints(student)).body).to.deep.include({ data: [], remaining: 0 });
	});

	it("are each given once when many are asked for at once", async () => {
		const answers = await Promise.all(Array.from({ length: 12 }, () => release(student)));
		const given = answers.filter(({ status }) => status === 200);
		const refused = answers.filter(({ status }) => status !== 200);
		expect(
			given.map(({ body }) => body).sort((one, two) => one.index - two.index)
		).to.deep.equal(HINTS.map((hint, index) => ({ index, hint, remaining: 2 - index })));
		expect(new Set(refused.map(({ body }) => body.code))).to.deep.equal(
			new Set(["EXERCISES_NO_HINT_LEFT"])
		);
		expect(refused.every(({ status }) => status === 409)).to.equal(true);
		expect(api.events).to.deep.equal([RELEASED, RELEASED, RELEASED]);
	});

	it("are given once for a request that is sent twice with its Idempotency-Key", async () => {
		const send = () =>
			student.post<Released>(`/exercises/${id}/hints`, undefined, {
				"idempotency-key": `hint-of-${id}`
			});
		const [first, second] = [await send(), await send()];
		expect(second.body).to.deep.equal(first.body);
		expect((await hints(student)).body.total).to.equal(1);
		expect(api.events).to.deep.equal([RELEASED]);
	});

	it("are told of with ids alone", async () => {
		await release(student);
		expect(payloads).to.deep.equal([{ exerciseId: id, userId: student.id, index: 0 }]);
	});

	it("keep what was given when the author corrects, adds or takes away", async () => {
		await release(student);
		await release(student);
		await teacher.patch(`/exercises/${id}`, { hints: ["corrected", ...HINTS.slice(1), "new"] });
		const more = await hints(student);
		expect(more.body.data.map(({ hint }) => hint)).to.deep.equal(["corrected", HINTS[1]]);
		expect(more.body.remaining).to.equal(2);
		await teacher.patch(`/exercises/${id}`, { hints: ["the only one"] });
		const fewer = await hints(student);
		expect(fewer.body.data.map(({ hint }) => hint)).to.deep.equal(["the only one"]);
		expect(fewer.body.remaining).to.equal(0);
		expect((await release(student)).status).to.equal(409);
	});

	describe("with a delay between them", () => {
		it("are refused before it has passed, with the time to wait", async () => {
			await setDelay(600);
			expect((await release(student)).status).to.equal(200);
			const { status, body, headers } = await release(student);
			expect(status).to.equal(429);
			expect(body.code).to.equal("EXERCISES_HINT_TOO_SOON");
			expect(Number(headers.get("retry-after"))).to.be.within(1, 600);
			expect(api.events).to.deep.equal([RELEASED]);
		});

		it("are given one to many requests at once", async () => {
			await setDelay(600);
			const answers = await Promise.all(Array.from({ length: 6 }, () => release(student)));
			const statuses = answers.map(({ status }) => status).sort();
			expect(statuses).to.deep.equal([200, 429, 429, 429, 429, 429]);
		});

		it("are given when it has passed", async () => {
			await setDelay(600);
			await release(student);
			await api.kernel.runtime.connection
				.collection("hintReleases")
				.updateOne(
					{ exerciseId: id },
					{ $set: { createdAt: new Date(Date.now() - 600_000) } }
				);
			expect((await release(student)).body.index).to.equal(1);
		});

		it("are given at once when it is taken away, without a restart", async () => {
			await setDelay(600);
			await release(student);
			expect((await release(student)).status).to.equal(429);
			await setDelay(0);
			expect((await release(student)).body.index).to.equal(1);
		});
	});
});
