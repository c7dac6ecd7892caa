/** Holds a request to its limits on its way: where it comes from, who makes it, and whom it tries to be. */
import type { Limits } from "../limits/limits.ts";
import type { Exchange } from "./exchange.ts";
import type { Route } from "./routes.ts";

/** Counts for the address; what is for no route counts, too. */
export async function limitAddress(limits: Limits, exchange: Exchange): Promise<void> {
	const { client, tally, route } = exchange;
	if (!isExempt(route)) await limits.arrive(tally, client!.address);
}

/** Counts for the caller, before anything of the body is read. */
export async function limitCaller(limits: Limits, exchange: Exchange): Promise<void> {
	const { client, caller, tally, route } = exchange;
	if (!isExempt(route)) await limits.enter(tally, route!, caller!, client!.address);
}

/** Counts for the name that is given, where the action's limit is by name. */
export async function limitName(
	limits: Limits,
	{ client, route }: Exchange,
	params: Record<string, unknown>
): Promise<void> {
	if (typeof route!.declaration.limit === "string")
		await limits.tryName(route!, params, client!.address);
}

function isExempt(route: Route | null) {
	return route?.declaration.limit === false;
}
