/** Tells a client what went wrong, as far as there is a client and something can still be told. */
import type { Exchange } from "./exchange.ts";
import type { Gateway } from "./gateway.ts";
import { problemHeaders, problemOf, toCatalogueError } from "./problem.ts";
import { sendProblem } from "./respond.ts";

export function refuse(gateway: Gateway, exchange: Exchange, thrown: unknown) {
	const { response, requestId, path } = exchange;
	if (isGone(exchange, thrown)) return;
	const error = toCatalogueError(thrown, requestId);
	if (error.code >= 500) logFailure(gateway, exchange, thrown, error.type);
	// The head is gone: all that can be said is that the rest will not come.
	if (response.headersSent) {
		response.destroy();
		return;
	}
	try {
		sendProblem(exchange, problemOf(error, path, requestId), problemHeaders(error));
	} catch (failure) {
		// A plugin may put into its error what cannot be sent.
		logFailure(gateway, exchange, failure, error.type);
		const internal = toCatalogueError(failure, requestId);
		sendProblem(exchange, problemOf(internal, path, requestId), {});
	}
}

/** Tells whether the client went away, so that there is nobody to be told and nothing to be mended. */
function isGone({ request, response }: Exchange, thrown: unknown) {
	const { code } = (thrown ?? {}) as { code?: unknown };
	return response.destroyed && (!request.complete || code === "ERR_STREAM_PREMATURE_CLOSE");
}

function logFailure(
	{ logger }: Gateway,
	{ requestId, path }: Exchange,
	err: unknown,
	code: string
) {
	logger.error({ requestId, path, err, code }, "request failed");
}
