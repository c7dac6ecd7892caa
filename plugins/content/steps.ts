/** The actions that take an item a step further; each checks the right, the status, and records who and when. */
import {
	publish as publishMessage,
	requestErrors,
	type Action,
	type CollectionMethods,
	type Ctx,
	type Returns,
	type ServiceMembers,
	type StoredDocument
} from "lyceum";
import { ITEM_STEP, type ItemMoved } from "./events.ts";
import { passGates } from "./gate.ts";
import type { Status } from "./item.ts";
import {
	asArchived,
	asPublished,
	publicationOf,
	requireSoundTimes,
	type Publishing
} from "./publish.ts";
import { readItem } from "./read-item.ts";
import { requireRight } from "./rights.ts";
import { id, rev } from "./schemas.ts";
import type { Settings } from "./settings.ts";
import { moved, requireStatus, type StoredItem, type Verb } from "./workflow.ts";

export type Service = ServiceMembers<Settings> & CollectionMethods;

interface Step {
	id: string;
	comment?: string;
	rev?: number;
}

interface Submit extends Step {
	reviewers?: string[];
}

interface Publish extends Omit<Step, "comment"> {
	publishAt?: string;
	expireAt?: string | null;
	override?: string;
}

const comment = { type: "string", trim: true, max: 2000, optional: true } as const;
const time = { type: "string", max: 40, optional: true } as const;

/** The step actions of the service. */
export function stepActions(one: Returns): Record<string, Action> {
	const step = (verb: Verb, action: Omit<Action, "rest" | "can">): Action => ({
		rest: `POST /:id/${verb}`,
		can: verb,
		versioned: true,
		returns: one,
		...action
	});
	return {
		submit: step("submit", {
			params: {
				id,
				comment,
				reviewers: { type: "array", items: id, max: 50, optional: true },
				rev
			},
			summary: "Ask for a review of one item",
			example: {
				reviewers: ["65f0c0ffee65f0c0ffee65f1"],
				comment: "Please look at the code"
			},
			handler(this: Service, ctx: Ctx<Submit>) {
				const { reviewers } = ctx.params;
				return take(this, ctx, "submit", "inReview", item => ({
					...item,
					reviewers: reviewers ?? item.reviewers
				}));
			}
		}),

		approve: step("approve", {
			params: { id, comment, rev },
			summary: "Approve one item as it is",
			example: { comment: "Clear and right" },
			handler(this: Service, ctx: Ctx<Step>) {
				return take(this, ctx, "approve", "approved");
			}
		}),

		reject: step("reject", {
			params: { id, comment: { ...comment, optional: false, min: 1 }, rev },
			summary: "Give one item back to its author, with the reason",
			example: { comment: "The third option is also right" },
			handler(this: Service, ctx: Ctx<Step>) {
				return take(this, ctx, "reject", "draft");
			}
		}),

		publish: step("publish", {
			params: {
				id,
				publishAt: time,
				expireAt: { ...time, nullable: true },
				override: { type: "string", trim: true, min: 1, max: 2000, optional: true },
				rev
			},
			summary: "Publish one item, now or at a time",
			description:
				"What decides about publishing may hold it back: a 409 with the code CONTENT_HELD. `override` is the reason to publish all the same, for those who may.",
			example: { expireAt: "2099-07-31T00:00:00.000Z" },
			handler(this: Service, ctx: Ctx<Publish>) {
				const { id: itemId, publishAt, expireAt, override, rev: expected } = ctx.params;
				return publishItem(this, ctx, itemId, {
					publishAt: timeOf("/publishAt", publishAt) ?? undefined,
					expireAt: timeOf("/expireAt", expireAt),
					override,
					expected
				});
			}
		}),

		archive: step("archive", {
			params: { id, comment, rev },
			summary: "Archive one item, so that nothing of it is published",
			example: { comment: "Replaced by a newer lesson" },
			handler(this: Service, ctx: Ctx<Step>) {
				const { id: itemId, comment: said, rev: expected } = ctx.params;
				return archiveItem(this, ctx, itemId, "archive", { comment: said, expected });
			}
		})
	};
}

function take(
	service: Service,
	ctx: Ctx<Step>,
	verb: Verb,
	status: Status,
	change: (item: StoredItem) => StoredItem = item => item
) {
	const { id: itemId, comment: said, rev: expected } = ctx.params;
	return service.broker.kernel.transaction(async () => {
		const answer = await service.changeDocument(
			ctx,
			itemId,
			before => {
				const item = requireRight(ctx, before, verb, itemId);
				requireStatus(item, verb);
				return change(moved(item, status, { byId: callerOf(ctx), comment: said }));
			},
			expected
		);
		await tell(ctx, itemId, status, answer.rev as number);
		return answer;
	});
}

/** Asks the gates outside of the transaction, which is short, and publishes the revision that they have seen. */
export async function publishItem(
	service: Service,
	ctx: Ctx<unknown>,
	itemId: string,
	{ expected, ...times }: Publishing & { expected?: number }
) {
	const item = await readItem(service, ctx, itemId, "publish");
	requireStatus(item, "publish", service.settings.requireReview);
	requireSoundTimes(times);
	const { publishAt, expireAt, override } = times;
	if (publishAt && publishAt > new Date()) {
		const later = { ...item, publishAt, ...(expireAt !== undefined && { expireAt }) };
		return service.changeDocument(ctx, itemId, () => later, expected ?? item.rev);
	}
	const { _id, ...fields } = item;
	const asked = { ...fields, id: _id };
	const overridden = await passGates(ctx, {
		itemId,
		rev: item.rev,
		item: asked,
		override: override ?? null
	});
	const publishing = {
		expireAt: expireAt === undefined ? item.expireAt : expireAt,
		...(overridden && { override })
	};
	return service.broker.kernel.transaction(async () => {
		const next = asPublished(item, publishing, callerOf(ctx));
		const answer = await service.changeDocument(ctx, itemId, () => next, expected ?? item.rev);
		await ctx.call("contentPublished.put", { id: itemId, fields: publicationOf(next) });
		await tell(ctx, itemId, "published", answer.rev as number);
		return answer;
	});
}

/** Archives an item with what is published of it, for a caller who may do `action` with it. */
export function archiveItem(
	service: Service,
	ctx: Ctx<unknown>,
	itemId: string,
	action: string,
	{ comment: said, expected }: { comment?: string; expected?: number } = {}
) {
	return service.broker.kernel.transaction(async () => {
		const archive = (before: StoredDocument) => {
			const item = requireRight(ctx, before, action, itemId);
			requireStatus(item, "archive");
			return asArchived(item, callerOf(ctx), said);
		};
		const answer = await service.changeDocument(ctx, itemId, archive, expected);
		await ctx.call("contentPublished.put", { id: itemId, fields: null });
		await tell(ctx, itemId, "archived", answer.rev as number);
		return answer;
	});
}

/** Takes an item that came with the plugin to a status; every teacher may read it then. */
export function settleItem(service: Service, ctx: Ctx<unknown>, itemId: string, status: Status) {
	return service.broker.kernel.transaction(async () => {
		let next: StoredItem | undefined;
		const answer = await service.changeDocument(ctx, itemId, before => {
			const item = { ...(before as StoredItem), shared: true };
			const byId = callerOf(ctx);
			next =
				status === "published"
					? asPublished(item, {}, byId)
					: moved(item, status, { byId });
			return next;
		});
		if (status === "published")
			await ctx.call("contentPublished.put", { id: itemId, fields: publicationOf(next!) });
		return answer;
	});
}

function tell(ctx: Ctx<unknown>, itemId: string, status: Status, itemRev: number) {
	const payload: ItemMoved = { id: itemId, status, rev: itemRev, byId: callerOf(ctx) };
	return publishMessage(ctx, ITEM_STEP, itemId, payload);
}

function callerOf(ctx: Ctx<unknown>): string | null {
	return ctx.meta.caller?.id ?? null;
}

/** A time as the caller sent it; null stays null, for a time that is taken away. */
function timeOf(pointer: string, value: string | null | undefined): Date | null | undefined {
	if (value === undefined || value === null) return value;
	const time_ = new Date(value);
	if (!Number.isNaN(time_.getTime())) return time_;
	const expected = "a time such as 2026-09-01T08:00:00Z";
	throw requestErrors.INVALID({
		errors: [{ pointer, message: "is not a time", value, expected }]
	});
}
