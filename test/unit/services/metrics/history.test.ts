import { expect } from "chai";
import { History, SPANS, type Reading } from "../../../../services/metrics/history.ts";

const SECOND_MS = 1000;

function reading(seconds: number, more: Partial<Reading> = {}): Reading {
	return {
		at: seconds * SECOND_MS,
		requests: 0,
		errors: 0,
		buckets: new Float64Array(12),
		memoryMb: 100,
		running: 0,
		queued: 0,
		sockets: 0,
		learners: new Set(),
		...more
	};
}

describe("the history of a node", () => {
	it("tells rates and times of what happened between two readings", () => {
		const history = new History(reading(0));
		const buckets = new Float64Array(12).fill(40).fill(20, 0, 1);
		history.add(reading(10, { requests: 40, errors: 5, buckets, sockets: 3 }));
		expect(history.points("hour")).to.deep.equal([
			{
				at: new Date(10_000).toISOString(),
				requests: 4,
				errors: 0.5,
				p50: 1,
				p99: 4.92,
				memoryMb: 100,
				running: 0,
				queued: 0,
				sockets: 3,
				learners: 0
			}
		]);
		expect(history.points("day")).to.deep.equal([]);
	});

	it("counts each learner of a minute once", () => {
		const history = new History(reading(0));
		for (let step = 1; step <= 6; step++)
			history.add(reading(step * 10, { learners: new Set(["ann", `learner ${step % 2}`]) }));
		expect(history.points("hour").map(({ learners }) => learners)).to.deep.equal(
			Array(6).fill(2)
		);
		expect(history.points("day").map(({ learners }) => learners)).to.deep.equal([3]);
	});

	it("says that nothing was answered, and no rate below zero when counts have gone", () => {
		const history = new History(reading(0, { requests: 50 }));
		history.add(reading(10, { requests: 10 }));
		const [point] = history.points("hour");
		expect(point).to.include({ requests: 0, errors: 0, p50: null, p99: null });
	});

	it("keeps an hour and a day, and no more", () => {
		const history = new History(reading(0));
		for (let step = 1; step <= 10_000; step++) history.add(reading(step * 10));
		expect(history.points("hour")).to.have.lengthOf(SPANS.hour.points);
		expect(history.points("day")).to.have.lengthOf(SPANS.day.points);
		expect(history.points("day").at(-1)!.at).to.equal(new Date(99_960_000).toISOString());
	});
});
