import { expect } from "chai";
import {
	closest,
	didYouMean
} from "../../../../../services/plugin-manager/manifest/did-you-mean.ts";

const KEYS = ["title", "description", "requires", "permissions", "settings", "provides"];

describe("closest", () => {
	const WORDS: { word: string; meant: string | undefined }[] = [
		{ word: "titel", meant: "title" },
		{ word: "titles", meant: "title" },
		{ word: "Title", meant: "title" },
		{ word: "permision", meant: "permissions" },
		{ word: "setings", meant: "settings" },
		{ word: "require", meant: "requires" },
		{ word: "author", meant: undefined },
		{ word: "title", meant: undefined },
		{ word: "", meant: undefined }
	];
	for (const { word, meant } of WORDS) {
		it(`takes "${word}" for ${meant ?? "nothing that is known"}`, () => {
			expect(closest(word, KEYS)).to.equal(meant);
		});
	}

	it("prefers the nearest", () => {
		expect(closest("steams", ["teams", "streams", "stream"])).to.equal("teams");
		expect(closest("strems", ["stems", "streams"])).to.equal("stems");
		expect(closest("streems", ["stems", "streams"])).to.equal("streams");
	});

	it("guesses nothing for one or two letters", () => {
		expect(closest("id", ["if", "is"])).to.equal(undefined);
	});
});

describe("didYouMean", () => {
	it("is ready to be appended to a message", () => {
		expect(`unknown${didYouMean("titel", KEYS)}`).to.equal('unknown, did you mean "title"?');
		expect(`unknown${didYouMean("author", KEYS)}`).to.equal("unknown");
	});
});
