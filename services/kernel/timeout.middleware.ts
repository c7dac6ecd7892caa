/**
 * Gives up on calls that take too long, as Moleculer's own `Timeout` does, with one timer for all calls of
 * the same limit: a timer and a race for each call cost a short request more than its handler.
 */
import { Errors, METRIC, type Context, type Middleware, type ServiceBroker } from "moleculer";
import type { ActionHandler, ActionSchema } from "moleculer";
import { Stream } from "node:stream";
import { Deadlines } from "./deadlines.ts";

/** Moleculer sets it to tell a call over the transporter how much of its time is left. */
type Timed = Context & { startHrTime: [number, number] | null };

export function timeouts(broker: ServiceBroker): Middleware {
	const deadlines = new Deadlines();
	const limitCall = (next: ActionHandler, action: ActionSchema) => {
		const { timeout } = action as ActionSchema & { timeout?: number };
		const limit = timeout ?? broker.options.requestTimeout!;
		return function timeoutMiddleware(this: unknown, ctx: Timed) {
			const milliseconds = (ctx.options.timeout ??= limit);
			if (milliseconds > 0) ctx.startHrTime ??= process.hrtime();
			const work = next.call(this as never, ctx) as Promise<unknown>;
			if (!(milliseconds > 0)) return work;
			return deadlines.limit(work, milliseconds, () => tooLong(broker, ctx, action));
		} as ActionHandler;
	};
	return {
		name: "Timeout",
		created: () => registerMetric(broker),
		localAction: limitCall,
		remoteAction: limitCall
	};
}

function registerMetric({ metrics }: ServiceBroker) {
	metrics.register({
		name: METRIC.MOLECULER_REQUEST_TIMEOUT_TOTAL,
		type: METRIC.TYPE_COUNTER,
		labelNames: ["service", "action"],
		description: "Number of timed out requests",
		rate: true
	});
}

function tooLong(broker: ServiceBroker, ctx: Timed, { name, service }: ActionSchema): Error {
	const { nodeID, requestID, params } = ctx;
	const { timeout } = ctx.options;
	const action = name!;
	broker.logger.warn(`Request '${action}' is timed out.`, { requestID, nodeID, timeout });
	if (params instanceof Stream) params.emit("moleculer-timeout-middleware", timeout);
	broker.metrics.increment(METRIC.MOLECULER_REQUEST_TIMEOUT_TOTAL, {
		service: service?.fullName ?? null,
		action
	});
	return new Errors.RequestTimeoutError({ action, nodeID: nodeID! });
}
