import { expect } from "chai";
import {
	isRisky,
	testRegex
} from "../../../../../../services/store/embedded/query/guarded-regex.ts";

describe("store: regular expressions", () => {
	for (const pattern of ["^(a+)+$", "(a|a)*b", "(.*)\\1", "a*a*a*b"]) {
		it(`calls /${pattern}/ risky`, () => expect(isRisky(pattern)).to.equal(true));
	}

	for (const pattern of ["^abc", "a.*b", "\\(x\\)\\*", "[a-z]+\\d"]) {
		it(`calls /${pattern}/ harmless`, () => expect(isRisky(pattern)).to.equal(false));
	}

	it("ends one that would not end", () => {
		expect(() => testRegex(/^(a+)+$/, `${"a".repeat(60)}!`)).to.throw(
			"took longer than 500 ms"
		);
	});
});
