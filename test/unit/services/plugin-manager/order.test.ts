import { expect } from "chai";
import * as fc from "fast-check";
import {
	type PluginNode,
	dependentsOf,
	resolveOrder
} from "../../../../services/plugin-manager/order.ts";

/** Reads `"exercises@1.2.0 files@^1.0.0 users@*"`: a plugin with its version, then what it requires. */
function plugin(text: string): PluginNode {
	const [own, ...required] = text.split(" ").map(word => word.split("@") as [string, string]);
	return { name: own![0], version: own![1] ?? "1.0.0", requires: Object.fromEntries(required) };
}

function plugins(...texts: string[]): PluginNode[] {
	return texts.map(plugin);
}

describe("resolveOrder", () => {
	it("gives nothing for no plugins", () => {
		expect(resolveOrder([])).to.deep.equal({ order: [], blocked: [] });
	});

	it("starts requirements first and is alphabetical otherwise", () => {
		const given = plugins("zebra", "chat llm@*", "apple zebra@*", "llm", "files");
		const { order, blocked } = resolveOrder(given);
		expect(order).to.deep.equal(["files", "llm", "chat", "zebra", "apple"]);
		expect(blocked).to.deep.equal([]);
	});

	it("names a missing requirement with what is wanted", () => {
		const { order, blocked } = resolveOrder(plugins("chat llm@^2.0.0", "files"));
		expect(order).to.deep.equal(["files"]);
		expect(blocked).to.deep.equal([
			{
				name: "chat",
				reason: "requires llm ^2.0.0, which is not installed",
				details: [{ kind: "missing", requirement: "llm", wanted: "^2.0.0" }]
			}
		]);
	});

	it("names a wrong version with what is wanted and found", () => {
		const { order, blocked } = resolveOrder(plugins("chat llm@^2.0.0", "llm@1.9.0"));
		expect(order).to.deep.equal(["llm"]);
		expect(blocked[0]).to.deep.include({
			reason: "requires llm ^2.0.0, but 1.9.0 is installed",
			details: [{ kind: "version", requirement: "llm", wanted: "^2.0.0", found: "1.9.0" }]
		});
	});

	const RANGES: { version: string; range: string; fits: boolean }[] = [
		{ version: "1.2.0", range: "^1.0.0", fits: true },
		{ version: "2.0.0", range: "^1.0.0", fits: false },
		{ version: "0.2.0", range: "^0.1.0", fits: false },
		{ version: "1.1.0-beta.1", range: "^1.0.0", fits: false },
		{ version: "1.0.0-beta.1", range: ">=1.0.0-beta.0", fits: true },
		{ version: "3.1.0", range: "1.x || >=3", fits: true }
	];
	for (const { version, range, fits } of RANGES) {
		it(`takes ${version} ${fits ? "as" : "not as"} ${range}`, () => {
			const requires = { base: range };
			const given = [plugin(`base@${version}`), { name: "top", version: "1.0.0", requires }];
			expect(resolveOrder(given).order).to.deep.equal(fits ? ["base", "top"] : ["base"]);
		});
	}

	it("gives all reasons of one plugin", () => {
		const { blocked } = resolveOrder(plugins("chat llm@^2.0.0 files@*", "llm@1.0.0"));
		expect(blocked[0]!.details.map(detail => detail.kind)).to.deep.equal([
			"missing",
			"version"
		]);
		expect(blocked[0]!.reason).to.include("files *").and.to.include("llm ^2.0.0");
	});

	it("names a cycle alike for all that are in it", () => {
		const { order, blocked } = resolveOrder(plugins("c a@*", "b c@*", "a b@*", "free"));
		expect(order).to.deep.equal(["free"]);
		expect(blocked.map(({ name }) => name)).to.deep.equal(["a", "b", "c"]);
		for (const { reason, details } of blocked) {
			expect(reason).to.equal("requires itself in a circle: a → b → c → a");
			expect(details).to.deep.equal([{ kind: "cycle", cycle: ["a", "b", "c", "a"] }]);
		}
	});

	it("names a plugin that requires itself", () => {
		const { blocked } = resolveOrder(plugins("a a@*"));
		expect(blocked[0]!.details).to.deep.equal([{ kind: "cycle", cycle: ["a", "a"] }]);
	});

	it("names each of two cycles", () => {
		const { blocked } = resolveOrder(plugins("a b@*", "b a@*", "c d@*", "d c@*"));
		const cycles = blocked.map(({ reason }) =>
			reason.replace("requires itself in a circle: ", "")
		);
		expect(cycles).to.deep.equal(["a → b → a", "a → b → a", "c → d → c", "c → d → c"]);
	});

	it("blocks what needs a blocked plugin, with the chain and its reason", () => {
		const given = plugins("top middle@*", "middle base@*", "base gone@^3.0.0", "free");
		const { order, blocked } = resolveOrder(given);
		expect(order).to.deep.equal(["free"]);
		expect(blocked.find(({ name }) => name === "top")).to.deep.equal({
			name: "top",
			reason:
				"requires middle, which is blocked (top → middle → base: " +
				"base requires gone ^3.0.0, which is not installed)",
			details: [{ kind: "blocked", requirement: "middle", chain: ["top", "middle", "base"] }]
		});
	});

	it("blocks what needs a cycle without calling it part of it", () => {
		const { blocked } = resolveOrder(plugins("top a@*", "a b@*", "b a@*"));
		const top = blocked.find(({ name }) => name === "top");
		expect(top!.details).to.deep.equal([
			{ kind: "blocked", requirement: "a", chain: ["top", "a"] }
		]);
		expect(top!.reason).to.include("a → b → a");
	});

	it("does not depend on the order in which plugins are given", () => {
		const given = plugins("d c@*", "c", "b gone@*", "a b@*", "e f@*", "f e@*");
		expect(resolveOrder(given.toReversed())).to.deep.equal(resolveOrder(given));
	});

	it("loses no plugin and starts every requirement first, whatever is required", () => {
		const names = ["a", "b", "c", "d", "e", "f"];
		const node = fc.record({
			requires: fc.dictionary(
				fc.constantFrom(...names),
				fc.constantFrom("*", "^1.0.0", "^2.0.0")
			),
			version: fc.constantFrom("1.0.0", "2.0.0")
		});
		const graph = fc
			.array(node, { maxLength: names.length })
			.map(nodes => nodes.map((each, index) => ({ name: names[index]!, ...each })));
		fc.assert(
			fc.property(graph, given => {
				const { order, blocked } = resolveOrder(given);
				const all = [...order, ...blocked.map(({ name }) => name)].sort();
				expect(all).to.deep.equal(given.map(({ name }) => name).sort());
				for (const { name, requires } of given) {
					if (!order.includes(name)) continue;
					for (const required of Object.keys(requires)) {
						expect(order.indexOf(required)).to.be.within(0, order.indexOf(name) - 1);
					}
				}
			})
		);
	});
});

describe("dependentsOf", () => {
	const given = plugins("base", "left base@*", "right base@*", "top left@* right@*", "free");

	it("gives all that need it, those that must stop first in front", () => {
		expect(dependentsOf("base", given)).to.deep.equal(["top", "right", "left"]);
	});

	for (const name of ["top", "free", "unknown"]) {
		it(`gives nothing for ${name}, which nobody needs`, () => {
			expect(dependentsOf(name, given)).to.deep.equal([]);
		});
	}

	it("ends in a cycle and leaves the plugin itself out", () => {
		expect(dependentsOf("a", plugins("a b@*", "b a@*", "c b@*"))).to.deep.equal(["c", "b"]);
	});
});
