import { expect } from "chai";
import { highlighter } from "../library/highlights.ts";

describe("the library's highlights", () => {
	const marked = (search: string, text: string) =>
		highlighter(search)({ body: text }).flatMap(({ parts }) =>
			parts.filter(part => part.marked).map(part => part.text)
		);
	const shown = (search: string, text: string) =>
		highlighter(search)({ body: text }).flatMap(({ parts }) => parts.map(part => part.text));

	it("marks the words of the search in any case and form, and each time", () => {
		expect(marked("loops café", "Loop by loop, looping; a Café, a cafe.")).to.deep.equal([
			"Loop",
			"loop",
			"looping",
			"Café",
			"cafe"
		]);
	});

	it("marks nothing that is excluded, and leaves out fields without a word", () => {
		expect(marked("loop -list", "A loop and a list")).to.deep.equal(["loop"]);
		expect(highlighter("loop")({ title: "Lists", body: "A loop" })).to.have.length(1);
		expect(highlighter("-loop")({ body: "A loop" })).to.deep.equal([]);
	});

	it("shows the part of a long text around the first word that was found", () => {
		const text = `${"word ".repeat(100)}needle ${"more ".repeat(20)}needle ${"rest ".repeat(100)}needle`;
		const parts = shown("needle", text);
		expect(parts[0]).to.equal("… ");
		expect(parts[1]).to.match(/^(word ){1,12}$/);
		expect(parts.at(-1)).to.equal(" …");
		expect(parts.slice(1, -1).join("")).to.have.length(240);
		expect(marked("needle", text)).to.have.length(2);
	});

	it("shows a short text whole", () => {
		expect(shown("end", "From the start to the end").join("")).to.equal(
			"From the start to the end"
		);
	});
});
