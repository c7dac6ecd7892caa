/** What the editor and the review do with texts: passages, differences, fixes, and what is sent of a question. */
import { expect } from "chai";
import { fittingText } from "../../../../admin/screens/content/editor/fittingText.ts";
import {
	formNameOf,
	inOrder,
	mendedBy,
	placeIn,
	textAt,
	type Finding
} from "../../../../admin/screens/content/findings.ts";
import { folded, sideBySide } from "../../../../admin/screens/content/item/lineRows.ts";
import { passageIn, placesOf } from "../../../../admin/screens/content/item/passages.ts";

const finding = (fields: Partial<Finding>): Finding => ({
	rule: "text/spelling",
	severity: "warning",
	field: "body",
	line: 1,
	passage: "",
	message: "",
	advice: "",
	...fields
});

describe("a passage", () => {
	const source = "A *loop* runs.\n\nThe **loop** [runs again](https://a.test/x), it `runs()`.";
	const shown = "A loop runs.\n\nThe loop runs again, it runs().";
	const choose = (words: string, from = 0) => {
		const start = shown.indexOf(words, from);
		return passageIn(source, shown, { start, end: start + words.length })?.quote;
	};

	it("is found in the source by its words, whatever marks are between them", () => {
		expect(choose("The loop runs")).to.equal("The **loop** [runs");
		expect(choose("runs again, it runs")).to.equal("runs again](https://a.test/x), it `runs");
	});

	it("is the one that is as far down as what was chosen", () => {
		expect(choose("loop")).to.equal("loop");
		const start = shown.indexOf("loop", 5);
		const second = passageIn(source, shown, { start, end: start + 4 })!;
		expect(second.start).to.equal(source.lastIndexOf("loop"));
	});

	it("is made of whole words, also when a part of one was chosen", () => {
		expect(choose("oop ru")).to.equal("loop* runs");
	});

	it("is no part of a longer word, and nothing where there are no words", () => {
		expect(placesOf("looping loops a loop", "loop")).to.deep.equal([{ start: 16, end: 20 }]);
		expect(passageIn(source, shown, { start: 11, end: 13 })).to.equal(null);
	});

	it("is looked for in a long text in no time that anybody would notice", () => {
		const long = "word ".repeat(20_000);
		const words = "word ".repeat(100) + "other";
		expect(placesOf(long, words)).to.deep.equal([]);
	});
});

describe("two versions beside each other", () => {
	it("have the words that differ within their lines", () => {
		const [first, second] = sideBySide("Same\nA red door", "Same\nA blue door");
		expect(first!.isSame).to.equal(true);
		const marked = (pieces: { text: string; isChanged: boolean }[] | null) =>
			pieces!.filter(({ isChanged }) => isChanged).map(({ text }) => text);
		expect(marked(second!.before)).to.deep.equal(["red"]);
		expect(marked(second!.after)).to.deep.equal(["blue"]);
	});

	it("have no partner for a line that was added or taken away", () => {
		expect(sideBySide("One", "One\nTwo").map(({ before }) => before === null)).to.deep.equal([
			false,
			true
		]);
		expect(sideBySide("One\nTwo", "Two")[0]!.after).to.equal(null);
		expect(sideBySide("", "New")).to.have.length(1);
	});

	it("fold what is far from any change", () => {
		const lines = Array.from({ length: 20 }, (_none, at) => `Line ${at}`);
		const rows = folded(sideBySide(lines.join("\n"), lines.with(10, "Other").join("\n")));
		expect(rows.filter(row => typeof row === "number")).to.deep.equal([8, 7]);
		expect(rows).to.have.length(7);
	});
});

describe("a finding", () => {
	it("stands at its line, not where the same words were before", () => {
		const text = "recieve\n\nrecieve";
		expect(placeIn(text, finding({ passage: "recieve", line: 3 }))).to.deep.equal({
			start: 9,
			end: 16
		});
		expect(placeIn(text, finding({ passage: "gone" }))).to.equal(null);
		expect(placeIn(text, finding({ passage: "" }))).to.equal(null);
	});

	it("names its field as the form does", () => {
		const item = { kind: "question" as const, title: "", options: [{ text: "One" }] };
		expect(textAt(item, "options[0].text")).to.equal("One");
		expect(textAt(item, "options[1].text")).to.equal(undefined);
		expect(formNameOf("options[0].text")).to.equal("options.0.text");
	});

	it("comes in the order of its weight", () => {
		const findings = [
			finding({ severity: "info" }),
			finding({ severity: "error", line: 9 }),
			finding({ severity: "error", line: 2 })
		];
		expect(inOrder(findings).map(({ severity, line }) => `${severity} ${line}`)).to.deep.equal([
			"error 2",
			"error 9",
			"info 1"
		]);
	});

	it("is mended with others from the end, and left where its words are gone", () => {
		const fix = (start: number, expected: string, replacement: string) => ({
			field: "body",
			start,
			end: start + expected.length,
			expected,
			replacement
		});
		const fixes = [fix(0, "Teh", "The"), fix(8, "teh", "the"), fix(4, "nothing", "")];
		expect(mendedBy("Teh cat teh", fixes)).to.deep.equal({ text: "The cat the", done: 2 });
	});
});

describe("what is sent of an item", () => {
	const question = {
		kind: "question" as const,
		title: "Which?",
		questionType: "single" as const,
		options: [{ text: "One", correct: true, note: "" }, { text: " " }],
		pairs: [{ left: "a", right: "b" }],
		answer: { value: 3 }
	};

	it("is the key of the question's type alone, without empty rows and notes", () => {
		const sent = fittingText(question);
		expect(sent.options).to.deep.equal([{ text: "One", correct: true }]);
		expect([sent.pairs, sent.answer]).to.deep.equal([null, null]);
		expect(sent).to.not.have.property("exerciseId");
	});

	it("takes every option of an order for right", () => {
		const sent = fittingText({
			...question,
			questionType: "ordering",
			options: [{ text: "1" }]
		});
		expect(sent.options).to.deep.equal([{ text: "1", correct: true }]);
	});

	it("keeps of an answer what belongs to its type", () => {
		const answer = { value: 3, accepted: ["three"], unit: "" };
		expect(fittingText({ ...question, questionType: "numeric", answer }).answer).to.deep.equal({
			value: 3
		});
		expect(fittingText({ ...question, questionType: "text", answer }).answer).to.deep.equal({
			accepted: ["three"]
		});
	});

	it("lets go of what another kind had", () => {
		const sent = fittingText({ ...question, kind: "lesson" as const });
		expect([sent.options, sent.questionType]).to.deep.equal([null, null]);
	});
});
