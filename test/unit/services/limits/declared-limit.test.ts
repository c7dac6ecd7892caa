import { expect } from "chai";
import { describeLimit, limitProblem } from "../../../../services/limits/declared-limit.ts";

describe("a declared limit", () => {
	for (const limit of [
		undefined,
		false,
		"login",
		"reset",
		{ points: 1, seconds: 1 },
		{ points: 1_000_000, seconds: 86_400 }
	])
		it(`may be ${JSON.stringify(limit)}`, () => expect(limitProblem(limit)).to.equal(null));

	const wrong: [limit: unknown, problem: string][] = [
		["fast", 'limit is "fast", expected false, "login", "reset" or { points, seconds }'],
		[true, 'limit is true, expected false, "login", "reset" or { points, seconds }'],
		[null, 'limit is null, expected false, "login", "reset" or { points, seconds }'],
		[5, 'limit is 5, expected false, "login", "reset" or { points, seconds }'],
		[[5, 60], 'limit is [5,60], expected false, "login", "reset" or { points, seconds }'],
		[{ points: 5 }, "limit.seconds is missing, expected a whole number from 1 to 86400"],
		[{ seconds: 5 }, "limit.points is missing, expected a whole number from 1 to 1000000"],
		[
			{ points: 0, seconds: 60 },
			"limit.points is 0, expected a whole number from 1 to 1000000"
		],
		[
			{ points: 1.5, seconds: 60 },
			"limit.points is 1.5, expected a whole number from 1 to 1000000"
		],
		[
			{ points: "5", seconds: 60 },
			'limit.points is "5", expected a whole number from 1 to 1000000'
		],
		[
			{ points: 5, seconds: 86_401 },
			"limit.seconds is 86401, expected a whole number from 1 to 86400"
		],
		[
			{ points: 5, seconds: 60, per: "user" },
			"limit.per is not known, expected points and seconds"
		]
	];
	for (const [limit, problem] of wrong)
		it(`may not be ${JSON.stringify(limit)}`, () =>
			expect(limitProblem(limit)).to.equal(problem));

	it("is told in words", () => {
		expect(describeLimit(undefined)).to.equal(null);
		expect(describeLimit(false)).to.match(/Never refused/);
		expect(describeLimit("login")).to.match(/sign-ins/);
		expect(describeLimit("reset")).to.match(/password resets/);
		expect(describeLimit({ points: 3, seconds: 60 })).to.match(/At most 3 times in 60 seconds/);
	});
});
