/** Checks what actions declare as their `limit`, before anything of them runs. */
import type { Action, ActionLimit, LyceumSchema } from "../../mixins/index.ts";
import { MAX_POINTS, MAX_SECONDS } from "./quota.ts";

const FORMS = 'false, "login", "reset" or { points, seconds }';

/** Throws for the first limit that cannot be kept, with what is wrong and what was expected. */
export function requireSoundLimits({ actions = {} }: LyceumSchema): void {
	for (const [name, declared] of Object.entries(actions as Record<string, unknown>)) {
		const problem = limitProblem((declared as Partial<Action> | null)?.limit);
		if (problem !== null) throw new TypeError(`the action "${name}": ${problem}`);
	}
}

/** What is wrong with a declared limit; null for a sound one, and for none. */
export function limitProblem(limit: unknown): string | null {
	if (limit === undefined || limit === false || limit === "login" || limit === "reset")
		return null;
	if (typeof limit !== "object" || limit === null || Array.isArray(limit))
		return `limit is ${JSON.stringify(limit)}, expected ${FORMS}`;
	const { points, seconds, ...others } = limit as Partial<Record<string, unknown>>;
	const [unknown] = Object.keys(others);
	if (unknown !== undefined) return `limit.${unknown} is not known, expected points and seconds`;
	return (
		numberProblem("points", points, MAX_POINTS) ??
		numberProblem("seconds", seconds, MAX_SECONDS)
	);
}

/** A declared limit in words, for the description of the operation; null where the usual ones hold. */
export function describeLimit(limit: ActionLimit | undefined): string | null {
	if (limit === undefined) return null;
	if (limit === false) return "Never refused for coming too often.";
	if (limit === "login") return "Held to the limit of sign-ins, for each address and each name.";
	if (limit === "reset")
		return "Held to the limit of password resets, for each address and each name.";
	const { points, seconds } = limit;
	return `At most ${points} times in ${seconds} seconds for each user, or each address of guests.`;
}

function numberProblem(name: string, value: unknown, most: number) {
	if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most) return null;
	const shown = value === undefined ? "missing" : JSON.stringify(value);
	return `limit.${name} is ${shown}, expected a whole number from 1 to ${most}`;
}
