/** Calls of other services that a user causes but has, by its roles, no right to. */
import type { Caller, Ctx } from "../../mixins/index.ts";
import { ADMINISTRATOR_ROLE } from "../users/roles.ts";

/** Calls as the system, with a meta of its own so that nothing of the call is left on the request's. */
export function callAsSystem<Result>(
	ctx: Ctx<unknown>,
	action: string,
	params: object
): Promise<Result> {
	return ctx.broker.call<Result, object>(action, params, {
		requestID: ctx.requestID ?? undefined,
		meta: { client: ctx.meta.client }
	});
}

/**
 * Calls with all rights but in the caller's name, so that the change says who made it. What is
 * changed must have been narrowed down before to what everybody may do with their own account.
 */
export function callForOwner<Result>(
	ctx: Ctx<unknown>,
	action: string,
	params: object
): Promise<Result> {
	const { id, kind } = ctx.meta.caller!;
	const caller: Caller = { id, kind, roles: [ADMINISTRATOR_ROLE] };
	return ctx.broker.call<Result, object>(action, params, {
		requestID: ctx.requestID ?? undefined,
		meta: { caller, client: ctx.meta.client }
	});
}
