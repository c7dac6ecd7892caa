import { expect } from "chai";
import { readRanges, type Range } from "../../../../services/files/ranges.ts";

describe("a range header", () => {
	const cases: [header: string | undefined, ranges: [number, number][] | null][] = [
		[undefined, null],
		["bytes=0-0", [[0, 0]]],
		["bytes=0-99", [[0, 99]]],
		["bytes=90-", [[90, 99]]],
		["bytes=90-1000", [[90, 99]]],
		["bytes=-10", [[90, 99]]],
		["bytes=-1000", [[0, 99]]],
		["Bytes=1-2", [[1, 2]]],
		[
			"bytes=0-9, 20-29 ,-5",
			[
				[0, 9],
				[20, 29],
				[95, 99]
			]
		],
		["bytes=100-", []],
		["bytes=-0", []],
		["bytes=0-9,200-300", [[0, 9]]],
		["items=0-9", null],
		["bytes=9-0", null],
		["bytes=-", null],
		["bytes=a-b", null],
		["bytes=0-9,x", null],
		["bytes=", null],
		["bytes=1-2-3", null],
		["bytes=0-99,0-99", null],
		[`bytes=${Array.from({ length: 17 }, (_, index) => `${index}-${index}`).join()}`, null],
		["bytes=99999999999999999999-", null]
	];
	for (const [header, expected] of cases)
		it(`"${String(header).slice(0, 40)}" asks for ${JSON.stringify(expected)} of 100 bytes`, () => {
			const ranges = readRanges(header, 100);
			const found = ranges?.map(({ start, end }: Range) => [start, end]) ?? null;
			expect(found).to.deep.equal(expected);
		});
});
