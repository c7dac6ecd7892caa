/**
 * Findings, and the way from one to better: assigned, fixed, checked again, closed; or waived for a reason and a
 * time. Promises that a fix changes nothing but the passage that it was made for.
 */
import {
	abilityOf,
	accessErrors,
	collection,
	definePlugin,
	documentErrors,
	isAllowed,
	notify,
	requestErrors,
	type CollectionMethods,
	type Ctx,
	type Returns,
	type StoredDocument
} from "lyceum";
import { applyFix } from "./apply-fix.ts";
import { findingScreens } from "./console.ts";
import { errors } from "./errors.ts";
import { readItem } from "./library.ts";
import { QualityFinding, type FindingFields, type FindingState } from "./models/finding.model.ts";
import { TASK_GIVEN } from "./notifications.ts";
import { id } from "./schemas.ts";

interface One {
	id: string;
}

interface Waive extends One {
	reason: string;
	until?: string;
}

interface Assign extends One {
	assigneeId: string;
	dueOn?: string;
}

type Finding = FindingFields & StoredDocument;

const ACTIVE: readonly FindingState[] = ["open", "assigned", "fixed"];

const findings = collection(QualityFinding, { only: ["list", "get", "history"] });
const { returns } = findings.actions.get as { returns: Returns };
const one = { ...returns, status: 200 };
const can = { action: "update", subject: "QualityFinding" };
const moment = { type: "string", max: 40, optional: true } as const;

export default definePlugin<CollectionMethods>({
	name: "qualityFindings",
	notifies: [TASK_GIVEN],
	path: "/quality/findings",
	console: [findingScreens],
	mixins: [findings],

	actions: {
		waive: {
			rest: "POST /:id/waive",
			can: { action: "waive", subject: "QualityFinding" },
			params: {
				id,
				reason: { type: "string", trim: true, min: 3, max: 1000 },
				until: moment
			},
			summary: "Let one finding pass, for a reason and until a day",
			versioned: true,
			returns: one,
			example: {
				reason: "The term is spelt so in the standard",
				until: "2027-01-01T00:00:00Z"
			},
			handler(ctx: Ctx<Waive>) {
				const { id: findingId, reason } = ctx.params;
				const until = dateIn(ctx.params.until, "/until");
				return this.changeDocument(ctx, findingId, before => {
					const finding = requireRight(ctx, before, "waive");
					requireState(finding, ACTIVE);
					const waiver = {
						reason,
						until,
						byId: ctx.meta.caller?.id ?? null,
						at: new Date()
					};
					return { ...finding, state: "waived", waiver };
				});
			}
		},

		reopen: {
			rest: "POST /:id/reopen",
			can,
			params: { id },
			summary: "Open one finding again that was waived or closed",
			versioned: true,
			returns: one,
			handler(ctx: Ctx<One>) {
				return this.changeDocument(ctx, ctx.params.id, before => {
					const {
						waiver: _waiver,
						closedAt: _closedAt,
						...finding
					} = requireRight(ctx, before, "update");
					requireState(finding, ["waived", "closed"]);
					return { ...finding, state: "open", reopened: finding.reopened + 1 };
				});
			}
		},

		assign: {
			rest: "POST /:id/assign",
			can,
			params: { id, assigneeId: id, dueOn: moment },
			summary: "Make one finding somebody's task, with a day to be done by",
			versioned: true,
			returns: one,
			example: { assigneeId: "65f0c0ffee65f0c0ffee65f1", dueOn: "2027-01-01T00:00:00Z" },
			async handler(ctx: Ctx<Assign>) {
				const { id: findingId, assigneeId } = ctx.params;
				const dueOn = dateIn(ctx.params.dueOn, "/dueOn");
				return this.broker.kernel.transaction(async () => {
					const finding = await this.changeDocument(ctx, findingId, before => {
						const current = requireRight(ctx, before, "update");
						requireState(current, ACTIVE);
						return {
							...current,
							state: "assigned",
							assigneeId,
							...(dueOn && { dueOn })
						};
					});
					await notify(ctx, TASK_GIVEN, {
						to: assigneeId,
						values: {
							message: finding.message as string,
							title: finding.itemTitle as string
						},
						about: { collection: "qualityFindings", id: findingId }
					});
					return finding;
				});
			}
		},

		release: {
			rest: "POST /:id/release",
			can,
			params: { id },
			summary: "Put one finding back among those that are nobody's task",
			versioned: true,
			returns: one,
			handler(ctx: Ctx<One>) {
				return this.changeDocument(ctx, ctx.params.id, before => {
					const finding = requireRight(ctx, before, "update");
					requireState(finding, ["assigned", "fixed"]);
					const { assigneeId: _assigneeId, dueOn: _dueOn, ...rest } = finding;
					return { ...rest, state: "open" };
				});
			}
		},

		done: {
			rest: "POST /:id/done",
			can,
			params: { id },
			summary: "Say that one finding is fixed: its item is checked again at once",
			description:
				"The finding is closed when the check does not meet it any more, else it is open again.",
			versioned: true,
			returns: one,
			async handler(ctx: Ctx<One>) {
				const fixed = await this.changeDocument(ctx, ctx.params.id, before => {
					const finding = requireRight(ctx, before, "update");
					requireState(finding, ACTIVE);
					return { ...finding, state: "fixed" };
				});
				await ctx.call("quality.checkNow", { itemId: fixed.itemId as string });
				return ctx.call("qualityFindings.get", { id: ctx.params.id });
			}
		},

		fix: {
			rest: "POST /:id/fix",
			can,
			params: { id },
			summary: "Make the change that one finding suggests, in the name of the caller",
			versioned: true,
			returns: one,
			async handler(ctx: Ctx<One>) {
				const { id: findingId } = ctx.params;
				const stored = await this.model(QualityFinding)
					.findOne({ _id: findingId })
					.lean<Finding>();
				if (!stored)
					throw documentErrors.NOT_FOUND({ subject: "QualityFinding", id: findingId });
				const finding = requireRight(ctx, stored, "update");
				requireState(finding, ACTIVE);
				if (!finding.fix) throw errors.NO_FIX({ rule: finding.rule });
				const item = await readItem(ctx, finding.itemId);
				const changes = applyFix(item, finding.fix);
				if (!changes) throw errors.FIX_STALE({ itemId: item.id });
				await ctx.call("content.update", { id: item.id, rev: item.rev, ...changes });
				await this.changeDocument(ctx, findingId, before => ({
					...before,
					state: "fixed"
				}));
				await ctx.call("quality.checkNow", { itemId: item.id });
				return ctx.call("qualityFindings.get", { id: findingId });
			}
		}
	}
});

/** Returns the finding for a caller who may do this with it: 404 when it may not even see it, else 403. */
function requireRight(ctx: Ctx<unknown>, document: StoredDocument, action: string): Finding {
	const subject = "QualityFinding";
	const ability = abilityOf(ctx);
	if (isAllowed(ability, action, subject, document)) return document as Finding;
	if (!isAllowed(ability, "read", subject, document))
		throw documentErrors.NOT_FOUND({ subject, id: document._id });
	throw accessErrors.FORBIDDEN({ action, subject: `this ${subject}` });
}

function requireState({ state }: Finding, allowed: readonly FindingState[]) {
	if (!allowed.includes(state)) throw errors.WRONG_STATE({ state, allowed });
}

function dateIn(value: string | undefined, pointer: string): Date | null {
	if (value === undefined) return null;
	const date = new Date(value);
	if (!Number.isNaN(date.getTime()) && date > new Date()) return date;
	throw requestErrors.INVALID({
		errors: [
			{
				pointer,
				message: "is no time to come",
				value,
				expected: "a time in ISO 8601 that is still to come"
			}
		]
	});
}
