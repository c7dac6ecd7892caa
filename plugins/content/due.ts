/** What the clock does: publishes what shall be published by now, and archives what has expired. */
import { defineJob, type Ctx, type Query, type ScheduleDefinition } from "lyceum";
import { ContentItem } from "./item.model.ts";
import { archiveItem, publishItem, type Service } from "./steps.ts";
import { moved, type StoredItem } from "./workflow.ts";

export const DUE = defineJob<object>("content.due", {
	description: "Publishes what shall be published by now, and archives what has expired",
	action: "due",
	payload: { type: "object", additionalProperties: false },
	timeoutMs: 10 * 60 * 1000
});

export const EVERY_MINUTE: ScheduleDefinition = {
	name: "content.due",
	cron: "* * * * *",
	job: DUE,
	missed: "once"
};

/** What is left over is done a minute later. */
const AT_ONCE = 500;

export interface DueResult {
	published: number;
	archived: number;
	/** Those that something holds back; each says why in its last step. */
	held: number;
}

export async function doDue(service: Service, ctx: Ctx<unknown>, now: Date): Promise<DueResult> {
	const result = { published: 0, archived: 0, held: 0 };
	for (const { _id } of await dueItems(service, {
		expireAt: { $lte: now },
		publishedRev: { $ne: null }
	})) {
		await archiveItem(service, ctx, _id, "archive", { comment: "It has expired" });
		result.archived++;
	}
	for (const item of await dueItems(service, { publishAt: { $lte: now } })) {
		const isPublished = await publishOrHold(service, ctx, item);
		result[isPublished ? "published" : "held"]++;
	}
	return result;
}

function dueItems(service: Service, query: Query): Promise<StoredItem[]> {
	return service.model(ContentItem).find(query).limit(AT_ONCE).lean<StoredItem[]>();
}

/** One that is held back does not hold up the others, and is not tried again by itself. */
async function publishOrHold(service: Service, ctx: Ctx<unknown>, { _id }: StoredItem) {
	try {
		await publishItem(service, ctx, _id, {});
		return true;
	} catch (error) {
		const { code = 500, message } = error as Error & { code?: number };
		// A store or a gate that is away is no verdict: the next minute tries again.
		if (code >= 500) throw error;
		await service.changeDocument(ctx, _id, before => {
			const { publishAt: _over, ...item } = before as StoredItem;
			const comment = `It was not published at its time: ${message}`.slice(0, 2000);
			return moved(item, item.status, { byId: null, comment });
		});
		return false;
	}
}
