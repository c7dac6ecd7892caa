import { expect } from "chai";
import { defineModel, Schema } from "../../../mixins/index.ts";

describe("a model with a text index", () => {
	const message = (path: string) =>
		`The model "Note" has the private field "${path}" in its text index, so that a search with q would reveal it: take it out of the index`;

	const secret = { type: String, private: true };
	const refused: [string, Schema, string][] = [
		[
			"a private field",
			new Schema({ title: String, secret }).index({ title: "text", secret: "text" }),
			"secret"
		],
		[
			"a field that is private and declares the index itself",
			new Schema({ secret: { ...secret, index: "text" } } as never),
			"secret"
		],
		[
			"a private field of a part",
			new Schema({ part: new Schema({ secret }) }).index({ "part.secret": "text" }),
			"part.secret"
		],
		[
			"a field of a private part",
			new Schema({
				part: { type: new Schema({ word: String }), private: true }
			}).index({ "part.word": "text" }),
			"part.word"
		],
		[
			"a private field of an array's entries",
			new Schema({ tests: [new Schema({ secret })] }).index({ "tests.secret": "text" }),
			"tests.secret"
		],
		[
			"every field, of which one is private",
			new Schema({ title: String, secret }).index({ "$**": "text" }),
			"secret"
		]
	];
	for (const [what, schema, path] of refused) {
		it(`is refused with ${what} in it`, () => {
			expect(() => defineModel("Note", schema)).to.throw(TypeError, message(path));
		});
	}

	it("is taken with open fields in it, whatever else is private or indexed", () => {
		const schema = new Schema({ title: String, titleSecret: secret, secret })
			.index({ title: "text" })
			.index({ secret: 1 });
		expect(defineModel("Note", schema).name).to.equal("Note");
	});
});
