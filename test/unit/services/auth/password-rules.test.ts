import { expect } from "chai";
import { passwordProblems } from "../../../../services/auth/password-rules.ts";

const GOOD = [
	"Wren-42-Lantern",
	"aB3!aB3!",
	"Ünïcödé-Straße-7",
	`aB3!${"x".repeat(124)}`,
	"Aa1 🦉🦉🦉🦉🦉"
];

const BAD: [password: unknown, messages: string[]][] = [
	["aB3!", ["is too short"]],
	["🦉aB3!🦉🦉", ["is too short"]],
	[`aB3!${"x".repeat(125)}`, ["is too long"]],
	["wren-42-lantern", ["has no upper case letter"]],
	["WREN-42-LANTERN", ["has no lower case letter"]],
	["Wren-Two-Lantern", ["has no digit"]],
	["Wren42Lantern", ["has no special character"]],
	["Wren42 Lantern", ["has no special character"]],
	[
		"",
		[
			"is too short",
			"has no upper case letter",
			"has no lower case letter",
			"has no digit",
			"has no special character"
		]
	],
	[12345678, ["has the wrong type"]],
	[{ $ne: null }, ["has the wrong type"]],
	[undefined, ["has the wrong type"]]
];

describe("password rules", () => {
	for (const password of GOOD) {
		it(`take ${password.slice(0, 20)}`, () => {
			expect(passwordProblems(password, "/password")).to.deep.equal([]);
		});
	}

	for (const [password, messages] of BAD) {
		it(`refuse ${JSON.stringify(password)?.slice(0, 20)}: ${messages.join(", ")}`, () => {
			const problems = passwordProblems(password, "/password");
			expect(problems.map(problem => problem.message)).to.deep.equal(messages);
			expect(problems.every(problem => problem.pointer === "/password")).to.equal(true);
			expect(problems.every(problem => !("value" in problem))).to.equal(true);
		});
	}
});
