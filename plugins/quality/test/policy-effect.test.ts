/** What a policy would change, said before it is saved, and what it is when it was. */
import { expect } from "chai";
import { startStage, type Stage } from "./stage.ts";
import type { PolicyEffect } from "../policy-effect.ts";

describe("quality: the effect of a policy", function () {
	this.timeout(120_000);
	let stage: Stage;
	let courseId: string;

	before(async () => {
		stage = await startStage();
		const { author, make, check } = stage;
		const inside = await make({ licence: undefined });
		const outside = await make({ body: "It will recieve the microbbit.", licence: undefined });
		const { body } = await author.post<{ id: string }>("/content/collections", {
			kind: "course",
			title: "A course",
			entries: [{ type: "item", id: inside }]
		});
		courseId = body.id;
		for (const itemId of [inside, outside]) await check({ itemId });
	});
	after(() => stage?.api.stop());

	const preview = async (policy: object, who = stage.admin) => {
		const answer = await who.post<PolicyEffect>("/quality/policies/preview", policy);
		expect(answer.status, answer.text).to.equal(200);
		return answer.body;
	};

	it("is none for a policy that says nothing", async () => {
		const effect = await preview({});
		expect(effect).to.include({ gone: 0, changed: 0, blockedNow: 0, blockedThen: 0 });
		expect(effect.findings).to.be.at.least(4);
		expect([effect.rules, effect.comingBack]).to.deep.equal([[], []]);
	});

	it("counts findings that change or go, and items that the gate would hold", async () => {
		const effect = await preview({
			gate: "error",
			glossary: ["Microbbit"],
			rules: [
				{ rule: "text/spelling", severity: "error" },
				{ rule: "meta/licence", severity: "off" }
			]
		});
		expect(effect).to.include({ gone: 2, changed: 2, blockedNow: 0, blockedThen: 2 });
		const spelling = effect.rules.find(({ rule }) => rule === "text/spelling")!;
		expect(spelling.after).to.deep.equal({ info: 0, warning: 0, error: 2 });
	});

	it("is that of the items of its collection alone", async () => {
		const draft = { gate: "error", rules: [{ rule: "meta/licence", severity: "off" }] };
		const effect = await preview({ ...draft, collectionId: courseId });
		expect(effect).to.include({ gone: 1, blockedThen: 0 });
		expect((await preview(draft)).gone).to.equal(2);
	});

	it("is of what its caller may read, and of a course that its caller may read", async () => {
		const { stranger, student, author } = stage;
		const rules = [{ rule: "meta/licence", severity: "off" }];
		expect(await preview({ rules }, stranger)).to.include({ findings: 0, gone: 0 });
		expect((await preview({ rules }, author)).gone).to.equal(2);
		const body = { collectionId: courseId };
		expect((await stranger.post("/quality/policies/preview", body)).status).to.equal(404);
		expect((await student.post("/quality/policies/preview", body)).status).to.equal(403);
		expect((await author.post("/quality/policies", { name: "Mine" })).status).to.equal(403);
	});

	it("refuses what is no policy, and names the field", async () => {
		const { status, body } = await stage.admin.post("/quality/policies/preview", {
			rules: [{ rule: "text/spelling", severity: "deadly" }]
		});
		expect(status).to.equal(400);
		expect(body.errors).to.containSubset([{ pointer: "/rules/0/severity" }]);
	});

	it("tells which rules come back when an exception is taken away, and ends by itself", async () => {
		const { admin, check, findings, make } = stage;
		const itemId = await make({ licence: undefined });
		const exception = {
			rule: "meta/licence",
			severity: "off",
			reason: "It is being asked for"
		};
		const { body: policy } = await admin.post<{ id: string }>("/quality/policies", {
			name: "Exceptions",
			rules: [{ ...exception, until: "2099-01-01T00:00:00Z" }]
		});
		await check({ itemId });
		const licence = `filter[itemId]=${itemId}&filter[rule]=meta/licence&filter[state]=open`;
		expect(await findings(licence)).to.deep.equal([]);
		expect((await preview({ id: policy.id })).comingBack).to.deep.equal(["meta/licence"]);
		const over = { ...exception, until: "2020-01-01T00:00:00Z" };
		await admin.patch(`/quality/policies/${policy.id}`, { rules: [over] });
		await check({ itemId });
		expect(await findings(licence)).to.have.length(1);
		await admin.delete(`/quality/policies/${policy.id}`);
	});
});
