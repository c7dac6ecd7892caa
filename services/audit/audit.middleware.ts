/**
 * Notes every changing action that a caller asked for. What an action changes in collections is noted with
 * the change itself, in its transaction; this notes the others, and what was refused.
 */
import type { ActionHandler, ActionSchema, Middleware, Service } from "moleculer";
import {
	newId,
	type Action,
	type Caller,
	type Ctx,
	type LyceumBroker
} from "../../mixins/index.ts";
import { onlyReads } from "../abilities/scopes.ts";
import type { NotedAction } from "./entries.ts";
import { redact } from "./redact.ts";
import { NOTED_ACTIONS } from "./retention.ts";

interface Thrown {
	code?: unknown;
	type?: unknown;
}

export const audit: Middleware = {
	name: "Audit",

	localAction(next: ActionHandler, action: ActionSchema) {
		const declared = action as unknown as Action;
		if (declared.can === undefined || !declared.rest || onlyReads(declared)) return next;
		return async function auditMiddleware(this: Service, ctx: Ctx<unknown>) {
			// What an action calls is a part of it.
			if (ctx.level > 1 || !ctx.meta.caller) return next.call(this, ctx as never);
			const params = shownParams(ctx, declared);
			try {
				const result: unknown = await next.call(this, ctx as never);
				if (!ctx.meta.changed) await note(ctx, params, null);
				return result;
			} catch (error) {
				const code = refusalOf(error as Thrown, ctx.meta.caller);
				if (code !== null) await note(ctx, params, code);
				throw error;
			}
		} as ActionHandler;
	}
};

function shownParams(ctx: Ctx<unknown>, { secretInput }: Action) {
	if (!secretInput) return redact(ctx.params);
	return { names: Object.keys(ctx.params as object) };
}

/** Guests who call what is not for them are noise; wrong passwords and tokens are not. */
function refusalOf({ code, type }: Thrown, caller: Caller): string | null {
	if ((code !== 401 && code !== 403) || typeof type !== "string") return null;
	return type === "ACCESS_UNAUTHENTICATED" && caller.kind === "guest" ? null : type;
}

async function note(ctx: Ctx<unknown>, params: unknown, code: string | null) {
	const { id, kind, viewedBy = null } = ctx.meta.caller!;
	const actor = { id: (ctx.locals.userId as string | undefined) ?? id, kind, viewedBy };
	const noted: NotedAction = {
		_id: newId(),
		at: new Date(),
		action: ctx.action!.name!,
		actor,
		code,
		params,
		requestId: ctx.requestID ?? null,
		address: ctx.meta.client?.address ?? null
	};
	const { connection } = (ctx.broker as LyceumBroker).kernel;
	await connection
		.collection<NotedAction & { auditPending: true }>(NOTED_ACTIONS)
		.insertOne({ ...noted, auditPending: true });
}
