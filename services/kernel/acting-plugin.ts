/**
 * Knows which plugin's code runs, however deep in its work (timers and calls in its own name included), and
 * lets it call only what its manifest names. A call into another service is that service's work.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { ActionHandler, Middleware } from "moleculer";
import type { ActingPlugin } from "../../mixins/index.ts";

const acting = new AsyncLocalStorage<ActingPlugin | null>();

/** The plugin whose code runs at this moment; null for the kernel's own. */
export function actingPlugin(): ActingPlugin | null {
	return acting.getStore() ?? null;
}

/** Runs a piece of a plugin's code: what it starts and registers meanwhile is the plugin's, too. */
export function actAs<T>(plugin: ActingPlugin, work: () => T): T {
	return acting.run(plugin, work);
}

type Call = (action: string, ...rest: unknown[]) => Promise<unknown>;

export const actingPlugins: Middleware = {
	name: "ActingPlugins",

	// Handlers are wrapped while their service is made, which a plugin's are inside of `actAs`.
	localAction: (next: ActionHandler) => inNameOf(actingPlugin(), next),
	localEvent: (next: ActionHandler) => inNameOf(actingPlugin(), next),

	call(next: Call) {
		return ((action, ...rest) => {
			try {
				acting.getStore()?.requireAction(action);
			} catch (error) {
				return refusal(error as Error);
			}
			return next(action, ...rest);
		}) as Call;
	}
} as unknown as Middleware;

/** Moleculer hangs the context of the call before on a promise that does not come from its own `call`. */
function refusal(reason: Error): Promise<never> {
	const refused = Promise.reject<never>(reason);
	return Object.defineProperty(refused, "ctx", { get: () => undefined, set() {} });
}

function inNameOf(owner: ActingPlugin | null, next: ActionHandler): ActionHandler {
	return function actingPluginMiddleware(this: unknown, ...args: Parameters<ActionHandler>) {
		return actingPlugin() === owner
			? next.apply(this as never, args)
			: acting.run(owner, () => next.apply(this as never, args));
	} as ActionHandler;
}
