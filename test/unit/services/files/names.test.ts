import { expect } from "chai";
import { attachment, safeName } from "../../../../services/files/names.ts";

describe("the name of a file", () => {
	const names: [given: string, kept: string][] = [
		["plan.pdf", "plan.pdf"],
		["../../etc/passwd", "passwd"],
		["C:\\Users\\ann\\plan.pdf", "plan.pdf"],
		["a\r\nSet-Cookie: x=1.txt", "aSet-Cookie: x=1.txt"],
		["a\0b.txt", "ab.txt"],
		["..", "file"],
		[".", "file"],
		["", "file"],
		["folder/", "file"],
		["  plan  ", "plan"],
		["Grüße 😀.txt", "Grüße 😀.txt"],
		["\ud800.txt", "\ufffd.txt"],
		[`${"a".repeat(300)}.pdf`, `${"a".repeat(251)}.pdf`]
	];
	for (const [given, kept] of names)
		it(`${JSON.stringify(given.slice(0, 30))} becomes ${JSON.stringify(kept.slice(0, 30))}`, () =>
			expect(safeName(given)).to.equal(kept));

	it("is never cut inside of a letter", () => {
		const name = safeName("😀".repeat(200));
		expect(name.isWellFormed()).to.equal(true);
		expect(name).to.have.length(254);
	});

	it("is told in ASCII and in UTF-8, and cannot end its header", () => {
		expect(attachment('a "b" 100%.txt')).to.equal(
			`attachment; filename="a _b_ 100_.txt"; filename*=UTF-8''a%20%22b%22%20100%25.txt`
		);
		expect(attachment("Grüße (1)*'.txt")).to.equal(
			`attachment; filename="Gr__e (1)*'.txt"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%281%29%2A%27.txt`
		);
	});
});
