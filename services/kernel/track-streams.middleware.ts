/**
 * Counts a call as running until the stream that it answered has ended, so that a service that is stopped
 * or swapped waits for what it still sends.
 */
import { Readable } from "node:stream";
import type { ActionHandler, Context, Middleware, Service } from "moleculer";

type Tracked = Service & { _trackedContexts: Context[] };

export const trackStreams: Middleware = {
	name: "TrackStreams",

	localAction(next: ActionHandler) {
		return function trackStreamsMiddleware(this: Service, ctx: Context) {
			const result = next.call(this, ctx) as Promise<unknown>;
			return result.then(answer => {
				if (answer instanceof Readable && !answer.closed && ctx.service)
					keepTracked(ctx.service as Tracked, ctx, answer);
				return answer;
			});
		} as ActionHandler;
	}
};

/** Adds the context once more: Moleculer's own tracker takes its entry away when the handler is done. */
function keepTracked({ _trackedContexts: tracked }: Tracked, ctx: Context, stream: Readable) {
	tracked.push(ctx);
	stream.once("close", () => {
		const index = tracked.indexOf(ctx);
		if (index !== -1) tracked.splice(index, 1);
	});
}
