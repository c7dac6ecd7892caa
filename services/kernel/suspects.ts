/**
 * Knows whose code runs, so that an error that nobody caught is laid at the door of the plugin that it came
 * from. What a plugin starts (a timer, a promise, a socket) runs as the plugin, also after its call has ended.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { ActionHandler, Context, Middleware, Service } from "moleculer";

/** One version of a plugin, as far as its mistakes are concerned. */
export interface Suspect {
	/** Hears of an error that the plugin's code threw where nobody caught it. */
	blame(error: unknown): void;
	/** Hears how a call ended, while somebody wants to know: with null, or with what was thrown. */
	onCallEnded: ((error: unknown) => void) | null;
}

const running = new AsyncLocalStorage<Suspect>();

/** The folders of plugins as URLs that end in a slash, for code that runs as nobody. */
const folders = new Map<string, Suspect>();

/** Does work in a plugin's name. */
export function runAs<T>(suspect: Suspect, work: () => T): T {
	return running.run(suspect, work);
}

/** Lays what comes out of a folder at this door from now on. */
export function suspectFolder(url: string, suspect: Suspect): void {
	folders.set(url, suspect);
}

/** The plugin that an error came from; undefined when it is the kernel's own. */
export function suspectOf(error: unknown): Suspect | undefined {
	return running.getStore() ?? suspectByStack((error as { stack?: unknown } | null)?.stack);
}

/** Lets the handlers of whatever is made while a plugin starts run in that plugin's name. */
export const suspects: Middleware = {
	name: "Suspects",

	localAction(next: ActionHandler) {
		const suspect = running.getStore();
		if (!suspect) return next;
		return function runAction(this: Service, ctx: Context) {
			const result = runAs(suspect, () => next.call(this, ctx) as Promise<unknown>);
			return suspect.onCallEnded ? reportEnd(result, suspect.onCallEnded) : result;
		} as ActionHandler;
	},

	localEvent(next) {
		const suspect = running.getStore();
		if (!suspect) return next;
		return function runEvent(this: Service, ctx: Context) {
			return runAs(suspect, () => next.call(this, ctx));
		};
	}
};

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
