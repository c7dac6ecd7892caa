/** What policies do: severities, rules that are off, glossaries, and the gate before publishing. */
import { expect } from "chai";
import { startStage, type Finding, type Stage } from "./stage.ts";

interface Held {
	status: number;
	code: string;
	gates?: { by: string; reasons: { rule: string; severity: string }[] }[];
	[field: string]: unknown;
}

describe("quality: policies", function () {
	this.timeout(120_000);
	let stage: Stage;

	before(async () => {
		stage = await startStage();
		await stage.admin.patch("/plugins/content/settings", { requireReview: false });
	});
	after(() => stage?.api.stop());

	const withPolicy = async (policy: object, work: () => Promise<void>) => {
		const { status, body, text } = await stage.admin.post<{ id: string }>("/quality/policies", {
			name: "Test",
			...policy
		});
		expect(status, text).to.equal(201);
		try {
			await work();
		} finally {
			await stage.admin.delete(`/quality/policies/${body.id}`);
		}
	};

	it("are made by administrators, and read by teachers", async () => {
		const { author, student } = stage;
		expect((await author.post("/quality/policies", { name: "Mine" })).status).to.equal(403);
		expect((await author.get("/quality/policies")).status).to.equal(200);
		expect((await student.get("/quality/policies")).status).to.equal(403);
	});

	it("change severities, switch rules off, and know words", async () => {
		const { make, check, findings } = stage;
		const itemId = await make({ body: "It will recieve the microbbit.", licence: undefined });
		const policy = {
			rules: [
				{ rule: "text/spelling", severity: "error" },
				{ rule: "meta/licence", severity: "off" }
			],
			glossary: ["Microbbit"]
		};
		await withPolicy(policy, async () => {
			await check({ itemId });
			const found = await findings(`filter[itemId]=${itemId}&filter[state]=open`);
			expect(
				found
					.filter(({ rule }) => rule === "text/spelling")
					.map(({ passage, severity }) => [passage, severity])
			).to.deep.equal([["recieve", "error"]]);
			expect(found.map(({ rule }) => rule)).not.to.include("meta/licence");
		});
		await check({ itemId });
		const found = await findings(`filter[itemId]=${itemId}&filter[state]=open`);
		expect(found.map(({ rule }) => rule)).to.include("meta/licence");
	});

	it("hold publishing while blocking findings are open, until they are fixed", async () => {
		const { author, make, findings } = stage;
		const itemId = await make({ licence: undefined });
		await withPolicy({ gate: "error" }, async () => {
			const held = await author.post<Held>(`/content/${itemId}/publish`);
			expect([held.status, held.body.code], held.text).to.deep.equal([409, "CONTENT_HELD"]);
			expect(held.text).to.include("No licence is given").and.not.include("recieve");
			expect(
				(await findings(`filter[itemId]=${itemId}&filter[rule]=meta/licence`))[0]
			).to.include({ state: "open" });
			await author.patch(`/content/${itemId}`, { licence: "CC-BY-4.0" });
			const published = await author.post(`/content/${itemId}/publish`);
			expect(published.status, published.text).to.equal(200);
		});
	});

	it("let an administrator override the gate with a reason, and nobody else", async () => {
		const { admin, author, make } = stage;
		const itemId = await make({ licence: undefined });
		await withPolicy({ gate: "error" }, async () => {
			const override = "The licence is being asked for";
			expect((await author.post(`/content/${itemId}/publish`, { override })).status).to.equal(
				409
			);
			expect((await admin.post(`/content/${itemId}/publish`)).status).to.equal(409);
			const published = await admin.post<{ steps: { comment?: string }[] }>(
				`/content/${itemId}/publish`,
				{ override }
			);
			expect(published.status, published.text).to.equal(200);
			expect(published.body.steps.at(-1)!.comment).to.include(override);
		});
	});

	it("hold nothing for a finding that was waived", async () => {
		const { admin, author, make, check, findings } = stage;
		const itemId = await make({ licence: undefined });
		await check({ itemId });
		const [licence] = await findings(`filter[itemId]=${itemId}&filter[rule]=meta/licence`);
		await admin.post<Finding>(`/quality/findings/${licence!.id}/waive`, {
			reason: "It is in the public domain"
		});
		await withPolicy({ gate: "error" }, async () => {
			expect((await author.post(`/content/${itemId}/publish`)).status).to.equal(200);
		});
	});
});
