/** Begins a check that somebody asks for: whether they may, and the task that does it. */
import {
	documentErrors,
	newId,
	requestErrors,
	requireAbility,
	type Ctx,
	type LyceumBroker
} from "lyceum";
import { CHECK } from "./jobs.ts";
import { itemsOfCollection, readItem } from "./library.ts";

/** Null stands for what is not given. */
export interface StartCheck {
	itemId?: string | null;
	collectionId?: string | null;
	all?: boolean | null;
	links?: boolean | null;
}

const CHECKABLE = "exactly one of itemId, collectionId and all";

/** Whoever checks an item, or a collection, may read it; the whole library is for those who may check all. */
export async function requireScope(ctx: Ctx<StartCheck>): Promise<void> {
	const { itemId, collectionId, all } = ctx.params;
	if ([itemId, collectionId, all].filter(Boolean).length !== 1)
		throw requestErrors.INVALID({
			errors: [{ pointer: "", message: `names not ${CHECKABLE}`, expected: CHECKABLE }]
		});
	if (all) requireAbility(ctx, "checkAll", "QualityCheck");
	if (collectionId) await itemsOfCollection(ctx, collectionId);
	if (itemId && (await readItem(ctx, itemId)).id !== itemId)
		throw documentErrors.NOT_FOUND({ subject: "ContentItem", id: itemId });
}

interface Checks {
	create(documents: object[]): Promise<unknown>;
}

/** Queues the task and writes the check, both or neither; answers 202. */
export function startCheck(broker: LyceumBroker, checks: Checks, ctx: Ctx<StartCheck>) {
	const { itemId, collectionId, all, links } = ctx.params;
	const _id = newId();
	const askedBy = ctx.meta.caller?.id ?? null;
	return broker.kernel.transaction(async session => {
		const task = await broker.kernel.enqueue({
			job: CHECK.name,
			payload: { checkId: _id },
			askedBy,
			requestId: ctx.requestID ?? null
		});
		await checks.create([
			{
				_id,
				askedBy,
				all: all === true,
				links: links === true,
				taskId: task.id,
				...(itemId && { itemId }),
				...(collectionId && { collectionId })
			}
		]);
		const answer = { id: _id, taskId: task.id, state: task.state, progress: task.progress };
		ctx.meta.$statusCode = 202;
		ctx.meta.$location = `/api/v1/quality/checks/${_id}`;
		await broker.kernel.keepAnswer(ctx, answer, session);
		return answer;
	});
}
