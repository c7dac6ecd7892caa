/** Calls to actions over a connection: the same actions, checks and errors as over REST. */
import { randomUUID } from "node:crypto";
import { requestErrors, type Action, type LyceumBroker } from "../../mixins/index.ts";
import { errors as gatewayErrors } from "../gateway/errors.ts";
import { problemOf, toCatalogueError, type Problem } from "../gateway/problem.ts";
import type { Connection } from "./connection.ts";

/** What Moleculer's types leave out. */
type ActionEndpoints = { endpoints: object[] };

/** An error as moleculer-io's clients know it. */
export interface CallError {
	name: string;
	message: string;
	code: number;
	type: string;
	data: unknown;
}

/** Calls a published action as the connection's caller. */
export async function callAction(
	broker: LyceumBroker,
	{ caller, client }: Connection,
	action: unknown,
	params: unknown
): Promise<{ result: unknown } | { error: CallError }> {
	const requestId = randomUUID();
	try {
		requirePublished(broker, action);
		const options = { meta: { caller, client }, requestID: requestId };
		return { result: await broker.call(action as string, readParams(params), options) };
	} catch (thrown) {
		const { message = "", code, type, data } = toCatalogueError(thrown, requestId);
		return { error: { name: "MoleculerError", message, code, type, data } };
	}
}

/** Runs `work` for a client; what it throws becomes the problem that the client is told. */
export async function orProblem<Result>(
	work: () => Promise<Result>
): Promise<{ result: Result } | { error: Problem }> {
	try {
		return { result: await work() };
	} catch (error) {
		return { error: refusalOf(error) };
	}
}

/** An error as the problem that a client is told. */
export function refusalOf(error: unknown): Problem {
	const requestId = randomUUID();
	return problemOf(toCatalogueError(error, requestId), "", requestId);
}

/** What the gateway publishes, and what can be asked and answered in one message. */
function requirePublished({ registry }: LyceumBroker, name: unknown) {
	const found = typeof name === "string" ? registry.getActionEndpoints(name) : null;
	const { action } = ((found as ActionEndpoints | null)?.endpoints[0] ?? {}) as {
		action?: Action;
	};
	const isPublished = action?.rest !== undefined && action.can !== undefined;
	if (!isPublished || isStreamed(action)) throw gatewayErrors.NOT_FOUND({ path: String(name) });
}

function isStreamed({ rest }: Action) {
	return [rest]
		.flat()
		.some(one => typeof one === "object" && one.type !== undefined && one.type !== "call");
}

function readParams(params: unknown): object {
	if (params === undefined || params === null) return {};
	if (typeof params === "object" && !Array.isArray(params)) return params;
	const expected = "an object with the action's parameters";
	throw requestErrors.INVALID({
		errors: [{ pointer: "", message: "are no parameters", value: params, expected }]
	});
}
