import { expect } from "chai";
import { HeldChanges, type HeldChange } from "../../../../services/audit/held-changes.ts";

describe("held changes", () => {
	let held: HeldChanges;

	beforeEach(() => {
		held = new HeldChanges();
	});

	function add(...ids: string[]) {
		for (const sourceId of ids) held.add({ entry: { sourceId, details: "{}" } } as HeldChange);
	}

	const first = (count = 100) => held.first(count).map(({ entry }) => entry.sourceId);

	it("offer nothing before the store was read: older ones may wait there", () => {
		add("a");
		expect(first()).to.deep.equal([]);
	});

	it("offer what came since then, the oldest first, until it is settled", () => {
		held.beginAnew();
		add("b", "a", "c");
		expect(first(2)).to.deep.equal(["b", "a"]);
		held.settle(["b", "a"]);
		expect(first()).to.deep.equal(["c"]);
	});

	it("offer nothing once they were lost, also not what comes later", () => {
		held.beginAnew();
		add("a");
		held.lose();
		add("b");
		expect(first()).to.deep.equal([]);
		held.beginAnew();
		expect(first()).to.deep.equal([]);
		add("c");
		expect(first()).to.deep.equal(["c"]);
	});

	it("are left to the store when they are too many", () => {
		held.beginAnew();
		add(...Array.from({ length: 1000 }, (_, index) => String(index)));
		expect(first(2000)).to.have.length(1000);
		add("one more");
		expect(first()).to.deep.equal([]);
	});

	it("are left to the store when they are too long, of which those that are settled are no part", () => {
		const long = (sourceId: string) =>
			held.add({ entry: { sourceId, details: "x".repeat(3_000_000) } } as HeldChange);
		held.beginAnew();
		long("a");
		held.settle(["a", "unknown"]);
		long("b");
		expect(first()).to.deep.equal(["b"]);
		long("c");
		expect(first()).to.deep.equal([]);
	});
});
