/**
 * Holds every call that comes for a caller to the action's `can`, whichever door it came through:
 * REST, a socket or another service. A call without a caller is the system's own.
 */
import type { ActionHandler, ActionSchema, Middleware, Service } from "moleculer";
import { accessErrors, requireAbility, type Action, type Ctx, type LyceumSchema } from "../../mixins/index.ts";
import type { Rules } from "./rules.ts";

type Check = (ctx: Ctx<unknown>) => void;

/** Makes the middleware; it also keeps the rules that running services bring. */
export function authorize(rules: Rules): Middleware {
	return {
		name: "Authorize",

		localAction(next: ActionHandler, action: ActionSchema) {
			const check = checkOf(action as unknown as Action & { service?: Service });
			if (!check) return next;
			return function authorizeMiddleware(this: Service, ctx: Ctx<unknown>) {
				if (ctx.meta.caller) check(ctx);
				return next.call(this, ctx as never);
			} as ActionHandler;
		},

		serviceStarting(service: Service) {
			const { abilities } = service.schema as LyceumSchema;
			if (abilities) rules.set(sourceOf(service), service, abilities);
			return Promise.resolve();
		},

		serviceStopped(service: Service) {
			rules.remove(sourceOf(service), service);
			return Promise.resolve();
		}
	} as Middleware;
}

/** Generations of one service replace each other's rules: `projects~3` and `projects~4` are `projects`. */
function sourceOf(service: Service) {
	return service.name.split("~", 1)[0]!;
}

function checkOf({ can, service }: Action & { service?: Service }): Check | null {
	if (can === undefined || can === "public") return null;
	if (can === "authenticated") return requireUser;
	const { action, subject } =
		typeof can === "string" ? { action: can, subject: (service?.schema as LyceumSchema).subject ?? "" } : can;
	return ctx => requireAbility(ctx, action, subject);
}

function requireUser(ctx: Ctx<unknown>) {
	if (ctx.meta.caller?.kind === "guest") throw accessErrors.UNAUTHENTICATED({});
}
