/**
 * Sends requests steadily from a process of its own, so that the work of whoever measures delays none of
 * them. Arguments: the address of the server under measurement.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { serveParent, type Child } from "./child.ts";
import { sendSteadily, type LoadRequest, type LoadResult } from "./load.ts";

export interface SteadyLoad {
	rate: number;
	/** Are sent one after the other, again and again. */
	requests: LoadRequest[];
}

export interface SteadyResult extends LoadResult {
	/** The longest time in milliseconds for which the generator itself did not come to send. */
	generatorStall: number;
}

if (process.send) serve(process.argv[2]!);

/** Sends the load until something is over. */
export async function sendUntil(
	generator: Child,
	load: SteadyLoad,
	over: Promise<unknown>
): Promise<SteadyResult> {
	await generator.ask("begin", load);
	await over.catch(() => undefined);
	return generator.ask<SteadyResult>("end");
}

function serve(url: string) {
	const stalls = monitorEventLoopDelay({ resolution: 1 });
	let end: () => void;
	let sending: Promise<LoadResult>;
	serveParent(
		url,
		{},
		{
			begin({ rate, requests }: SteadyLoad) {
				const over = new Promise<void>(resolve => (end = resolve));
				stalls.reset();
				stalls.enable();
				const make = (index: number) => requests[index % requests.length]!;
				sending = sendSteadily(url, rate, make, over);
			},
			async end(): Promise<SteadyResult> {
				end();
				const result = await sending;
				stalls.disable();
				return { ...result, generatorStall: stalls.max / 1e6 };
			}
		},
		async () => undefined
	);
}
