/** The way of an item from draft to published and on: who may take which step, and what students see meanwhile. */
import { expect } from "chai";
import { questionBody, SECRETS } from "./examples.ts";
import { startStage, type Item, type Stage } from "./people.ts";

interface Page {
	data: Item[];
	total: number;
}

describe("the way of an item", function () {
	this.timeout(60_000);
	let stage: Stage;

	before(async () => {
		stage = await startStage();
	});
	after(() => stage?.api.stop());

	it("goes from draft to published, with who and when", async () => {
		const { api, author, reviewer, student, make } = stage;
		const id = await make();
		expect((await student.get(`/content/${id}`)).status).to.equal(404);
		expect((await reviewer.get(`/content/${id}`)).status).to.equal(404);
		api.events.length = 0;

		const reviewers = [reviewer.id];
		const submitted = await author.post<Item>(`/content/${id}/submit`, { reviewers });
		expect([submitted.status, submitted.body.status]).to.deep.equal([200, "inReview"]);
		expect((await reviewer.get(`/content/${id}`)).status).to.equal(200);
		const approved = await reviewer.post<Item>(`/content/${id}/approve`, { comment: "Good" });
		expect([approved.status, approved.body.status]).to.deep.equal([200, "approved"]);
		expect((await student.get(`/content/${id}`)).status).to.equal(404);
		const published = await author.post<Item>(`/content/${id}/publish`);
		expect(published.status, published.text).to.equal(200);
		expect(published.body).to.include({ status: "published", publishedRev: 4 });
		expect(
			published.body.steps.map(({ status, byId, rev }) => [status, byId, rev])
		).to.deep.equal([
			["draft", author.id, 1],
			["inReview", author.id, 2],
			["approved", reviewer.id, 3],
			["published", author.id, 4]
		]);
		expect(published.body.steps[2]!.comment).to.equal("Good");
		expect(api.events.filter(name => name === "content.item.moved")).to.have.length(3);

		const seen = await student.get<Item>(`/content/${id}`);
		expect(seen.status).to.equal(200);
		expect(seen.body).to.include({ id, title: "Counting with range", kind: "lesson" });
		for (const field of ["steps", "status", "sharedWith", "reviewers", "itemRev"])
			expect(seen.body).not.to.have.property(field);
	});

	it("keeps what is published while the next version is a draft", async () => {
		const { author, reviewer, student, makePublished } = stage;
		const id = await makePublished({ title: "First title" });
		const changed = await author.patch<Item>(`/content/${id}`, { title: "Second title" });
		expect(changed.body).to.include({ status: "draft", publishedRev: 4 });
		expect((await student.get<Item>(`/content/${id}`)).body.title).to.equal("First title");
		await author.post(`/content/${id}/submit`);
		await reviewer.post(`/content/${id}/approve`);
		await author.post(`/content/${id}/publish`);
		expect((await student.get<Item>(`/content/${id}`)).body.title).to.equal("Second title");
	});

	it("goes back to draft when what was approved is changed", async () => {
		const { author, reviewer, make } = stage;
		const id = await make({ shared: true });
		await author.post(`/content/${id}/submit`);
		await reviewer.post(`/content/${id}/approve`);
		const { body } = await author.patch<Item>(`/content/${id}`, { body: "Another text" });
		expect(body.status).to.equal("draft");
		const { status, body: problem } = await author.post(`/content/${id}/publish`);
		expect([status, problem.code]).to.deep.equal([409, "CONTENT_WRONG_STATUS"]);
	});

	it("stays where it is when only who may see it changes", async () => {
		const { author, makePublished } = stage;
		const id = await makePublished();
		const { body } = await author.patch<Item>(`/content/${id}`, { shared: false });
		expect(body.status).to.equal("published");
	});

	it("needs the eyes of somebody else", async () => {
		const { author, reviewer, student, make } = stage;
		const id = await make({ shared: true });
		await author.post(`/content/${id}/submit`);
		expect((await author.post(`/content/${id}/approve`)).status).to.equal(403);
		expect((await student.post(`/content/${id}/approve`)).status).to.equal(403);
		expect((await reviewer.post(`/content/${id}/publish`)).status).to.equal(403);
		const bare = await reviewer.post(`/content/${id}/reject`);
		expect(bare.status).to.equal(400);
		const rejected = await reviewer.post<Item>(`/content/${id}/reject`, { comment: "Why?" });
		expect(rejected.body.status).to.equal("draft");
		expect(rejected.body.steps.at(-1)).to.include({ comment: "Why?", byId: reviewer.id });
	});

	it("needs no review where the setting says so", async () => {
		const { admin, author, make } = stage;
		await admin.patch("/plugins/content/settings", { requireReview: false });
		const id = await make();
		const { status } = await author.post(`/content/${id}/publish`);
		await admin.patch("/plugins/content/settings", { requireReview: true });
		expect(status).to.equal(200);
	});

	it("ends in the archive, and may begin again from there", async () => {
		const { author, student, makePublished } = stage;
		const id = await makePublished();
		const { body } = await author.post<Item>(`/content/${id}/archive`, { comment: "Old" });
		expect(body).to.include({ status: "archived", publishedRev: null });
		expect((await student.get(`/content/${id}`)).status).to.equal(404);
		const again = await author.post(`/content/${id}/archive`);
		expect([again.status, again.body.code]).to.deep.equal([409, "CONTENT_WRONG_STATUS"]);
		expect((await author.post<Item>(`/content/${id}/submit`)).body.status).to.equal("inReview");
	});

	it("takes what is published along when the item is removed", async () => {
		const { author, student, makePublished } = stage;
		const id = await makePublished();
		expect((await author.delete(`/content/${id}`)).status).to.equal(204);
		expect((await student.get(`/content/${id}`)).status).to.equal(404);
		const restored = await author.post<Item>(`/content/${id}/restore`);
		expect(restored.status, restored.text).to.equal(200);
		expect(restored.body).to.include({ status: "archived", publishedRev: null });
		expect((await student.get(`/content/${id}`)).status).to.equal(404);
	});

	it("shows students a question without its key, in whatever way they ask", async () => {
		const { author, student, makePublished } = stage;
		const id = await makePublished(questionBody());
		const { body, text } = await student.get<Item>(`/content/${id}`);
		expect(body.choices).to.deep.equal(["0, 1, 2", "1, 2, 3"]);
		for (const path of [
			`/content/${id}`,
			"/content?pageSize=100",
			"/content/published?pageSize=100",
			"/content/library?pageSize=100",
			"/content/library?q=stops early",
			"/content/library?q=mistake"
		]) {
			const answer = await student.get<Page>(path);
			expect(answer.status, path).to.equal(200);
			for (const secret of SECRETS) expect(answer.text, path).not.to.include(secret);
			expect(answer.text, path).not.to.match(/"(?:options|explanation|answer|pairs)"/);
		}
		expect(text).not.to.include("correct");
		expect((await student.get<Page>("/content/library?q=mistake")).body.total).to.equal(0);
		const found = await author.get<Page>("/content/library?q=mistake");
		expect(found.body.total, found.text).to.equal(1);
		for (const query of ["filter[explanation][contains]=a", "sort=explanation"])
			expect((await student.get(`/content?${query}`)).status, query).to.equal(400);
	});
});
