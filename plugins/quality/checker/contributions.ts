/** The rules of other plugins: whoever answers the hook brings some, and takes them along when it goes. */
import { askHook, defineHook, type Ctx } from "lyceum";
import type { RuleModule } from "./work.ts";

export interface Contribution {
	/** The address of a module whose export `rules` is a list of rules: `import.meta.resolve("./quality.ts")`. */
	module: string;
}

export const RULES_HOOK = defineHook<object, Contribution>(
	"quality.rules",
	"Which rules a plugin adds to the checks"
);

/** Asks all plugins for their rules. */
export async function contributedRules(ctx: Ctx<unknown>): Promise<RuleModule[]> {
	const answers = await askHook(ctx, RULES_HOOK, {});
	return answers.map(({ by, answer }) => ({ owner: by, url: answer.module }));
}
