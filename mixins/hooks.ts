/**
 * Hooks: questions that one plugin asks and any other may answer, known by their name alone. Who asks needs no
 * permission for it and gets every answer; who answers declares it under `hooks`.
 */
import type { Action } from "./declarations.ts";
import type { Ctx } from "./context.ts";

/** A question to whoever answers it, see `defineHook`. */
export interface HookDefinition<Question = unknown, Answer = unknown> {
	/** Named after the service that asks: `content.publish.check`. */
	readonly name: string;
	readonly description: string;
	/** Hold the types for the compiler; never set. */
	readonly question?: Question;
	readonly answer?: Answer;
}

/** What one service answers. */
export interface HookAnswer<Answer> {
	/** The service that answers. */
	by: string;
	answer: Answer;
}

/** How a service answers questions, by the hook's name. */
export type HookHandlers = Record<string, (ctx: Ctx<never>) => unknown>;

/** What the name of an action that answers a hook begins with. */
const MARK = "hook-";

/** Declares a question that other plugins may answer. */
export function defineHook<Question, Answer>(
	name: string,
	description: string
): HookDefinition<Question, Answer> {
	return Object.freeze({ name, description });
}

/** Asks everybody who answers the hook, at once; throws what one of them throws. */
export function askHook<Question, Answer>(
	ctx: Ctx<unknown>,
	{ name }: HookDefinition<Question, Answer>,
	question: Question
): Promise<HookAnswer<Answer>[]> {
	const action = actionOf(name);
	return Promise.all(
		servicesAnswering(ctx, name).map(async by => ({
			by,
			answer: (await ctx.call(`${by}.${action}`, question as never)) as Answer
		}))
	);
}

/** The actions that answer; no client reaches them. */
export function hookActions(hooks: HookHandlers): Record<string, Action> {
	return Object.fromEntries(
		Object.entries(hooks).map(([name, handler]) => [actionOf(name), { handler }])
	);
}

/** Tells whether an action answers a hook: it is there to be asked by any plugin. */
export function answersHook(action: string): boolean {
	return action.split(".").at(-1)!.startsWith(MARK);
}

function actionOf(hook: string) {
	return MARK + hook.replaceAll(".", "-");
}

/** While a plugin is swapped, two generations of it are listed: it is asked once all the same. */
function servicesAnswering({ broker }: Ctx<unknown>, hook: string): string[] {
	const services: { name: string; metadata?: { hooks?: string[] } }[] =
		broker.registry.getServiceList({ onlyAvailable: true });
	const answering = services.filter(({ metadata }) => metadata?.hooks?.includes(hook));
	return [...new Set(answering.map(({ name }) => name.split("~", 1)[0]!))].sort();
}
