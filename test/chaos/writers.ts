/**
 * Writers that repeat what was not acknowledged until it is, as a careful client does: then it is known exactly
 * what every document must look like.
 */
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Answer, Client } from "../support/client.ts";

export interface Ledger {
	/** The last acknowledged number of each document. */
	acknowledged: Map<string, number>;
	/** How often each status was answered; 0 counts connections that broke. */
	statuses: Record<string, number>;
	/** How many tasks have been asked for and have ended. */
	tasks: number;
}

/** A client of one of the gateways that are there at this moment. */
export type AnyGateway = () => Client;

const DOCUMENTS = 5;
const AGAIN_AFTER_MS = 100;
const PAUSE_MS = 20;
const REQUEST_DEADLINE_MS = 15_000;

export function newLedger(): Ledger {
	return { acknowledged: new Map(), statuses: {}, tasks: 0 };
}

/** Makes documents of its own and raises their numbers, one after the other, until it is told to stop. */
export async function write(anyGateway: AnyGateway, ledger: Ledger, isOver: () => boolean) {
	const own: string[] = [];
	while (!isOver()) {
		if (own.length < DOCUMENTS) {
			const key = { "idempotency-key": randomUUID() };
			const made = await insist(anyGateway, ledger, 201, client =>
				client.post("/counters", { n: 0 }, key)
			);
			own.push(String(made.body.id));
			ledger.acknowledged.set(String(made.body.id), 0);
		}
		for (const id of own) {
			const n = ledger.acknowledged.get(id)! + 1;
			await insist(anyGateway, ledger, 200, client => client.patch(`/counters/${id}`, { n }));
			ledger.acknowledged.set(id, n);
		}
		await setTimeout(PAUSE_MS);
	}
}

/** Sends until it is acknowledged, to another gateway each time. Throws for an answer that no fault explains. */
export async function insist(
	anyGateway: AnyGateway,
	{ statuses }: Ledger,
	wanted: number,
	send: (client: Client) => Promise<Answer>
): Promise<Answer> {
	for (;;) {
		const answer = await withDeadline(send(anyGateway())).catch(() => null);
		const status = answer?.status ?? 0;
		statuses[status] = (statuses[status] ?? 0) + 1;
		if (answer && status === wanted) return answer;
		if (answer && !isTransient(answer))
			throw new Error(`A write was answered ${status}: ${answer.text}`);
		await setTimeout(AGAIN_AFTER_MS);
	}
}

/** "Not now", or "the same is just being done". */
function isTransient({ status, body }: Answer) {
	return status >= 502 || (status === 409 && body.code === "GATEWAY_KEY_RUNNING");
}

async function withDeadline<Result>(work: Promise<Result>): Promise<Result | null> {
	const ended = new AbortController();
	const late = setTimeout(REQUEST_DEADLINE_MS, null, { signal: ended.signal }).catch(() => null);
	try {
		return await Promise.race([work, late]);
	} finally {
		ended.abort();
	}
}
