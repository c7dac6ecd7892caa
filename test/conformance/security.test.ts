/** Holds `services/SECURITY.md` to its word: every item of the lists is there once, every test that it names exists. */
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";

const ROOT = path.resolve(import.meta.dirname, "../..");

/** The items of ASVS 4.0.3 that level 1 or level 2 asks for, by section; those of the API top ten beside them. */
const ITEMS = `
	1.1.1-7 1.2.1-4 1.4.1 1.4.4-5 1.5.1-4 1.6.1-4 1.7.1-2 1.8.1-2 1.9.1-2 1.10.1 1.11.1-2 1.12.2 1.14.1-6
	2.1.1-12 2.2.1-3 2.3.1-3 2.4.1-5 2.5.1-7 2.6.1-3 2.7.1-6 2.8.1-7 2.9.1-3 2.10.1-4
	3.1.1 3.2.1-4 3.3.1-4 3.4.1-5 3.5.1-3 3.7.1
	4.1.1-3 4.1.5 4.2.1-2 4.3.1-3
	5.1.1-5 5.2.1-8 5.3.1-10 5.4.1-3 5.5.1-4
	6.1.1-3 6.2.1-6 6.3.1-2 6.4.1-2
	7.1.1-4 7.2.1-2 7.3.1 7.3.3-4 7.4.1-3
	8.1.1-4 8.2.1-3 8.3.1-8
	9.1.1-3 9.2.1-4
	10.2.1-2 10.3.1-3
	11.1.1-8
	12.1.1-3 12.2.1 12.3.1-6 12.4.1-2 12.5.1-2 12.6.1
	13.1.1 13.1.3-5 13.2.1-3 13.2.5-6 13.3.1-2 13.4.1-2
	14.1.1-4 14.2.1-6 14.3.2-3 14.4.1-7 14.5.1-4
`;

interface Row {
	items: string[];
	shownBy: string;
}

const rows: Row[] = readFileSync(path.join(ROOT, "services/SECURITY.md"), "utf8")
	.split("\n")
	.filter(line => /^\| (API)?\d/.test(line))
	.map(line => line.split("|").map(cell => cell.trim()))
	.map(([, items, , shownBy]) => ({
		items: items!.split(", ").flatMap(expand),
		shownBy: shownBy!
	}));

/** `1.1.2–1.1.4` and `1.1.2-4` → each of them. */
function expand(range: string): string[] {
	const [, section, first, last = first] =
		/^(\d+\.\d+)\.(\d+)(?:[–-](?:\d+\.\d+\.)?(\d+))?$/.exec(range) ?? [];
	if (section === undefined) return [range];
	const length = Number(last) - Number(first) + 1;
	return Array.from({ length }, (_item, index) => `${section}.${Number(first) + index}`);
}

describe("services/SECURITY.md", () => {
	it("has every item of levels 1 and 2, and of the API top ten, once", () => {
		const top = Array.from({ length: 10 }, (_item, index) => `API${index + 1}`);
		const wanted = [...ITEMS.trim().split(/\s+/).flatMap(expand), ...top];
		expect(rows.flatMap(({ items }) => items).sort()).to.deep.equal(wanted.sort());
	});

	const files = globSync("{test,plugins/*/test}/**/*.test.ts", { cwd: ROOT });

	for (const { items, shownBy } of rows) {
		it(`says what shows ${items.join(", ")}`, () => {
			if (shownBy.startsWith("Exempt: ")) return expect(shownBy.length).to.be.above(20);
			expect(shownBy.split("; ").flatMap(problemsOf)).to.deep.equal([]);
		});
	}

	/** What is wrong with a reference: its file or its title is not there. */
	function problemsOf(reference: string): string[] {
		const [, name, title] = /^`([\w-]+)` › (.+)$/.exec(reference) ?? [];
		if (name === undefined) return [`no reference: ${reference}`];
		const found = files.filter(file => path.basename(file) === `${name}.test.ts`);
		if (found.length === 0) return [`no file is named ${name}.test.ts`];
		const isThere = found.some(file => titlesIn(file).some(known => known.startsWith(title!)));
		return isThere ? [] : [`${found.join(" and ")} has no test that begins with "${title}"`];
	}
});

/** The titles of a file's tests; one with values in it up to the first of them. */
function titlesIn(file: string): string[] {
	const text = readFileSync(path.join(ROOT, file), "utf8");
	const calls = text.matchAll(/\b(?:describe|it)\(\s*(?:"((?:[^"\\]|\\.)*)"|`([^`$]*))/g);
	const named = text.matchAll(/\bit: (?:"((?:[^"\\]|\\.)*)"|`([^`$]*))/g);
	return [...calls, ...named].map(([, plain, template]) => plain ?? template!);
}
