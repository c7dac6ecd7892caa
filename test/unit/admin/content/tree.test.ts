/** The tree of a course: what moves where, and which lists that changes. */
import { expect } from "chai";
import {
	above,
	below,
	changed,
	flatRows,
	inside,
	move,
	outside,
	put,
	rowsOf,
	takeOut,
	type Branch,
	type Changes,
	type Row,
	type Tree
} from "../../../../admin/screens/content/courses/tree.ts";

const branch = (id: string, ...entries: string[]): Branch => ({
	id,
	rev: 1,
	kind: id === "course" ? "course" : "module",
	title: id,
	published: true,
	shared: false,
	entries: entries.map(entry => ({
		id: entry,
		type: entry.startsWith("m") ? "collection" : "item"
	}))
});

/** course: a, m1 (b, c), m2 (d), e */
const tree: Tree = {
	rootId: "course",
	branches: new Map(
		[branch("course", "a", "m1", "m2", "e"), branch("m1", "b", "c"), branch("m2", "d")].map(
			one => [one.id, one]
		)
	),
	leaves: new Map("abcde".split("").map(id => [id, { id, title: id, kind: "lesson" }]))
};

const row = (id: string, from = tree): Row =>
	flatRows(rowsOf(from), () => false).find(({ entry }) => entry.id === id)!;

/** The tree as one line: `a m1(b c) m2(d) e`. */
const asLine = (from: Tree) => {
	const write = (rows: readonly Row[]): string =>
		rows
			.map(({ entry, rows: inner }) => (inner ? `${entry.id}(${write(inner)})` : entry.id))
			.join(" ");
	return write(rowsOf(from));
};
const after = (changes: Changes | null) => asLine(changed(tree, changes!));

describe("the tree of a course", () => {
	it("is read in order, with what is in its modules", () => {
		expect(asLine(tree)).to.equal("a m1(b c) m2(d) e");
		expect(row("c")).to.deep.include({ path: ["course", "m1"], at: 1, size: 2 });
	});

	it("moves a row up and down among its like", () => {
		expect(after(move(tree, row("e"), above(tree, row("e"))!))).to.equal("a m1(b c) e m2(d)");
		expect(after(move(tree, row("a"), below(tree, row("a"))!))).to.equal("m1(b c) a m2(d) e");
	});

	it("moves a row out of its module at its ends", () => {
		expect(after(move(tree, row("b"), above(tree, row("b"))!))).to.equal("a b m1(c) m2(d) e");
		expect(after(move(tree, row("c"), below(tree, row("c"))!))).to.equal("a m1(b) c m2(d) e");
		expect(above(tree, row("a"))).to.equal(null);
		expect(below(tree, row("e"))).to.equal(null);
	});

	it("moves a row into the module before it, and out again", () => {
		expect(inside(tree, row("e"))).to.deep.include({ title: "m2" });
		expect(after(move(tree, row("e"), inside(tree, row("e"))!))).to.equal("a m1(b c) m2(d e)");
		expect(after(move(tree, row("m2"), inside(tree, row("m2"))!))).to.equal(
			"a m1(b c m2(d)) e"
		);
		expect(after(move(tree, row("d"), outside(tree, row("d"))!))).to.equal(
			"a m1(b c) m2() d e"
		);
		expect(inside(tree, row("b"))).to.equal(null);
	});

	it("stores the list that gets a row before the one that gives it", () => {
		const changes = move(tree, row("e"), inside(tree, row("e"))!)!;
		expect([...changes.keys()]).to.deep.equal(["m2", "course"]);
	});

	it("puts no module into itself, and stores nothing that stays where it is", () => {
		expect(move(tree, row("m1"), { path: ["course", "m1"], at: 0 })).to.equal(null);
		expect(put(tree, row("m1").entry, { path: ["course", "m1"], at: 0 })).to.equal(null);
		expect(move(tree, row("a"), { path: ["course"], at: 1 })).to.equal(null);
	});

	it("adds and takes out", () => {
		expect(after(put(tree, { type: "item", id: "b" }, { path: ["course"], at: 0 }))).to.equal(
			"b a m1(b c) m2(d) e"
		);
		expect(after(takeOut(tree, row("b")))).to.equal("a m1(c) m2(d) e");
	});

	it("keeps what the reader may not see at its place", () => {
		const { leaves: _leaves, ...rest } = tree;
		const hidden = { ...rest, leaves: new Map() };
		expect(row("a", hidden)).to.deep.include({ isUnknown: true, at: 0 });
		expect(
			asLine(changed(hidden, move(hidden, row("e", hidden), { path: ["course"], at: 0 })!))
		).to.equal("e a m1(b c) m2(d)");
	});
});
