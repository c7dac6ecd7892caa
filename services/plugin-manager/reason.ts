/** Why something failed, in words, whatever a plugin threw. */
import { inspect } from "node:util";

export function reasonOf(thrown: unknown): string {
	const message = (thrown as { message?: unknown } | null | undefined)?.message;
	if (typeof message === "string" && message !== "") return message;
	return `it threw ${inspect(thrown, { depth: 0, breakLength: Infinity })}`;
}
