import { expect } from "chai";
import * as fc from "fast-check";
import { countRemaining, secondsToWait, shownHints } from "../hints.ts";

const AT = new Date("2026-01-31T12:00:00Z");
const releases = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ index, createdAt: AT }));

describe("shownHints", () => {
	it("shows those that were released, and all of them to those who may read all", () => {
		fc.assert(
			fc.property(
				fc.array(fc.string(), { maxLength: 20 }),
				fc.nat({ max: 25 }),
				(hints, released) => {
					const shown = shownHints(hints, releases(released), false);
					expect(shown.map(({ hint }) => hint)).to.deep.equal(hints.slice(0, released));
					expect(shown.length + countRemaining(hints, releases(released))).to.equal(
						hints.length
					);
					const all = shownHints(hints, releases(released), true);
					expect(all.map(({ hint }) => hint)).to.deep.equal(hints);
					expect(all.filter(({ releasedAt }) => releasedAt)).to.deep.equal(shown);
				}
			)
		);
	});
});

describe("secondsToWait", () => {
	const rows: [number, number, number][] = [
		[60, 0, 60],
		[60, 59_000, 1],
		[60, 59_001, 1],
		[60, 60_000, 0],
		[60, 3_600_000, 0],
		[0, 0, 0],
		// The clock of the node that released it was ahead.
		[60, -5_000, 60],
		[0, -5_000, 0]
	];
	for (const [delay, sinceMs, wait] of rows) {
		it(`is ${wait} with a delay of ${delay} s, ${sinceMs} ms after the last hint`, () => {
			const [last] = releases(1);
			expect(secondsToWait(last, delay, new Date(AT.getTime() + sinceMs))).to.equal(wait);
		});
	}

	it("is 0 for the first hint", () => {
		expect(secondsToWait(undefined, 600, AT)).to.equal(0);
	});
});
