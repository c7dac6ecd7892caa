/** How far tasks are, as their documents say. */
import type { Connection } from "mongoose";
import { scopeOf } from "../../mixins/ability.ts";
import type { Ability, Query } from "../../mixins/index.ts";
import type { TaskProgress } from "./events.ts";
import { Task, type TaskDocument } from "./task.model.ts";

/** Those of the tasks that an ability may read; all of them without one. */
export async function readProgress(
	connection: Connection,
	ids: string[],
	ability: Ability | null
): Promise<TaskProgress[]> {
	const scope = ability ? scopeOf(ability, "read", Task.name) : {};
	if (scope === null) return [];
	const query: Query = { $and: [{ _id: { $in: ids } }, scope] };
	const tasks = await connection
		.collection<TaskDocument>(Task.collection)
		.find(query as never)
		.toArray();
	return tasks.map(progressOf);
}

export function progressOf(task: TaskDocument): TaskProgress {
	const { _id: id, state, progress, message = null, error = null, rev } = task;
	return { id, state, progress, message, error, rev };
}
