/** How the rule of spelling tells a slip from a term: by what was meant, how frequent that is, and what the text says. */
import { expect } from "chai";
import { dictionaryOf } from "../analysis/dictionary.ts";
import { costOf, FAR, SLIPS } from "../analysis/slips.ts";
import { checkItem } from "../rules/check-item.ts";
import { spelling } from "../rules/text/spelling.ts";
import { text } from "./labelled/case.ts";

describe("quality: spelling", () => {
	it("finds what was meant, the likeliest first", () => {
		const meant = (word: string) => dictionaryOf().guess(word)[0]?.word;
		for (const [word, right] of [
			["conclution", "conclusion"],
			["cinammon", "cinnamon"],
			["oxigen", "oxygen"],
			["earthquacke", "earthquake"],
			["isoseles", "isosceles"]
		] as const)
			expect(meant(word), word).to.equal(right);
	});

	it("takes a slip for the likelier, the more frequent the word is that was meant", () => {
		const oddsOf = (word: string) => dictionaryOf().guess(word)[0]?.odds ?? -Infinity;
		expect(oddsOf("govenment")).to.be.greaterThan(oddsOf("aardvrk"));
	});

	it("counts what slips cost, and says when it is more than the most", () => {
		expect(costOf("begining", "beginning", 9)).to.equal(SLIPS.undoubled);
		expect(costOf("freind", "friend", 9)).to.equal(SLIPS.swapped);
		expect(costOf("oxigen", "oxygen", 9)).to.equal(SLIPS.iForY);
		expect(costOf("revolusion", "revolution", 9)).to.equal(SLIPS.group);
		expect(costOf("zebra", "table", 9)).to.equal(FAR);
		expect(costOf("begining", "beginning", SLIPS.undoubled / 2)).to.equal(FAR);
	});

	it("takes a word that may be made of others for a slip when a frequent one is nearer", () => {
		expect(wordsFound("The presure rises with the depth.")).to.eql(["presure"]);
		expect(wordsFound("The preheater is unrepairable.")).to.eql([]);
	});

	it("takes for a name what stands in code", () => {
		expect(wordsFound("With croner a job runs at noon.")).to.eql(["croner"]);
		expect(wordsFound("With croner a job runs at noon: `import croner`.")).to.eql([]);
	});

	it("asks for more where a word is set off, used often, or among terms", () => {
		const word = "themis";
		expect(wordsFound(`The ${word} turns.`)).to.eql([word]);
		expect(wordsFound(`The *${word}* turns.`)).to.eql([]);
		expect(wordsFound(`The ${word} turns. A ${word} stops. No ${word} is left.`)).to.eql([]);
		expect(wordsFound(`The ${word} turns the flumbert, the ozzkin and the wrazzle.`)).to.eql(
			[]
		);
		expect(wordsFound("I *recieve* it, you recieve it, we recieve it.")).to.eql(["recieve"]);
	});

	it("reports a capital in the middle of a sentence only where no name ends like this", () => {
		expect(wordsFound("The Industrial Revolusion began here.")).to.eql(["Revolusion"]);
		expect(wordsFound("We met Ronning and Kitchin there.")).to.eql([]);
		expect(wordsFound("Ocassionally it rains. Kolmogorov saw it.")).to.eql(["Ocassionally"]);
	});

	it("corrects a right word in the wrong place, once, and leaves it in the right one", () => {
		const [finding, ...others] = findingsOf("Each process has a stack on it's own.");
		expect(others).to.eql([]);
		expect(finding!.fix).to.include({ expected: "it's", replacement: "its" });
		expect(wordsFound("Their are two ways.")).to.eql(["Their"]);
		for (const sound of [
			"It could of course be closed. Then the might of the army counts.",
			"It is faster; then it stops. The plan is to largely ignore it.",
			"She says it's always there. The knot works loose.",
			"Cases where required fields are empty are places where lots were sold."
		])
			expect(wordsFound(sound), sound).to.eql([]);
	});
});

function findingsOf(body: string) {
	const { findings, failures } = checkItem(text(body).item, [spelling], {
		now: new Date("2026-06-01T00:00:00Z"),
		similar: [],
		exists: () => true
	});
	expect(failures).to.eql([]);
	return findings;
}

function wordsFound(body: string) {
	return findingsOf(body).map(({ message }) => /^"(.+?)"/.exec(message)![1]);
}
