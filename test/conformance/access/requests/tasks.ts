/** Work in the background. */
import type { Stage } from "../stage.ts";
import { newRequests } from "./ask.ts";

const { requests, ask } = newRequests();

/** A task of the owner that waits. */
export async function makeTask({ kernel, owner }: Stage, asker = owner) {
	const { id } = await kernel.kernel.runtime.enqueue({
		job: "exercises.check",
		payload: {},
		askedBy: asker.id,
		requestId: null,
		delayMs: 3_600_000
	});
	return id;
}
ask("GET /tasks");
ask("GET /tasks/schedules");
ask("GET /tasks/count");
ask("GET /tasks/:id", async stage => ({ params: { id: await makeTask(stage) } }));
ask("POST /tasks/:id/cancel", async stage => ({ params: { id: await makeTask(stage) } }));
ask("GET /streaming/progress", async stage => ({ query: `task=${await makeTask(stage)}` }));

export const tasksRequests = requests;
