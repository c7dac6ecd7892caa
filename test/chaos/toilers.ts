/** Those who ask for work in the background, and look whether each piece of it was done once. */
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { insist, type AnyGateway, type Ledger } from "./writers.ts";

/** What each task has to lay down, one after the other. */
export const PEBBLES = 5;

const LOOK_AGAIN_MS = 500;

/** Asks for one task after the other and waits for its end; returns what is wrong with them. */
export async function toil(
	anyGateway: AnyGateway,
	ledger: Ledger,
	isOver: () => boolean
): Promise<string[]> {
	const problems: string[] = [];
	while (!isOver()) {
		const name = randomUUID();
		const key = { "idempotency-key": name };
		const { body } = await insist(anyGateway, ledger, 202, client =>
			client.post("/counters/carry", { name, pebbles: PEBBLES }, key)
		);
		const state = await endOf(anyGateway, ledger, String(body.taskId));
		if (state !== "done") problems.push(`the task ${String(body.taskId)} has ${state}`);
		const heap = await insist(anyGateway, ledger, 200, client =>
			client.get(`/counters/heap?name=${name}`)
		);
		const wanted = Array.from({ length: PEBBLES }, (_none, number) => number).join();
		const laid = (heap.body.numbers as number[]).join();
		if (laid !== wanted) problems.push(`${name} has the pebbles ${laid || "none"}`);
		ledger.tasks++;
	}
	return problems;
}

async function endOf(anyGateway: AnyGateway, ledger: Ledger, id: string): Promise<string> {
	for (;;) {
		const { body } = await insist(anyGateway, ledger, 200, client =>
			client.get(`/tasks/${id}`)
		);
		const state = String(body.state);
		if (["done", "failed", "cancelled"].includes(state)) return state;
		await setTimeout(LOOK_AGAIN_MS);
	}
}
