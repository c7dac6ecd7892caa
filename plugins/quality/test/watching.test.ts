/** What happens by itself, what learners say, what is reported, and what other plugins bring. */
import { expect } from "chai";
import { waitUntil } from "../../../test/support/wait-until.ts";
import { startStage, type Finding, type Page, type Stage } from "./stage.ts";

interface Monitor {
	id: string;
	nextAt: string | null;
	ownerId: string;
}

interface Benchmarks {
	library: { items: number; mean: number; percentiles: Record<string, number> };
	golden: { items: number; mean: number | null };
	chosen: {
		items: number;
		score: number;
		percentile: number;
		besideGolden: number | null;
		earlier: { rev: number }[];
	};
	trend: unknown[];
	worst: { itemId: string }[];
	rules: { rule: string; count: number }[];
}

describe("quality: watching", function () {
	this.timeout(120_000);
	let stage: Stage;

	before(async () => {
		stage = await startStage({ fixtures: ["house-style"] });
		await stage.admin.patch("/plugins/quality/settings", { debounceSeconds: 0 });
	});
	after(() => stage?.api.stop());

	const shown = async (query: string) => {
		let found: Finding[] = [];
		await waitUntil(
			`a finding with ${query}`,
			async () => (found = await stage.findings(query)).length > 0
		);
		return found;
	};

	it("checks what changes, where a monitor watches it", async () => {
		const { author, stranger, make } = stage;
		const itemId = await make();
		const none = await author.post("/quality/monitors", { name: "Nothing" });
		expect([none.status, none.body.code]).to.deep.equal([400, "REQUEST_INVALID"]);
		expect(
			(await stranger.post("/quality/monitors", { name: "Not mine", itemId })).status
		).to.equal(404);
		const { status, body, text } = await author.post<Monitor>("/quality/monitors", {
			name: "Mine",
			itemId
		});
		expect([status, body.ownerId, body.nextAt], text).to.deep.equal([201, author.id, null]);
		await author.patch(`/content/${itemId}`, { body: "It will recieve it now." });
		const [found] = await shown(`filter[itemId]=${itemId}&filter[rule]=text/spelling`);
		expect(found).to.include({ line: 1, passage: "recieve" });
		await waitUntil("its owner to be told", async () => {
			const { body: told } = await author.get<Page<{ kind: string }>>("/notifications");
			return told.data.some(({ kind }) => kind === "quality.newFindings");
		});
		await author.delete(`/quality/monitors/${body.id}`);
	});

	it("says when it checks next, where it is asked to every so often", async () => {
		const { author, make } = stage;
		const itemId = await make();
		const { body } = await author.post<Monitor>("/quality/monitors", {
			name: "Daily",
			itemId,
			everyHours: 24,
			onChange: false
		});
		expect(Date.parse(body.nextAt!)).to.be.within(
			Date.now() + 23 * 3_600_000,
			Date.now() + 25 * 3_600_000
		);
		await author.delete(`/quality/monitors/${body.id}`);
	});

	it("groups what learners say into a finding of those who write", async () => {
		const { api, author, student, admin, make } = stage;
		await admin.patch("/plugins/content/settings", { requireReview: false });
		const itemId = await make();
		const said = {
			itemId,
			rating: 2,
			kind: "unclear",
			passage: "three numbers",
			text: "Which ones?"
		};
		expect((await student.post("/quality/feedback", said)).status).to.equal(404);
		await author.post(`/content/${itemId}/publish`);
		const first = await student.post<{ authorId: string }>("/quality/feedback", said);
		expect([first.status, first.body.authorId], first.text).to.deep.equal([201, student.id]);
		const other = await api.as("second");
		await other.post("/quality/feedback", { ...said, passage: " Three  numbers" });
		const [finding, ...more] = await shown(
			`filter[itemId]=${itemId}&filter[rule]=feedback/unclear&filter[reports][gte]=2`
		);
		expect(more).to.deep.equal([]);
		expect(finding).to.include({
			message: "2 learners say that this is unclear",
			severity: "info",
			line: 1,
			state: "open"
		});
		expect((await other.get<Page<unknown>>("/quality/feedback")).body.total).to.equal(1);
		expect(
			(await author.get<Page<unknown>>(`/quality/feedback?filter[itemId]=${itemId}`)).body
				.total
		).to.equal(2);
		expect((await api.guest.post("/quality/feedback", said)).status).to.equal(401);
	});

	it("keeps feedback when the item is checked", async () => {
		const { student, author, make, check, findings } = stage;
		const itemId = await make();
		await author.post(`/content/${itemId}/publish`);
		await student.post("/quality/feedback", { itemId, rating: 1, kind: "wrong" });
		await shown(`filter[itemId]=${itemId}&filter[rule]=feedback/wrong`);
		await check({ itemId });
		expect(
			(await findings(`filter[itemId]=${itemId}&filter[rule]=feedback/wrong`))[0]
		).to.include({ state: "open" });
	});

	it("compares an item with the library, the golden set and itself before", async () => {
		const { admin, author, stranger, make, check } = stage;
		const golden = await make({
			title: "The best",
			body: "A loop over `range(3)` sees three numbers."
		});
		const itemId = await make({ licence: undefined });
		await check({ all: true }, admin);
		expect(
			(await author.put(`/quality/items/${golden}/golden`, { golden: true })).status
		).to.equal(403);
		expect(
			(await admin.put(`/quality/items/${golden}/golden`, { golden: true })).status
		).to.equal(200);
		await author.patch(`/content/${itemId}`, { licence: "MIT" });
		await check({ itemId });
		const { body } = await author.get<Benchmarks>(`/quality/benchmarks?itemId=${itemId}`);
		expect(body.golden.items).to.equal(1);
		expect(body.chosen.items).to.equal(1);
		expect(body.chosen.besideGolden).to.be.below(0);
		expect(body.chosen.earlier).to.have.length(1);
		expect(body.trend).to.have.length(1);
		expect(body.library.percentiles.p50).to.be.within(1, 100);
		expect(body.rules.map(({ rule }) => rule)).to.include("text/spelling");
		const { body: others } = await stranger.get<Benchmarks>("/quality/benchmarks");
		expect(others.chosen.items).to.equal(0);
		expect(others.worst).to.deep.equal([]);
	});

	it("takes rules of other plugins, which go with them, and outlives those that fall over", async () => {
		const { admin, author, make, check, findings } = stage;
		const itemId = await make({ title: "Trap: count with range!" });
		const done = await check({ itemId });
		expect(done.failures).to.deep.equal([`house/falls-over on ${itemId}: Error: fell over`]);
		const open = `filter[itemId]=${itemId}&filter[state]=open`;
		expect((await findings(open)).map(({ rule }) => rule)).to.include.members([
			"house/no-shouting",
			"text/spelling"
		]);
		const { body } = await author.get<{ data: { id: string; owner: string }[] }>(
			"/quality/rules"
		);
		expect(body.data).to.deep.include.members([
			body.data.find(({ id }) => id === "house/no-shouting")!
		]);
		expect(body.data.find(({ id }) => id === "house/no-shouting")!.owner).to.equal(
			"houseStyle"
		);
		expect((await admin.post("/plugins/house-style/disable")).status).to.equal(200);
		await check({ itemId });
		expect((await findings(open)).map(({ rule }) => rule)).not.to.include("house/no-shouting");
	});

	it("starts what is due and opens findings whose waiver is over", async () => {
		const { api, author, make, check, findings } = stage;
		const itemId = await make();
		await check({ itemId });
		const [found] = await findings(`filter[itemId]=${itemId}&filter[rule]=text/spelling`);
		const until = "2099-01-01T00:00:00Z";
		await author.post(`/quality/findings/${found!.id}/waive`, {
			reason: "Until the new edition",
			until
		});
		const { body: monitor } = await author.post<Monitor>("/quality/monitors", {
			name: "Yearly",
			itemId,
			everyHours: 8760,
			onChange: false
		});
		const { broker, runtime } = api.kernel;
		const past = new Date(Date.now() - 1000);
		const stored = (name: string) => runtime.connection.collection<{ _id: string }>(name);
		await stored("qualityFindings").updateOne(
			{ _id: found!.id },
			{ $set: { "waiver.until": past } }
		);
		await stored("qualityMonitors").updateOne({ _id: monitor.id }, { $set: { nextAt: past } });
		expect(await broker.call("quality.watch")).to.include({ started: 1, reopened: 1 });
		expect(await broker.call("quality.watch")).to.include({ started: 0, reopened: 0 });
		const { body: open } = await author.get<Finding>(`/quality/findings/${found!.id}`);
		expect(open).to.include({ state: "open", reopened: 1 });
		const { body: next } = await author.get<Monitor>(`/quality/monitors/${monitor.id}`);
		expect(Date.parse(next.nextAt!)).to.be.above(Date.now());
	});

	it("forgets what is known of an item that is removed", async () => {
		const { author, make, check, findings } = stage;
		const itemId = await make();
		await check({ itemId });
		await author.delete(`/content/${itemId}`);
		await waitUntil(
			"the findings to be gone",
			async () => (await findings(`filter[itemId]=${itemId}`)).length === 0
		);
		expect((await author.get(`/quality/items/${itemId}`)).status).to.equal(404);
	});
});
