import { expect } from "chai";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";
import { waitUntil } from "../support/raw-http.ts";

type Run = { run: number; code?: string };

describe("Idempotency-Key", () => {
	let api: TestKernel;
	let ann: Client;
	before(async () => {
		api = await startTestKernel({ fixtures: ["notes", "probes"] });
		ann = await api.as("ann");
	});
	after(() => api.stop());

	let last = 0;
	const newKey = () => ({ "idempotency-key": `key-${++last}` });
	const count = async (title: string) =>
		(await ann.get(`/notes/count?filter[title]=${title}`)).body.total;

	it("carries the same POST out once and answers it twice", async () => {
		const key = newKey();
		const [first, second] = [
			await ann.post("/notes", { title: "once" }, key),
			await ann.post("/notes", { title: "once" }, key)
		];
		expect(second.status).to.equal(201);
		expect(second.body).to.deep.equal(first.body);
		expect(second.headers.get("location")).to.equal(first.headers.get("location"));
		expect(second.headers.get("etag")).to.equal(first.headers.get("etag"));
		expect(first.headers.get("idempotent-replayed")).to.equal(null);
		expect(second.headers.get("idempotent-replayed")).to.equal("true");
		expect(await count("once")).to.equal(1);
	});

	it("keeps the answer in the transaction of the write", async () => {
		const { body } = await ann.post("/notes", { title: "kept" }, newKey());
		const entry = await api.kernel.runtime.connection
			.collection("idempotency")
			.findOne({ "answer.id": body.id });
		expect(entry).to.include({ state: "done", status: 201 });
	});

	it("also works for an action that writes nothing of a collection", async () => {
		const key = newKey();
		const runs = [
			await ann.post<Run>("/probes/once", {}, key),
			await ann.post<Run>("/probes/once", {}, key)
		];
		expect(runs[0]!.body).to.deep.equal(runs[1]!.body);
	});

	it("carries out again without a key, and with another", async () => {
		const first = await ann.post<Run>("/probes/once", {}, newKey());
		for (const headers of [undefined, newKey()]) {
			const next = await ann.post<Run>("/probes/once", {}, headers);
			expect(next.body.run).to.be.above(first.body.run);
		}
	});

	it("refuses another body and another query under the same key with 422", async () => {
		const key = newKey();
		await ann.post("/probes/once", {}, key);
		for (const [path, body] of [
			["/probes/once", { fail: false }],
			["/probes/once?dryRun=true", {}]
		] as const) {
			const answer = await ann.post<Run>(path, body, key);
			expect([answer.status, answer.body.code], path).to.deep.equal([
				422,
				"GATEWAY_KEY_REUSED"
			]);
		}
	});

	it("belongs to its caller and route", async () => {
		const key = newKey();
		const bob = await api.as("bob");
		await ann.post("/notes", { title: "hers" }, key);
		const his = await bob.post("/notes", { title: "hers" }, key);
		expect([his.status, his.headers.get("idempotent-replayed")]).to.deep.equal([201, null]);
		expect((await ann.post("/probes/once", {}, key)).status).to.equal(200);
	});

	it("answers 409 while the first is still running, and replays it afterwards", async () => {
		const key = newKey();
		const first = ann.post<Run>("/probes/slow", { name: "a" }, key);
		await waitUntil(
			"the action runs",
			async () => (await ann.get("/probes/state")).body.waiting === 1
		);
		const second = await ann.post<Run>("/probes/slow", { name: "a" }, key);
		expect([second.status, second.body.code]).to.deep.equal([409, "GATEWAY_KEY_RUNNING"]);
		await ann.post("/probes/release");
		const { body } = await first;
		const third = await ann.post<Run>("/probes/slow", { name: "a" }, key);
		expect(third.body).to.deep.equal(body);
	});

	it("lets one of ten that come at once through", async () => {
		const key = newKey();
		const answers = await Promise.all(
			Array.from({ length: 10 }, () => ann.post("/notes", { title: "race" }, key))
		);
		for (const { status } of answers) expect(status).to.be.oneOf([201, 409]);
		expect(await count("race")).to.equal(1);
		const ids = new Set(
			answers.filter(({ status }) => status === 201).map(({ body }) => body.id)
		);
		expect(ids.size).to.equal(1);
	});

	it("may be used again after a failure", async () => {
		const key = newKey();
		const state = await ann.get<{ runs: number }>("/probes/state");
		if (state.body.runs % 2 === 1) await ann.post("/probes/once", {});
		expect((await ann.post("/probes/once", { fail: true }, key)).status).to.equal(403);
		expect((await ann.post("/probes/once", { fail: true }, key)).status).to.equal(200);
	});

	it("does not keep a refusal of bad input", async () => {
		const key = newKey();
		expect((await ann.post("/notes", { title: 7 }, key)).status).to.equal(400);
		expect((await ann.post("/notes", { title: "fine" }, key)).status).to.equal(201);
	});

	it("checks the caller's right again before it replays", async () => {
		const key = newKey();
		const admin = await api.as("admin");
		const eve = await api.as("eve", "teacher");
		expect((await eve.post("/notes", { title: "eve's" }, key)).status).to.equal(201);
		expect((await api.guest.post("/notes", { title: "eve's" }, key)).status).to.equal(401);
		await admin.patch(`/users/${eve.id}`, { isActive: false });
		await waitUntil(
			"her account is closed",
			async () => (await eve.get("/notes")).status === 401
		);
		expect((await eve.post("/notes", { title: "eve's" }, key)).status).to.equal(401);
	});

	it("does not keep an answer that holds a secret, and says so", async () => {
		const key = newKey();
		const first = await ann.post<{ token: string }>("/probes/token", {}, key);
		expect(first.status).to.equal(200);
		const second = await ann.post<Run>("/probes/token", {}, key);
		expect([second.status, second.body.code]).to.deep.equal([409, "GATEWAY_ANSWER_NOT_KEPT"]);
		const kept = await api.kernel.runtime.connection
			.collection("idempotency")
			.find({})
			.toArray();
		expect(JSON.stringify(kept)).to.not.include(first.body.token);
	});

	it("does not keep an answer that flows", async () => {
		const key = newKey();
		const first = await ann.post("/probes/stream", {}, key);
		expect([first.status, first.text]).to.deep.equal([200, "streamed"]);
		const second = await ann.post<Run>("/probes/stream", {}, key);
		expect([second.status, second.body.code]).to.deep.equal([409, "GATEWAY_ANSWER_NOT_KEPT"]);
	});

	it("is heeded for a form with a file, by all that is in it", async () => {
		const key = newKey();
		const form = (name: string, text: string) => {
			const data = new FormData();
			data.set("name", name);
			data.set("file", new Blob([text]), "a.txt");
			return data;
		};
		const first = await ann.post<Run>("/probes/attach", form("a", "text"), key);
		expect(first.status, first.text).to.equal(200);
		const again = await ann.post<Run>("/probes/attach", form("a", "text"), key);
		expect(again.body.run).to.equal(first.body.run);
		for (const other of [form("b", "text"), form("a", "texts")])
			expect((await ann.post("/probes/attach", other, key)).status).to.equal(422);
	});

	it("takes over from a request that died with its node", async () => {
		const key = newKey();
		const first = ann.post<Run>("/probes/slow", { name: "died" }, key);
		await waitUntil(
			"the action runs",
			async () => (await ann.get("/probes/state")).body.waiting === 1
		);
		const entries = api.kernel.runtime.connection.collection("idempotency");
		await entries.updateOne({ state: "running" }, { $set: { leaseEndsAt: new Date(0) } });
		const second = ann.post<Run>("/probes/slow", { name: "died" }, key);
		await waitUntil(
			"it runs again",
			async () => (await ann.get("/probes/state")).body.waiting === 2
		);
		await ann.post("/probes/release");
		expect((await second).status).to.equal(200);
		await first;
	});

	it("takes nothing any more from a request whose place another has taken", async () => {
		const key = newKey();
		const given = ann.post("/probes/slowly", { name: "late" }, key);
		await waitUntil(
			"the action runs",
			async () => (await ann.get("/probes/state")).body.waiting === 1
		);
		const entries = api.kernel.runtime.connection.collection("idempotency");
		await entries.updateOne({ state: "running" }, { $set: { leaseEndsAt: new Date(0) } });
		const taken = ann.post<Run>("/probes/slowly", { name: "late" }, key);
		await waitUntil(
			"it runs again",
			async () => (await ann.get("/probes/state")).body.waiting === 2
		);
		await ann.post("/probes/release");
		const [first, second] = await Promise.all([given, taken]);
		expect(first.status, first.text).to.equal(409);
		expect(first.body.code).to.equal("REQUEST_GIVEN_UP");
		expect(second.status, second.text).to.equal(200);
		const replayed = await ann.post<Run>("/probes/slowly", { name: "late" }, key);
		expect(replayed.body).to.deep.equal(second.body);
	});

	it("makes no document for a request that was given up", async () => {
		const { kernel } = api.kernel.broker;
		const isWritten = await kernel.writeTogether([
			{ collection: "notes", kind: "insert", document: { _id: "given-up" } },
			{
				collection: "idempotency",
				kind: "set",
				filter: { _id: "of nobody", attempt: "1" },
				fields: { state: "done" }
			}
		]);
		expect(isWritten).to.equal(false);
		const notes = api.kernel.runtime.connection.collection<{ _id: string }>("notes");
		expect(await notes.countDocuments({ _id: "given-up" })).to.equal(0);
	});

	for (const wrong of ["a b", "", "a".repeat(256)]) {
		it(`is refused when it is not well formed: "${wrong.slice(0, 10)}"`, async () => {
			const answer = await ann.post<Run>(
				"/notes",
				{ title: "x" },
				{ "idempotency-key": wrong }
			);
			expect([answer.status, answer.body.code]).to.deep.equal([400, "GATEWAY_BAD_HEADER"]);
		});
	}

	it("is of no use to other methods, which are repeatable by themselves", async () => {
		const key = newKey();
		const { body } = await ann.post<{ id: string }>("/notes", { title: "x" });
		for (const title of ["a", "b"]) {
			const answer = await ann.patch(`/notes/${body.id}`, { title }, key);
			expect([answer.status, answer.body.title]).to.deep.equal([200, title]);
		}
	});
});
