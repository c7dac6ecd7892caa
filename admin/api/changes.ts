/** Changes of many documents in one request, and their undoing on the server. */
import { request } from "./http.ts";
import type { FieldProblem } from "./problem.ts";

export type Wish =
	| { create: Record<string, unknown> }
	| { id: string; rev?: number; set: Record<string, unknown> }
	| { id: string; rev?: number; remove: true };

export interface Outcome {
	id: string | null;
	rev: number | null;
	problem: { status: number; code: string; detail: string; errors?: FieldProblem[] } | null;
}

export interface Outcomes {
	/** The id under which it can be undone; null when nothing was changed. */
	undo: string | null;
	outcomes: Outcome[];
}

/** As many as the server takes in one request. */
export const MAX_WISHES = 200;

/** Sends the wishes in as many requests as they need, and tells how far it is. */
export async function changeMany(
	collection: string,
	wishes: Wish[],
	{ dryRun = false, onProgress = (_done: number) => {} } = {}
): Promise<{ undo: string[]; outcomes: Outcome[] }> {
	const undo: string[] = [];
	const outcomes: Outcome[] = [];
	for (let from = 0; from < wishes.length; from += MAX_WISHES) {
		const some = wishes.slice(from, from + MAX_WISHES);
		const body = { collection, wishes: some, ...(dryRun && { dryRun }) };
		const answer = await request<Outcomes>("/console/changes", { method: "POST", body });
		outcomes.push(...answer.body.outcomes);
		if (answer.body.undo !== null) undo.push(answer.body.undo);
		onProgress(outcomes.length);
	}
	return { undo, outcomes };
}

/** Undoes what was changed, the last request first. */
export async function undoMany(ids: string[]): Promise<Outcome[]> {
	const outcomes: Outcome[] = [];
	for (const id of ids.toReversed()) {
		const { body } = await request<Outcomes>(`/console/changes/${id}/undo`, {
			method: "POST",
			body: {}
		});
		outcomes.push(...body.outcomes);
	}
	return outcomes;
}
