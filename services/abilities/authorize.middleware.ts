/**
 * Holds every call that comes for a caller to the action's `can`, whichever door it came through:
 * REST, a socket or another service. A call without a caller is the system's own.
 */
import type { ActionHandler, ActionSchema, Middleware, Service, ServiceSchema } from "moleculer";
import {
	accessErrors,
	hasType,
	type Action,
	type Caller,
	type Ctx,
	type LyceumBroker,
	type LyceumSchema
} from "../../mixins/index.ts";
import { baseName } from "../kernel/conventions.middleware.ts";
import { GUEST } from "../kernel/runtime.ts";
import type { Rules } from "./rules.ts";
import { keyScopeOf, onlyReads } from "./scopes.ts";
import { requireProof } from "./step-up.ts";

/** What a call needs: a right by the rules and, of an API key, a scope. */
export interface Right {
	can: Action["can"];
	/** What the action's service is about. */
	subject: string;
	/** Null for what no API key may do. */
	scope: string | null;
	stepUp: boolean | undefined;
	/** True for what changes nothing. */
	reads: boolean;
}

/** What a call of a service's action needs. */
export function rightTo(
	service: string,
	subject: string,
	{ can, rest, stepUp }: Pick<Action, "can" | "rest" | "stepUp">
): Right {
	const action = { can, rest };
	return { can, subject, stepUp, scope: keyScopeOf(service, action), reads: onlyReads(action) };
}

/** Makes the middleware; it also keeps the rules that running services bring. */
export function authorize(rules: Rules): Middleware {
	return {
		name: "Authorize",

		localAction(next: ActionHandler, action: ActionSchema) {
			const { can, service, ...declared } = action as unknown as Action & {
				service?: Service;
			};
			if (can === undefined) return next;
			const subject: string = service?.metadata.subject ?? "";
			const right = rightTo(baseName(service?.name ?? ""), subject, { can, ...declared });
			if (can === "public") return openToAll(next, right.scope);
			return function authorizeMiddleware(this: Service, ctx: Ctx<unknown>) {
				const { caller } = ctx.meta;
				try {
					if (caller) requirePermission(ctx.broker as LyceumBroker, caller, right);
				} catch (error) {
					// Who calls by `ctx.call` catches what the promise is rejected with, and no throw.
					return Promise.reject(error);
				}
				return next.call(this, ctx as never);
			} as ActionHandler;
		},

		/** The last step of a start, so that a generation which fails never had its rules in force. */
		serviceCreating(service: Service, schema: ServiceSchema) {
			const { abilities } = schema as LyceumSchema;
			if (!abilities) return;
			// Other nodes hold their own callers to these rules, see `remote-rules.ts`.
			schema.metadata = { ...schema.metadata, abilities };
			const enforce = () => rules.set(baseName(service.name), service, abilities);
			schema.started = [schema.started ?? [], enforce].flat();
		}
	};
}

/**
 * What everybody may call can still answer its callers differently: an API key without the scope is a
 * guest there, and where guests are refused it is told which scope it lacks.
 */
function openToAll(next: ActionHandler, scope: string | null): ActionHandler {
	return async function publicMiddleware(this: Service, ctx: Ctx<unknown>) {
		const { caller } = ctx.meta;
		if (!caller || hasScope(caller, scope)) return next.call(this, ctx as never);
		ctx.meta.caller = GUEST;
		try {
			return await next.call(this, ctx as never);
		} catch (error) {
			throw hasType(error, accessErrors.UNAUTHENTICATED.type) ? lacks(scope) : error;
		} finally {
			ctx.meta.caller = caller;
		}
	} as ActionHandler;
}

/** Throws a 401 for a guest and a 403 for anybody else who has no right to the action at all. */
export function requirePermission(
	broker: LyceumBroker,
	caller: Caller,
	{ can, subject, scope, stepUp, reads }: Right
): void {
	if (can === undefined || can === "public") return;
	requireScope(caller, scope);
	if (caller.viewedBy !== undefined && !reads) throw accessErrors.VIEW_ONLY({});
	requireRight(broker, caller, can, subject);
	if (stepUp) requireProof(caller);
}

function requireRight(
	broker: LyceumBroker,
	caller: Caller,
	can: NonNullable<Action["can"]>,
	subject: string
) {
	const rule = typeof can === "string" ? { action: can, subject } : can;
	if (
		rule.action === "authenticated"
			? caller.kind !== "guest"
			: broker.kernel.abilityOf(caller).can(rule.action, rule.subject)
	)
		return;
	if (caller.kind === "guest") throw accessErrors.UNAUTHENTICATED({});
	throw accessErrors.FORBIDDEN(rule);
}

function requireScope(caller: Caller, scope: string | null) {
	if (!hasScope(caller, scope)) throw lacks(scope);
}

/** Only API keys are limited to scopes. */
function hasScope({ scopes }: Caller, scope: string | null) {
	return !scopes || (scope !== null && scopes.includes(scope));
}

function lacks(scope: string | null) {
	return scope === null ? accessErrors.NOT_FOR_KEYS({}) : accessErrors.SCOPE_MISSING({ scope });
}
