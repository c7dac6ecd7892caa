/** Sends requests over kept connections, a fixed number at a time, and notes how each was answered. */
import { Agent, request as send } from "node:http";
import { setTimeout } from "node:timers/promises";

export interface LoadRequest {
	method?: string;
	path: string;
	headers?: Record<string, string>;
	body?: string;
}

export interface LoadResult {
	statuses: Record<string, number>;
	/** Milliseconds from when each request was due until it was answered, in the order in which they ended. */
	times: number[];
	seconds: number;
}

const CONNECTIONS = 16;

/** Sends `count` requests; `make` gives the n-th. */
export async function sendMany(
	url: string,
	count: number,
	make: (index: number) => LoadRequest
): Promise<LoadResult> {
	const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
	const result: LoadResult = { statuses: {}, times: [], seconds: 0 };
	const startedAt = performance.now();
	let next = 0;
	const workers = Array.from({ length: CONNECTIONS }, async () => {
		while (next < count) await sendOne(agent, url, make(next++), result, performance.now());
	});
	await Promise.all(workers);
	result.seconds = (performance.now() - startedAt) / 1000;
	agent.destroy();
	return result;
}

/**
 * Sends `rate` requests a second, whether the earlier ones were answered or not, until `over` is done. Each
 * is timed from the moment at which it was due: what is sent late because of a stall has waited as well.
 */
export async function sendSteadily(
	url: string,
	rate: number,
	make: (index: number) => LoadRequest,
	over: Promise<unknown>
): Promise<LoadResult> {
	const agent = new Agent({ keepAlive: true, maxSockets: 256 });
	const result: LoadResult = { statuses: {}, times: [], seconds: 0 };
	const state = { over: false };
	void over.finally(() => (state.over = true));
	const startedAt = performance.now();
	const sent: Promise<void>[] = [];
	while (!state.over) {
		const due = Math.floor(((performance.now() - startedAt) / 1000) * rate);
		while (sent.length < due) {
			const dueAt = startedAt + ((sent.length + 1) * 1000) / rate;
			sent.push(sendOne(agent, url, make(sent.length), result, dueAt));
		}
		await setTimeout(1);
	}
	await Promise.all(sent);
	result.seconds = (performance.now() - startedAt) / 1000;
	agent.destroy();
	return result;
}

function sendOne(
	agent: Agent,
	url: string,
	{ method = "GET", path, headers, body }: LoadRequest,
	result: LoadResult,
	dueAt: number
): Promise<void> {
	return new Promise(resolve => {
		const note = (status: string) => {
			result.statuses[status] = (result.statuses[status] ?? 0) + 1;
			result.times.push(performance.now() - dueAt);
			resolve();
		};
		const options = {
			agent,
			method,
			headers: {
				...headers,
				...(body !== undefined && {
					"content-type": "application/json",
					"content-length": Buffer.byteLength(body)
				})
			}
		};
		const request = send(url + path, options, response => {
			response.resume();
			response.once("end", () => note(String(response.statusCode)));
			response.once("error", error => note(error.message));
		});
		request.once("error", error => note(error.message));
		request.end(body);
	});
}
