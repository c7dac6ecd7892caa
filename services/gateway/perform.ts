/** Calls the action of a request, once where the request has an `Idempotency-Key`, and sends what it answers. */
import type { IncomingMessage } from "node:http";
import type { Ctx, Meta } from "../../mixins/index.ts";
import { requirePermission, rightTo } from "../abilities/authorize.middleware.ts";
import type { Input } from "./body/input.ts";
import { callAgain, mayRepeat } from "./call-again.ts";
import { expectedRevision } from "./entity-tag.ts";
import type { Exchange } from "./exchange.ts";
import type { Gateway } from "./gateway.ts";
import type { Replay } from "./idempotency.ts";
import { currentParams, isLegacy } from "./legacy.ts";
import { limitName } from "./limit-request.ts";
import { sendResult } from "./respond.ts";
import type { Match } from "./route-table.ts";

const CHANGING = new Set(["PUT", "PATCH", "DELETE"]);

export async function perform(gateway: Gateway, exchange: Exchange, match: Match, input: Input) {
	const { limits } = gateway.runtime;
	const params = paramsOf(exchange, match, input);
	if (limits) await limitName(limits, exchange, params);
	const key = idempotencyKeyOf(exchange, input);
	if (key !== undefined) return performOnce(gateway, exchange, params, input, key);
	const { result, meta } = await call(gateway, exchange, params, input, {});
	return sendResult(exchange, result, meta);
}

/** The action's parameters: those of address and body, and what headers say. */
function paramsOf(
	{ path, request }: Exchange,
	{ route, params: named }: Match,
	input: Input
): Record<string, unknown> {
	const { paged, versioned, headers } = route.declaration;
	const params = isLegacy(path)
		? currentParams(input.params, Object.keys(named), paged === true)
		: input.params;
	if (versioned && CHANGING.has(request.method!)) {
		const rev = expectedRevision(request.headers);
		if (rev !== undefined) params.rev = rev;
	}
	addHeaders(headers, request, params);
	return params;
}

/** Undefined where a request may be carried out each time that it comes. */
function idempotencyKeyOf({ request }: Exchange, { stream, bodyHash }: Input) {
	const key = request.headers["idempotency-key"];
	const isComparable = !stream || bodyHash !== null;
	return request.method === "POST" && typeof key === "string" && isComparable ? key : undefined;
}

/** Headers that stand for parameters, where the address does not give those. */
function addHeaders(
	names: Record<string, string> | undefined,
	{ headers }: IncomingMessage,
	params: Record<string, unknown>
) {
	for (const [header, name] of Object.entries(names ?? {}))
		if (headers[header] !== undefined) params[name] ??= headers[header];
}

async function performOnce(
	gateway: Gateway,
	exchange: Exchange,
	params: Record<string, unknown>,
	input: Input,
	key: string
) {
	const { route, caller, path, request } = exchange;
	const { service, subject, declaration } = route!;
	requirePermission(gateway.broker, caller!, rightTo(service, subject, declaration));
	const begun = await gateway.idempotency.begin({
		key,
		caller: caller!,
		address: gateway.addressOf(request),
		method: request.method!,
		path,
		bodyHash: `${exchange.query} ${input.bodyHash ?? ""}`
	});
	if ("replay" in begun) return sendReplay(exchange, begun.replay);
	const { attempt } = begun;
	try {
		const { result, meta } = await call(gateway, exchange, params, input, { attempt });
		await gateway.idempotency.finish(attempt, declaration, result, meta);
		await sendResult(exchange, result, meta);
	} catch (error) {
		await gateway.idempotency.abandon(attempt);
		throw error;
	}
}

function sendReplay(exchange: Exchange, { status, answer, location }: Replay) {
	return sendResult(exchange, answer, {
		$statusCode: status,
		$responseHeaders: { "Idempotent-Replayed": "true" },
		...(location && { $location: location })
	});
}

async function call(
	{ broker }: Gateway,
	{ route, caller, client, requestId, isRead }: Exchange,
	params: Record<string, unknown>,
	{ stream }: Input,
	meta: Meta
): Promise<{ result: unknown; meta: Meta }> {
	const action = route!.action;
	const options = {
		meta: { ...meta, caller, client },
		requestID: requestId,
		...(stream && { stream, timeout: 0 })
	};
	const attempt = async () => {
		const pending = broker.call(action, params, options) as Promise<unknown> & { ctx?: Ctx };
		const result = await pending;
		return { result, meta: pending.ctx?.meta ?? {} };
	};
	return stream ? attempt() : callAgain(attempt, error => mayRepeat(error, action, isRead));
}
