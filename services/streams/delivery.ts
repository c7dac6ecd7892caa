/** Gives entries to a handler and decides what comes after it: done, once more, or a dead letter. */
import type { RetryPolicy, StreamMessage } from "../../mixins/index.ts";
import { withDeadline } from "../kernel/deadline.ts";
import type { Outcome } from "./driver.ts";
import { toMessage, type Entry } from "./entry.ts";

export const DEFAULT_RETRY: RetryPolicy = { delaysMs: [1000, 5000, 30_000, 120_000] };
export const DEFAULT_TIMEOUT_MS = 60_000;

/** How long a dead letter that the store does not take waits. */
const KEEP_AGAIN_MS = 5000;

export interface DeadMessage {
	entry: Entry;
	group: string;
	attempts: number;
	error: string;
}

export interface DeliveryParts {
	group: string;
	retry: RetryPolicy;
	timeoutMs: number;
	handle: (message: StreamMessage) => unknown;
	bury: (dead: DeadMessage) => Promise<void>;
	counted: (what: "delivered" | "retried" | "dead", entry: Entry) => void;
	failed: (error: unknown, entry: Entry, attempt: number) => void;
}

/** Makes what a driver calls with each entry; it never throws. */
export function deliveryTo(parts: DeliveryParts) {
	const { group, retry } = parts;
	const allowed = retry.delaysMs.length + 1;
	return async function deliver(entry: Entry, attempt: number): Promise<Outcome> {
		if (entry.group !== null && entry.group !== group) return null;
		// Its node died each time, so that nobody has seen it fail.
		if (attempt > allowed)
			return bury(entry, attempt - 1, "the node died while it worked on it");
		const error = await attemptOf(parts, entry);
		if (error === null) {
			parts.counted("delivered", entry);
			return null;
		}
		parts.failed(error, entry, attempt);
		if (attempt === allowed) return bury(entry, attempt, messageOf(error));
		parts.counted("retried", entry);
		return { retryAfterMs: retry.delaysMs[attempt - 1]! };
	};

	async function bury(entry: Entry, attempts: number, error: string): Promise<Outcome> {
		try {
			await parts.bury({ entry, group, attempts, error });
			parts.counted("dead", entry);
			return null;
		} catch (failure) {
			parts.failed(failure, entry, attempts);
			return { retryAfterMs: KEEP_AGAIN_MS };
		}
	}
}

/** What the handler threw; null when it is done. */
async function attemptOf({ handle, timeoutMs }: DeliveryParts, entry: Entry): Promise<unknown> {
	try {
		const work = (async () => handle(toMessage(entry)))();
		await withDeadline(work, timeoutMs, "the handler");
		return null;
	} catch (error) {
		return error ?? new Error("nothing was thrown");
	}
}

function messageOf(error: unknown) {
	return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
