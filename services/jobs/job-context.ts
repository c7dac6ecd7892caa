/** The context that the action of a job is called with. */
import type { Service } from "moleculer";
import type { JobCtx } from "../../mixins/index.ts";
import type { ClaimedTask } from "./tasks.ts";

/** The work is the system's: whoever asked for it was allowed to when it was queued. */
export function jobContext(
	service: Service,
	{ _id: id, attempts: attempt, checkpoint, askedBy, batchId, payload, requestId }: ClaimedTask,
	signal: AbortSignal,
	tools: Pick<JobCtx, "progress" | "checkpoint">
): JobCtx {
	const { broker } = service;
	const ctx = broker.ContextFactory.create(
		broker,
		null as never,
		payload as never,
		{
			...(requestId !== null && { requestID: requestId }),
			// A job has its own limit of time, and a swap waits for it by its own rule.
			timeout: 0,
			tracking: false,
			meta: {}
		} as never
	);
	ctx.service = service;
	return Object.assign(ctx, tools, {
		signal,
		task: Object.freeze({ id, attempt, checkpoint, askedBy, batchId: batchId ?? null })
	}) as never;
}
