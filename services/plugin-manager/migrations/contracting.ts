/** Contracts what older versions do not need any more, when the time to go back to them is over. */
import type { Service } from "moleculer";
import type { Parts } from "../parts.ts";
import { reasonOf } from "../reason.ts";

/** How often it is looked for what is due. */
export const CONTRACT_EVERY_MS = 600_000;

export async function contractDue(
	{ migrations, operations }: Pick<Parts, "migrations" | "operations">,
	logger: Service["logger"]
): Promise<void> {
	try {
		for (const name of await migrations.due(Date.now())) await operations.contract(name, null);
	} catch (error) {
		// It is tried again: nothing waits for it.
		logger.warn(`Documents could not be contracted: ${reasonOf(error)}`);
	}
}
