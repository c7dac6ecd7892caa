/**
 * Sees to the imports whose task has ended without them: cancelled before it was begun, given up, or broken off by
 * a node that did not come to taking back what it had made.
 */
import type { CollectionMethods, Ctx, ServiceMembers, Stored } from "lyceum";
import { Import, type ContentImport } from "./import.model.ts";
import { MAKE_TIMEOUT_MS } from "./jobs.ts";
import { takeBack } from "./make.ts";

type StoredImport = ContentImport & Stored;

interface EndedTask {
	state: string;
	startedAt?: string;
	finishedAt?: string;
}

type Settler = ServiceMembers & Pick<CollectionMethods, "changeDocument">;

/** What is left over is done a minute later. */
const AT_ONCE = 100;

const ENDED = new Set(["done", "failed", "cancelled"]);

/** Answers how many imports it has seen to. */
export async function settleImports(service: Settler, ctx: Ctx<unknown>, now: Date) {
	const open = await service
		.model(Import)
		.find({ state: { $in: ["queued", "applying"] } })
		.sort({ updatedAt: 1 })
		.limit(AT_ONCE)
		.lean<StoredImport[]>();
	let settled = 0;
	for (const found of open) if (await settle(service, ctx, found, now)) settled++;
	return { settled };
}

async function settle(service: Settler, ctx: Ctx<unknown>, found: StoredImport, now: Date) {
	const task = await taskOf(ctx, found);
	if (!(task ? isOver(task, now) : isLongAgo(found.createdAt, now))) return false;
	if (found.state === "applying") await takeBack(ctx, found);
	const outcome: Partial<ContentImport> =
		found.state === "applying"
			? { state: "ready" }
			: { state: "failed", problem: `It was not read: its task is ${task?.state ?? "gone"}` };
	await service.changeDocument(ctx, found._id, before => ({ ...before, ...outcome }), found.rev);
	return true;
}

/** Null for one that is not kept any more, or not queued yet. */
async function taskOf(ctx: Ctx<unknown>, { taskId }: StoredImport): Promise<EndedTask | null> {
	if (taskId === undefined) return null;
	try {
		return await ctx.call<EndedTask, { id: string }>("tasks.get", { id: taskId });
	} catch (error) {
		if ((error as { code?: unknown }).code === 404) return null;
		throw error;
	}
}

/** One that was begun may still be at taking back what it has made. */
function isOver({ state, startedAt, finishedAt }: EndedTask, now: Date) {
	if (!ENDED.has(state)) return false;
	return startedAt === undefined || (finishedAt !== undefined && isLongAgo(finishedAt, now));
}

function isLongAgo(at: Date | string, now: Date) {
	return now.getTime() - new Date(at).getTime() > MAKE_TIMEOUT_MS;
}
