/** Messages that a group cannot do with. */
import { expect } from "chai";
import { waitUntil } from "../../support/wait-until.ts";
import type { StreamNode } from "../../support/stream-node.ts";
import { numberOf, page, type Stage } from "./stage.ts";

const QUICK = { delaysMs: [20, 40] };

export function describeFailures(stage: Stage) {
	it("delivers again after a failure, before the next of the key", async () => {
		const node = await stage.open();
		const tried: number[] = [];
		const failures: number[] = [];
		node.consume(
			message => {
				tried.push(numberOf(message));
				failures.push(performance.now());
				if (tried.length <= 2) throw new Error("not yet");
			},
			{ retry: QUICK }
		);
		await node.count("ann", 1);
		await node.count("ann", 2);
		await waitUntil("both are done", async () => tried.length >= 4);
		expect(tried).to.deep.equal([1, 1, 1, 2]);
		expect(failures[1]! - failures[0]!).to.be.at.least(QUICK.delaysMs[0]! - 1);
		expect(failures[2]! - failures[1]!).to.be.at.least(QUICK.delaysMs[1]! - 1);
	});

	it("makes a dead letter of what keeps failing, goes on with the key, and replays it behind", async () => {
		const node = await stage.open();
		let isBroken = true;
		const done: string[] = [];
		const others: number[] = [];
		node.consume(message => others.push(numberOf(message)), { group: "others" });
		node.consume(
			message => {
				if (isBroken && numberOf(message) === 1) throw new TypeError("no such thing");
				done.push(`${message.id} ${numberOf(message)}`);
			},
			{ retry: QUICK }
		);
		const id = await node.count("ann", 1);
		const next = await node.count("ann", 2);
		await waitUntil("the next is done", async () => done.length === 1);
		expect(done).to.deep.equal([`${next} 2`]);
		const letters = await lettersOf(node);
		expect(letters).to.have.length(1);
		expect(letters[0]).to.deep.include({
			stream: "counts",
			group: "counter",
			messageId: id,
			key: "ann",
			type: "counted",
			payload: { n: 1 },
			attempts: 3,
			error: "TypeError: no such thing"
		});
		isBroken = false;
		expect(await node.streams.deadLetters.replay({})).to.equal(1);
		node.streams.moveWaiting();
		await waitUntil("it is done", async () => done.length === 2);
		expect(done[1]).to.equal(`${id} 1`);
		expect(await lettersOf(node)).to.deep.equal([]);
		expect(others, "a replay is for the group that failed").to.deep.equal([1, 2]);
		expect((await page(node)).total, "a replay is no message of its own").to.equal(2);
	});

	it("counts a handler that takes too long as failed", async () => {
		const node = await stage.open();
		node.consume(() => new Promise(() => undefined), {
			retry: { delaysMs: [] },
			timeoutMs: 50
		});
		await node.count("ann", 1);
		await waitUntil("it is a dead letter", async () => (await lettersOf(node)).length === 1);
		expect((await lettersOf(node))[0]!.error).to.match(/took longer than 0.05 s/);
	});
}

function lettersOf({ runtime }: StreamNode) {
	return runtime.connection.collection("deadLetters").find({}).toArray();
}
