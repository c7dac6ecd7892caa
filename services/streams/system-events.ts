/** Tells `system-events` what happened to the system; what cannot be told is logged. */
import type { LyceumBroker, SystemEvent } from "../../mixins/index.ts";
import { SYSTEM_EVENT_RECORDED } from "../../mixins/stream-messages.ts";

/** Publishes a system event outside of a request; `key` is what such events are in order for. */
export async function tellSystem(
	{ kernel, logger }: Pick<LyceumBroker, "kernel" | "logger">,
	key: string,
	payload: SystemEvent
): Promise<void> {
	const { stream, type } = SYSTEM_EVENT_RECORDED;
	try {
		await kernel.publish({ stream, type, key, payload, actorId: null, requestId: null });
	} catch (error) {
		logger.error(`The system event "${payload.eventType}" was not published`, error);
	}
}
