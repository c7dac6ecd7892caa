import { readdir } from "node:fs/promises";
import { expect } from "chai";
import { differences, met } from "./differences.ts";

// The list can only be held against all tests: run alone, this file brings the others along.
for (const file of await readdir(import.meta.dirname)) {
	if (file.endsWith(".test.ts") && !import.meta.filename.endsWith(file))
		await import(`./${file}`);
}

describe("store: the list of differences", () => {
	it("names each difference once for each engine", () => {
		const names = differences.map(({ id, engine }) => `${engine}: ${id}`);
		expect(names).to.deep.equal([...new Set(names)]);
	});

	it("holds nothing that no test meets", () => {
		expect(differences.map(({ id }) => id).filter(id => !met.has(id))).to.deep.equal([]);
	});
});
