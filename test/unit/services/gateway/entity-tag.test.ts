import { expect } from "chai";
import type { IncomingMessage } from "node:http";
import {
	entityTag,
	expectedRevision,
	knownTag,
	packedTag
} from "../../../../services/gateway/entity-tag.ts";

const asking = (tags: string) => ({ headers: { "if-none-match": tags } }) as IncomingMessage;

describe("an entity tag", () => {
	it("names the revision of a document, and another for each representation", () => {
		expect(entityTag("{}", 3)).to.match(/^"3-[\w-]{16}"$/);
		expect(entityTag("{}", undefined)).to.match(/^"[\w-]{16}"$/);
		expect(entityTag("a", 3)).to.not.equal(entityTag("b", 3));
	});

	it("is known packed or not, weakly, in a list, and by *", () => {
		const tag = '"3-abc"';
		for (const [given, known] of [
			[tag, tag],
			[`W/${tag}`, tag],
			['"3-abc-gzip"', '"3-abc-gzip"'],
			[`"x", ${tag}`, tag],
			["*", tag],
			['"3-abd"', null],
			["3-abc", null],
			['"3-abc-zip"', null]
		] as const)
			expect(knownTag(tag, asking(given)), given).to.equal(known);
		expect(packedTag(tag, "br")).to.equal('"3-abc-br"');
	});

	it("tells the revision that a write is based on, whichever representation it was", () => {
		for (const given of ['"3-abc"', '"3-abc-gzip"', '"3"', ' "3-a" , "3-b" ', 'W/"9-a", "3-a"'])
			expect(expectedRevision({ "if-match": given }), given).to.equal(3);
		for (const given of [undefined, "*", " * "])
			expect(expectedRevision({ "if-match": given })).to.equal(undefined);
		for (const given of ["", "x", '"x"', 'W/"3-a"', `"${"9".repeat(16)}"`])
			expect(() => expectedRevision({ "if-match": given }), given)
				.to.throw()
				.with.property("code", 412);
		expect(() => expectedRevision({ "if-match": '"1-a", "2-a"' }))
			.to.throw()
			.with.property("code", 400);
	});
});
