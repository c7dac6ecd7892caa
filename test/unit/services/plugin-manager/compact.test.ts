import { expect } from "chai";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { compact } from "../../../../services/plugin-manager/compact.ts";

const PLUGIN = path.resolve(import.meta.dirname, "../../../../plugins/exercises");

describe("the text of a module that is kept in memory", () => {
	const shorter: [what: string, source: string, expected: string][] = [
		["types", "const a: number = 1;", "const a = 1;"],
		["comments", "a(/* one */ 1); // two", "a(1);"],
		["indentation", "{\n\t\tone ( two )\n}", "{\none(two)\n}"]
	];
	for (const [what, source, expected] of shorter) {
		it(`loses ${what}`, () => expect(compact(source, true)).to.equal(expected));
	}

	const kept = [
		'const text = "two  spaces // no comment";',
		"const text = `a  ${b}  /* c */`;",
		"const pattern = /[/*]  \\/ */u;",
		"const half = total / 2 / count;",
		"return_ + +one - -two;",
		"typeof value in object;"
	];
	for (const source of kept) {
		it(`keeps ${source}`, () => expect(compact(source, true)).to.equal(source));
	}

	it("keeps its lines where they are, and with them the ends of statements", () => {
		const source = "let a = 1\n/**\n * Two\n */\nlet b = a\n\n++b\r\nthrow b";
		expect(compact(source, true)).to.equal("let a = 1\n\n\n\nlet b = a\n\n++b\nthrow b");
	});

	it("is left to Node where something is wrong with it", () => {
		for (const source of ["const = 1;", "enum One { Two }", "let a = `"])
			expect(compact(source, true)).to.equal(null);
		expect(compact("const a: number = 1;", false)).to.equal(null);
	});

	it("is a third shorter for a plugin as people write it", async () => {
		const files = (await readdir(PLUGIN)).filter(file => file.endsWith(".ts"));
		const texts = await Promise.all(
			files.map(file => readFile(path.join(PLUGIN, file), "utf8"))
		);
		const length = (all: string[]) => all.join("").length;
		expect(length(texts.map(text => compact(text, true)!))).to.be.below(length(texts) * 0.7);
	});
});
