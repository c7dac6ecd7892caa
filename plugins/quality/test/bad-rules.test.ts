/** Rules of other plugins that hang, eat memory, end the process or answer nonsense: bounded, told, and alone. */
import { expect } from "chai";
import { startStage, type Stage } from "./stage.ts";

describe("quality: rules that go wrong", function () {
	this.timeout(180_000);
	let stage: Stage;

	before(async () => {
		stage = await startStage({ fixtures: ["bad-rules"] });
		await stage.admin.patch("/plugins/quality/settings", { ruleSeconds: 1 });
	});
	after(() => stage?.api.stop());

	const open = async (itemId: string) =>
		(await stage.findings(`filter[itemId]=${itemId}&filter[state]=open`)).map(
			({ rule }) => rule
		);

	for (const [name, reason] of [
		["hangs", /it did not end within 1 s/],
		["eats", /memory limit|did not end within 1 s/],
		["exits", /./]
	] as const)
		it(`a rule that ${name} is told by name, left out for a while, and harms no other`, async () => {
			const { author, admin, make, check } = stage;
			const itemId = await make({ title: `It ${name} and is right` });
			const other = await make({ title: "It is right" });
			const done = await check({ all: true }, admin);
			const [failure, ...more] = done.failures.filter(each => each.includes(itemId));
			expect(more).to.deep.equal([]);
			expect(failure).to.match(new RegExp(`^bad/${name} on ${itemId}: `));
			expect(failure).to.match(reason);
			for (const id of [itemId, other])
				expect(await open(id)).to.include.members(["bad/right", "text/spelling"]);
			const { body } = await author.get<{ failures: string[] }>("/quality/rules");
			expect(body.failures.join()).to.include(`"bad/${name}" is left out for a while`);
			expect((await check({ itemId })).failures.join()).not.to.include(`${itemId}: `);
		});

	it("one that throws no error, or answers a promise, is told", async () => {
		const { make, check } = stage;
		const itemId = await make({ title: "It throws, promises and is right" });
		const { failures } = await check({ itemId });
		expect(failures.filter(each => each.includes(` on ${itemId}`))).to.have.length(2);
		expect(failures.join()).to.include(`bad/throws on ${itemId}: something that is no error`);
		expect(failures.join()).to.match(/bad\/promises on \w+: TypeError: .* is not iterable/);
		expect(await open(itemId)).to.include("bad/right");
	});

	it("one that never stops talking is cut short; nonsense becomes text of some length", async () => {
		const { findings, make, check } = stage;
		const itemId = await make({ title: "It is endless and odd" });
		await check({ itemId });
		const of = (rule: string) => findings(`filter[itemId]=${itemId}&filter[rule]=${rule}`);
		expect(await of("bad/endless")).to.have.length(25);
		const [odd] = await of("bad/odd");
		expect(odd).to.include({ severity: "warning", field: "7", message: "[object Object]" });
		expect(odd!.advice).to.have.length(2000);
	});

	it("a rule that did not run is run at the next check, though nothing has changed", async () => {
		const { make, check } = stage;
		const itemId = await make({ title: "It throws" });
		await check({ itemId });
		const again = await check({ itemId });
		expect(again).to.include({ unchanged: 0 });
		expect(again.failures.join()).to.include(`bad/throws on ${itemId}`);
	});
});
