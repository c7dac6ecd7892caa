/**
 * Knows which plugin's code runs, however deep in its work: what a plugin starts (a timer, a promise, a
 * socket, a call) runs as the plugin, also after its call has ended. So a plugin calls only what its manifest
 * names, and an error that nobody caught is laid at the door of the plugin that it came from. A call into
 * another service is that service's work.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { ActionHandler, Middleware } from "moleculer";
import type { ActingPlugin } from "../../mixins/index.ts";

/** One version of a plugin, as far as its mistakes are concerned. */
export interface Suspect {
	/** Hears of an error that the plugin's code threw where nobody caught it. */
	blame(error: unknown): void;
	/** Hears how a call ended, while somebody wants to know: with null, or with what was thrown. */
	onCallEnded: ((error: unknown) => void) | null;
}

/** In whose name code runs. */
interface Actor {
	/** Whose permissions count; null for the kernel's own code. */
	plugin: ActingPlugin | null;
	/** Whom a mistake is told to. The kernel's code has none, unless a plugin has called it. */
	suspect: Suspect | null;
}

const KERNEL: Actor = { plugin: null, suspect: null };

const acting = new AsyncLocalStorage<Actor>();

/** The folders of plugins as URLs that end in a slash, for code that runs as nobody. */
const folders = new Map<string, Suspect>();

/** The plugin whose code runs at this moment; null for the kernel's own. */
export function actingPlugin(): ActingPlugin | null {
	return actor().plugin;
}

/** Runs a piece of a plugin's code with its permissions: what it starts and registers meanwhile has them, too. */
export function actAs<T>(plugin: ActingPlugin, work: () => T): T {
	return acting.run({ ...actor(), plugin }, work);
}

/** Does work whose mistakes are a plugin's. */
export function runAs<T>(suspect: Suspect, work: () => T): T {
	return acting.run({ ...actor(), suspect }, work);
}

/** Lays what comes out of a folder at this door from now on. */
export function suspectFolder(url: string, suspect: Suspect): void {
	folders.set(url, suspect);
}

/** The plugin that an error came from; undefined when it is the kernel's own. */
export function suspectOf(error: unknown): Suspect | undefined {
	return actor().suspect ?? suspectByStack((error as { stack?: unknown } | null)?.stack);
}

type Call = (action: string, ...rest: unknown[]) => Promise<unknown>;

export const actingPlugins: Middleware = {
	name: "ActingPlugins",

	// Handlers are wrapped while their service is made, which a plugin's are inside of `actAs`.
	localAction(next: ActionHandler) {
		const owner = actor();
		const run = inNameOf(owner, next);
		const { suspect } = owner;
		if (!suspect) return run;
		return function actingPluginAction(this: unknown, ...args: Parameters<ActionHandler>) {
			const result = run.apply(this as never, args) as Promise<unknown>;
			return suspect.onCallEnded ? reportEnd(result, suspect.onCallEnded) : result;
		} as ActionHandler;
	},

	localEvent: (next: ActionHandler) => inNameOf(actor(), next),

	call(next: Call) {
		return ((action, ...rest) => {
			try {
				actor().plugin?.requireAction(action);
			} catch (error) {
				return refusal(error as Error);
			}
			return next(action, ...rest);
		}) as Call;
	}
} as unknown as Middleware;

function actor(): Actor {
	return acting.getStore() ?? KERNEL;
}

function inNameOf(owner: Actor, next: ActionHandler): ActionHandler {
	return function actingPluginMiddleware(this: unknown, ...args: Parameters<ActionHandler>) {
		const caller = actor();
		if (caller === owner || (!owner.suspect && caller.plugin === owner.plugin))
			return next.apply(this as never, args);
		// The kernel's code runs without the plugin's permissions, but it is the plugin that has set it going.
		const name = owner.suspect ? owner : { ...owner, suspect: caller.suspect };
		return acting.run(name, () => next.apply(this as never, args));
	} as ActionHandler;
}

/** Moleculer hangs the context of the call before on a promise that does not come from its own `call`. */
function refusal(reason: Error): Promise<never> {
	const refused = Promise.reject<never>(reason);
	return Object.defineProperty(refused, "ctx", { get: () => undefined, set() {} });
}

async function reportEnd(result: Promise<unknown>, report: (error: unknown) => void) {
	try {
		const answer = await result;
		report(null);
		return answer;
	} catch (error) {
		report(error);
		throw error;
	}
}

/** The innermost of the plugins in a stack. */
function suspectByStack(stack: unknown): Suspect | undefined {
	if (typeof stack !== "string") return undefined;
	const places = [...folders].map(([url, suspect]) => ({ at: stack.indexOf(url), suspect }));
	return places.filter(({ at }) => at !== -1).sort((a, b) => a.at - b.at)[0]?.suspect;
}
