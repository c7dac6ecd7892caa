/** The door for the progress of one task: it closes behind the last that there is to tell. */
import type { Connection } from "./connection.ts";
import { EventStreamDoor, type StreamConnection } from "./event-stream-door.ts";

interface Told {
	subscription?: string;
	task?: string | object;
	state?: string;
}

export class TaskStreamDoor extends EventStreamDoor {
	override send(event: string, payload: object, connections: Connection[]): void {
		super.send(event, payload, connections);
		const { subscription, task, state } = payload as Told;
		// Where a task is already is told as what comes later is, so that a client hears of it in one way.
		if (event === "subscribed" && typeof task === "object")
			this.send("progress", { subscription, ...task }, connections);
		if (event !== "progress" || state === "queued" || state === "running") return;
		for (const { stream } of connections as StreamConnection[]) stream.end();
	}
}
