/** From a check to findings, and from findings to better. */
import { expect } from "chai";
import { waitUntil } from "../../../test/support/wait-until.ts";
import { openSocket } from "../../../test/support/socket-client.ts";
import { startStage, type Check, type Finding, type Page, type Stage } from "./stage.ts";

describe("quality: checks", function () {
	this.timeout(120_000);
	let stage: Stage;

	before(async () => {
		stage = await startStage();
	});
	after(() => stage?.api.stop());

	it("finds what is wrong in an item, for those who write it", async () => {
		const { api, author, stranger, student, make, check, findings } = stage;
		const itemId = await make();
		api.events.length = 0;
		const done = await check({ itemId });
		expect(done).to.include({ items: 1, unchanged: 0 });
		expect(done.failures).to.deep.equal([]);
		const [spelling] = await findings(`filter[itemId]=${itemId}&filter[rule]=text/spelling`);
		expect(spelling).to.include({
			severity: "warning",
			state: "open",
			field: "body",
			line: 3,
			passage: "recieve",
			itemId
		});
		expect(spelling!.fix).to.include({ expected: "recieve", replacement: "receive" });
		expect(spelling).not.to.have.property("key");
		expect(api.events).to.include.members(["quality.findings.changed", "quality.check.ended"]);
		expect((await stranger.get(`/quality/findings/${spelling!.id}`)).status).to.equal(404);
		expect(await findings(`filter[itemId]=${itemId}`, stranger)).to.deep.equal([]);
		expect((await student.get("/quality/findings")).status).to.equal(403);
		expect((await author.get(`/quality/items/${itemId}`)).body).to.include({
			kind: "lesson",
			warningCount: 1
		});
	});

	it("does not check again what did not change", async () => {
		const { make, check } = stage;
		const itemId = await make();
		await check({ itemId });
		expect(await check({ itemId })).to.include({
			items: 1,
			unchanged: 1,
			opened: 0,
			closed: 0
		});
	});

	it("makes a fix with one click, and closes what is gone", async () => {
		const { author, make, check, findings } = stage;
		const itemId = await make();
		await check({ itemId });
		const [spelling] = await findings(`filter[itemId]=${itemId}&filter[rule]=text/spelling`);
		const fixed = await author.post<Finding>(`/quality/findings/${spelling!.id}/fix`);
		expect([fixed.status, fixed.body.state], fixed.text).to.deep.equal([200, "closed"]);
		const { body } = await author.get<{ body: string }>(`/content/${itemId}`);
		expect(body.body).to.equal(
			"A loop over `range(3)` sees three numbers.\n\nIt will receive the first of them at once.\n"
		);
		const again = await author.post<Finding>(`/quality/findings/${spelling!.id}/fix`);
		expect([again.status, again.body.code]).to.deep.equal([409, "QUALITY_WRONG_STATE"]);
	});

	it("refuses a fix where none is safe, or the text is another one by now", async () => {
		const { author, make, check, findings } = stage;
		const itemId = await make({ licence: undefined });
		await check({ itemId });
		const [licence] = await findings(`filter[itemId]=${itemId}&filter[rule]=meta/licence`);
		const refused = await author.post<Finding>(`/quality/findings/${licence!.id}/fix`);
		expect([refused.status, refused.body.code]).to.deep.equal([409, "QUALITY_NO_FIX"]);
		const [spelling] = await findings(`filter[itemId]=${itemId}&filter[rule]=text/spelling`);
		await author.patch(`/content/${itemId}`, { body: "Another text." });
		const stale = await author.post<Finding>(`/quality/findings/${spelling!.id}/fix`);
		expect([stale.status, stale.body.code]).to.deep.equal([409, "QUALITY_FIX_STALE"]);
	});

	it("goes from a task to closed, and opens again what comes back", async () => {
		const { api, author, stranger, make, check, findings } = stage;
		const itemId = await make();
		await check({ itemId });
		const [found] = await findings(`filter[itemId]=${itemId}&filter[rule]=text/spelling`);
		const at = `/quality/findings/${found!.id}`;
		const past = await author.post(`${at}/assign`, {
			assigneeId: stranger.id,
			dueOn: "2020-01-01"
		});
		expect([past.status, past.body.errors]).to.deep.equal([
			400,
			[
				{
					pointer: "/dueOn",
					message: "is no time to come",
					value: "2020-01-01",
					expected: "a time in ISO 8601 that is still to come"
				}
			]
		]);
		const assigned = await author.post<Finding>(`${at}/assign`, {
			assigneeId: stranger.id,
			dueOn: "2099-01-01T00:00:00Z"
		});
		expect(assigned.body).to.include({ state: "assigned", assigneeId: stranger.id });
		expect((await stranger.get(at)).status).to.equal(200);
		await waitUntil("the task to be told", async () => {
			const { body: told } = await stranger.get<Page<{ kind: string }>>("/notifications");
			return told.data.some(({ kind }) => kind === "qualityFindings.taskGiven");
		});
		const trail = await stage.admin.get<Page<{ action: string }>>(
			`/audit?filter[action]=qualityFindings.assign`
		);
		expect(trail.body.total).to.equal(1);
		const early = await stranger.post<Finding>(`${at}/done`);
		expect(early.body, early.text).to.include({ state: "open", reopened: 1 });
		await author.patch(`/content/${itemId}`, { body: "It will receive the first of them." });
		expect((await author.post<Finding>(`${at}/done`)).body.state).to.equal("closed");
		await author.patch(`/content/${itemId}`, { body: "It will recieve the first of them." });
		await check({ itemId });
		expect((await author.get<Finding>(at)).body).to.include({ state: "open", reopened: 2 });
		const { body } = await author.get<Page<{ type: string }>>(`${at}/history`);
		expect(body.total).to.be.at.least(3);
		expect(api.events).to.include("qualityFindings.qualityFinding.updated");
	});

	it("lets a finding pass for a reason, but no error by its author", async () => {
		const { admin, author, make, check, findings } = stage;
		const itemId = await make({ licence: undefined });
		await check({ itemId });
		const [spelling] = await findings(`filter[itemId]=${itemId}&filter[rule]=text/spelling`);
		const [licence] = await findings(`filter[itemId]=${itemId}&filter[rule]=meta/licence`);
		const reason = "It is spelt so in the song";
		const waived = await author.post<Finding>(`/quality/findings/${spelling!.id}/waive`, {
			reason
		});
		expect([waived.status, waived.body.state], waived.text).to.deep.equal([200, "waived"]);
		expect(waived.body.waiver).to.include({ reason, byId: author.id, until: null });
		await author.patch(`/content/${itemId}`, { title: "Counting" });
		await check({ itemId });
		expect(
			(await author.get<Finding>(`/quality/findings/${spelling!.id}`)).body.state
		).to.equal("waived");
		expect(
			(await author.post(`/quality/findings/${licence!.id}/waive`, { reason })).status
		).to.equal(403);
		expect(
			(await admin.post(`/quality/findings/${licence!.id}/waive`, { reason })).status
		).to.equal(200);
		expect(
			(await author.post<Finding>(`/quality/findings/${spelling!.id}/reopen`)).body.state
		).to.equal("open");
	});

	it("knows items that are much the same, both of them", async () => {
		const { make, check, findings } = stage;
		const body =
			"A stack hands out its elements in the opposite order: what came last is taken first. Editors use a stack to undo what was typed, and calls of functions lie on one.";
		const one = await make({ title: "Stacks", body });
		const other = await make({
			title: "More about stacks",
			body: body.replace("typed", "written")
		});
		await check({ all: true }, stage.admin);
		for (const itemId of [one, other]) {
			const [near] = await findings(`filter[itemId]=${itemId}&filter[rule]=duplicate/near`);
			expect(near!.message).to.match(/Shares \d+ % of its text/);
		}
	});

	it("checks the whole library for administrators alone, and nothing or everything at once for nobody", async () => {
		const { admin, author } = stage;
		expect((await author.post("/quality/checks", { all: true })).status).to.equal(403);
		for (const scope of [{}, { itemId: null }, { itemId: "a", all: true }])
			expect((await admin.post("/quality/checks", scope)).status).to.equal(400);
		expect(
			(await author.post("/quality/checks", { itemId: "65f0c0ffee65f0c0ffee65f0" })).status
		).to.equal(404);
	});

	it("cancels a check for who asked for it, and tells who listens when one has ended", async () => {
		const { api, admin, author, stranger, make } = stage;
		const itemId = await make();
		const socket = await openSocket(api.url, { token: author.token });
		await socket.subscribe({ collection: "qualityChecks" });
		const { body: check } = await author.post<Check>("/quality/checks", { itemId });
		await waitUntil("the end to be told", () =>
			socket.told.some(
				({ event, payload }) =>
					event === "change" &&
					(payload as { document?: Check }).document?.id === check.id &&
					(payload as { document: Check }).document.state === "done"
			)
		);
		socket.close();
		const late = await author.post(`/quality/checks/${check.id}/cancel`);
		expect([late.status, late.body.code]).to.deep.equal([409, "JOBS_ENDED"]);
		// One that waits behind the check of the whole library, which runs alone.
		await admin.post("/quality/checks", { all: true });
		const { body: waiting } = await author.post<Check>("/quality/checks", { itemId });
		const place = `/quality/checks/${waiting.id}`;
		expect((await stranger.post(`${place}/cancel`)).status).to.equal(404);
		const cancelled = await author.post<Check>(`${place}/cancel`);
		expect([cancelled.status, cancelled.body.state], cancelled.text).to.deep.equal([
			200,
			"cancelled"
		]);
		expect((await author.get<Check>(place)).body).to.include({ state: "cancelled", items: 0 });
	});

	it("takes a task from somebody again", async () => {
		const { author, stranger, make, check, findings } = stage;
		const itemId = await make();
		await check({ itemId });
		const [found] = await findings(`filter[itemId]=${itemId}&filter[rule]=text/spelling`);
		const at = `/quality/findings/${found!.id}`;
		const early = await author.post(`${at}/release`);
		expect([early.status, early.body.code]).to.deep.equal([409, "QUALITY_WRONG_STATE"]);
		await author.post(`${at}/assign`, { assigneeId: stranger.id });
		const released = await author.post<Finding>(`${at}/release`);
		expect(released.body, released.text).to.include({ state: "open" });
		expect(released.body).not.to.have.any.keys("assigneeId", "dueOn");
		expect((await stranger.get(at)).status).to.equal(404);
	});

	it("lists the rules", async () => {
		const { author } = stage;
		const { body } = await author.get<{ data: { id: string; owner: string }[] }>(
			"/quality/rules"
		);
		expect(body.data.map(({ id }) => id)).to.include.members([
			"text/spelling",
			"question/longest-key"
		]);
		expect(new Set(body.data.map(({ owner }) => owner))).to.deep.equal(new Set(["quality"]));
	});

	it("checks a course with its modules, and whether its questions ask for what its lessons promise", async () => {
		const { author, stranger, make, check, findings } = stage;
		const lessonId = await make({
			body: "A loop over `range(3)` sees three numbers. You count with range.",
			objectives: ["Count with range", "See numbers in a loop"]
		});
		const questionId = await make({
			kind: "question",
			title: "What range gives",
			body: "",
			objectives: undefined,
			questionType: "single",
			stem: "What is the first number of `range(3)` when you count?",
			options: [
				{ text: "0", correct: true },
				{ text: "1", correct: false },
				{ text: "3", correct: false }
			],
			explanation: "Ranges begin at zero."
		});
		const collection = async (kind: string, entries: object[]) => {
			const { status, body, text } = await author.post<{ id: string }>(
				"/content/collections",
				{ kind, title: kind, entries }
			);
			expect(status, text).to.equal(201);
			return body.id;
		};
		const moduleId = await collection("module", [{ type: "item", id: questionId }]);
		const collectionId = await collection("course", [
			{ type: "item", id: lessonId },
			{ type: "collection", id: moduleId }
		]);
		expect((await stranger.post("/quality/checks", { collectionId })).status).to.equal(404);
		expect(await check({ collectionId })).to.include({ items: 2 });
		const found = await findings(
			`filter[collectionIds]=${collectionId}&filter[rule]=structure/objectives`
		);
		expect(found.map(({ message, severity }) => [message, severity])).to.deep.equal([
			['No question asks for "See numbers in a loop"', "info"]
		]);
	});
});
