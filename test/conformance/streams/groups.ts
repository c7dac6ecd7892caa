/** Groups and their members, who come, go and die. */
import { once } from "node:events";
import { expect } from "chai";
import type { Counted } from "../../support/stream-node.ts";
import { waitUntil } from "../../support/wait-until.ts";
import { numberOf, type Stage } from "./stage.ts";

export function describeGroups(stage: Stage) {
	it("brings a message to one member of each group, also to groups that come later", async () => {
		const [one, other] = [await stage.open(), await stage.open()];
		const received: Record<string, number[]> = { reports: [], mails: [], late: [] };
		const take = (group: string) => (message: Counted) =>
			received[group]!.push(numberOf(message));
		for (const node of [one, other])
			for (const group of ["reports", "mails"]) node.consume(take(group), { group });
		for (let n = 0; n < 20; n++) await one.count(`key ${n}`, n);
		const hasAll = (group: string) => async () => received[group]!.length >= 20;
		await waitUntil("the reports have all", hasAll("reports"));
		await waitUntil("the mails have all", hasAll("mails"));
		other.consume(take("late"), { group: "late" });
		await waitUntil("the late ones have all", hasAll("late"));
		for (const group of Object.keys(received))
			expect(
				received[group]!.toSorted((a, b) => a - b),
				group
			).to.deep.equal(Array.from({ length: 20 }, (_, n) => n));
	});

	it("gives a message of a member that was killed to another, after its time", async () => {
		const { child, lines } = await stage.startMember();
		const node = await stage.open();
		await node.count("ann", -1);
		await waitUntil("it has begun", async () => lines.includes("began -1"));
		child.kill("SIGKILL");
		await once(child, "exit");
		const received: number[] = [];
		node.consume(message => received.push(numberOf(message)));
		await waitUntil("another has it", async () => received.length > 0);
		await node.count("ann", 2);
		await waitUntil("the next follows", async () => received.length > 1);
		expect(received).to.deep.equal([-1, 2]);
	});

	it("hands over from one member to another while messages flow: nothing lost, nothing twice", async () => {
		const node = await stage.open();
		const received: number[] = [];
		const handler = async (message: Counted) => {
			await new Promise(resolve => setImmediate(resolve));
			received.push(numberOf(message));
		};
		let leave = node.consume(handler);
		const publishing = (async () => {
			for (let n = 0; n < 200; n++) await node.count(`key ${n % 10}`, n);
		})();
		for (let swap = 0; swap < 8; swap++) {
			const before = leave;
			leave = node.consume(handler);
			await before();
		}
		await publishing;
		await waitUntil("all are received", async () => received.length >= 200);
		expect(received.toSorted((a, b) => a - b)).to.deep.equal(
			Array.from({ length: 200 }, (_, n) => n)
		);
	});

	it("waits for the messages in flight when a member leaves", async () => {
		const node = await stage.open();
		let release = () => {};
		const held = new Promise<void>(resolve => (release = resolve));
		let began = false;
		let ended = false;
		const leave = node.consume(async () => {
			began = true;
			await held;
			ended = true;
		});
		await node.count("ann", 1);
		await waitUntil("it has begun", async () => began);
		const leaving = leave().then(() => ended);
		release();
		expect(await leaving).to.equal(true);
		const again: number[] = [];
		node.consume(message => again.push(numberOf(message)));
		await node.count("ann", 2);
		await waitUntil("the next is received", async () => again.length > 0);
		expect(again).to.deep.equal([2]);
	});
}
