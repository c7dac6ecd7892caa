/** Calls to actions over a connection: the same actions, checks and errors as over REST. */
import { randomUUID } from "node:crypto";
import { requestErrors, type Action, type LyceumBroker } from "../../mixins/index.ts";
import { requireSound } from "../gateway/body/json.ts";
import { errors as gatewayErrors } from "../gateway/errors.ts";
import { problemOf, toCatalogueError, type Problem } from "../gateway/problem.ts";
import type { Connection } from "./connection.ts";
import { errors } from "./errors.ts";
import type { MessageLimits } from "./message-limits.ts";

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

/** More calls of one connection are not worked on at a time, so that their answers cannot pile up. */
const MAX_AT_ONCE = 50;

export class Calls {
	readonly #broker: LyceumBroker;
	readonly #limits: MessageLimits;
	/** How many calls of each connection are worked on. */
	readonly #open = new WeakMap<Connection, number>();

	constructor(broker: LyceumBroker, limits: MessageLimits) {
		this.#broker = broker;
		this.#limits = limits;
	}

	/** Calls a published action as the connection's caller. */
	async call(
		connection: Connection,
		action: unknown,
		params: unknown
	): Promise<{ result: unknown } | { error: CallError }> {
		const requestId = randomUUID();
		const open = this.#open.get(connection) ?? 0;
		this.#open.set(connection, open + 1);
		try {
			if (open >= MAX_AT_ONCE) throw errors.TOO_MANY_CALLS({ limit: MAX_AT_ONCE });
			return { result: await this.#perform(connection, action, params, requestId) };
		} catch (thrown) {
			const { message = "", code, type, data } = toCatalogueError(thrown, requestId);
			return { error: { name: "MoleculerError", message, code, type, data } };
		} finally {
			this.#open.set(connection, this.#open.get(connection)! - 1);
		}
	}

	async #perform(connection: Connection, name: unknown, given: unknown, requestID: string) {
		await this.#limits.arrive(connection);
		const declaration = requirePublished(this.#broker, name);
		const action = name as string;
		const params = readParams(given);
		await this.#limits.call(connection, { action, declaration }, params);
		const { caller, client } = connection;
		return this.#broker.call(action, params, { meta: { caller, client }, requestID });
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
function requirePublished({ registry }: LyceumBroker, name: unknown): Action {
	const found = typeof name === "string" ? registry.getActionEndpoints(name) : null;
	const { action } = ((found as ActionEndpoints | null)?.endpoints[0] ?? {}) as {
		action?: Action;
	};
	const isPublished = action?.rest !== undefined && action.can !== undefined;
	if (!isPublished || isStreamed(action)) throw gatewayErrors.NOT_FOUND({ path: String(name) });
	return action;
}

function isStreamed({ rest }: Action) {
	return [rest]
		.flat()
		.some(one => typeof one === "object" && one.type !== undefined && one.type !== "call");
}

function readParams(params: unknown): Record<string, unknown> {
	if (params === undefined || params === null) return {};
	if (typeof params === "object" && !Array.isArray(params)) {
		requireSound(params);
		return params as Record<string, unknown>;
	}
	const expected = "an object with the action's parameters";
	throw requestErrors.INVALID({
		errors: [{ pointer: "", message: "are no parameters", value: params, expected }]
	});
}
