/**
 * Several documents changed in one request, each by its collection's own action in the caller's name: rights,
 * validation and history are those of a single change. What cannot be changed is told and holds up no other.
 */
import { randomUUID } from "node:crypto";
import type { Ctx } from "../../mixins/index.ts";
import { problemOf, toCatalogueError, type Problem } from "../gateway/problem.ts";
import type { Operation, RunningCollection } from "./collections.ts";
import { errors } from "./errors.ts";

/** One wish about one document. */
export type Wish =
	| { create: Record<string, unknown> }
	| { id: string; rev?: number; set: Record<string, unknown> }
	| { id: string; rev?: number; remove: true }
	| { id: string; restore: true };

/** What undoes a change, as long as the document is at this revision. */
export interface Undoable {
	kind: "created" | "changed" | "removed";
	id: string;
	rev: number | null;
	/** The fields as they were; null for one that was not there. */
	before: Record<string, unknown> | null;
}

/** Why a wish was refused. */
export type Refusal = Pick<Problem, "status" | "code" | "detail" | "errors">;

export interface Outcome {
	id: string | null;
	rev: number | null;
	problem: Refusal | null;
}

export interface Changed {
	outcomes: Outcome[];
	undo: Undoable[];
}

type Document = Record<string, unknown> & { id: string; rev?: number };

/** Does what is wished, in its order. */
export async function applyWishes(
	ctx: Ctx<unknown>,
	collection: RunningCollection,
	wishes: Wish[]
): Promise<Changed> {
	const changed: Changed = { outcomes: [], undo: [] };
	for (const wish of wishes) {
		try {
			const undoable = await applyWish(ctx, collection, wish);
			changed.undo.push(undoable);
			changed.outcomes.push({ id: undoable.id, rev: undoable.rev, problem: null });
		} catch (error) {
			const id = "id" in wish ? wish.id : null;
			changed.outcomes.push({ id, rev: null, problem: tellable(ctx, error) });
		}
	}
	// What the last of the calls said of its own answer is not about this one's.
	delete ctx.meta.$statusCode;
	delete ctx.meta.$location;
	return changed;
}

/** Undoes changes, the last one first; a document that was changed since is left as it is. */
export async function undoAll(
	ctx: Ctx<unknown>,
	collection: RunningCollection,
	undoable: Undoable[]
): Promise<Outcome[]> {
	const wishes = undoable.toReversed().map(wishToUndo);
	return (await applyWishes(ctx, collection, wishes)).outcomes;
}

function wishToUndo({ kind, id, rev, before }: Undoable): Wish {
	const expected = rev === null ? {} : { rev };
	if (kind === "created") return { id, ...expected, remove: true };
	if (kind === "removed") return { id, restore: true };
	return { id, ...expected, set: before ?? {} };
}

async function applyWish(
	ctx: Ctx<unknown>,
	collection: RunningCollection,
	wish: Wish
): Promise<Undoable> {
	const call = <Answer>(operation: Operation, params: object) =>
		ctx.call<Answer, object>(actionOf(collection, operation), params);
	if ("create" in wish) {
		const made = await call<Document>("create", wish.create);
		return { kind: "created", id: made.id, rev: made.rev ?? null, before: null };
	}
	const { id } = wish;
	if ("restore" in wish) {
		const restored = await call<Document>("restore", { id });
		return { kind: "created", id, rev: restored.rev ?? null, before: null };
	}
	const expected = wish.rev === undefined ? {} : { rev: wish.rev };
	if ("remove" in wish) {
		const { versioned } = collection.routes.remove?.declaration ?? {};
		await call("remove", { id, ...(versioned && expected) });
		return { kind: "removed", id, rev: null, before: null };
	}
	const known = await call<Document>("get", { id });
	const changed = await call<Document>("update", { id, ...wish.set, ...expected });
	const before = fieldsOf(known, Object.keys(wish.set));
	return { kind: "changed", id, rev: changed.rev ?? null, before };
}

/** The action's name; throws for what the collection does not offer. */
function actionOf({ name, routes }: RunningCollection, operation: Operation): string {
	const route = routes[operation];
	if (!route) throw errors.NOT_OFFERED({ collection: name, operation });
	return route.action;
}

function fieldsOf(document: Document, names: string[]) {
	return Object.fromEntries(names.map(name => [name, document[name] ?? null]));
}

function tellable(ctx: Ctx<unknown>, error: unknown): Refusal {
	const requestId = ctx.requestID ?? randomUUID();
	const problem = problemOf(toCatalogueError(error, requestId), "", requestId);
	const { status, code, detail, errors: places } = problem;
	return { status, code, detail, ...(places && { errors: places }) };
}
