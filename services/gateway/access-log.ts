/** One JSON line for each request, and the HTTP metrics. */
import type { Logger } from "pino";
import { SLOW_SECONDS, type HttpMetrics } from "../metrics/http-metrics.ts";
import type { Exchange } from "./exchange.ts";

/** The role of those who learn. */
const LEARNER = "student";

export class AccessLog {
	readonly #logger: Logger;
	readonly #metrics: HttpMetrics;

	constructor(logger: Logger, metrics: HttpMetrics) {
		this.#logger = logger;
		this.#metrics = metrics;
	}

	/** Notes a request now and again when its connection is done with it. */
	follow(exchange: Exchange): void {
		this.#metrics.begin();
		const { socket } = exchange.request;
		const before = socket.bytesWritten;
		exchange.response.once("close", () => this.#finish(exchange, socket.bytesWritten - before));
	}

	#finish(exchange: Exchange, bytes: number) {
		const { request, response, route } = exchange;
		const seconds = exchange.elapsed();
		this.#metrics.end(request.method!, route, response.statusCode, seconds);
		const { caller } = exchange;
		if (caller?.id && caller.roles.includes(LEARNER)) this.#metrics.met(caller.id);
		const slow = seconds > SLOW_SECONDS;
		if (slow || this.#logger.isLevelEnabled("info"))
			this.#write(exchange, seconds, bytes, slow);
	}

	#write(exchange: Exchange, seconds: number, bytes: number, slow: boolean) {
		const { request, response, route, caller, client, path, requestId } = exchange;
		const line = {
			requestId,
			method: request.method,
			// The path alone: a query may hold a token.
			path,
			status: response.statusCode,
			durationMs: Math.round(seconds * 1e6) / 1000,
			// As they went over the connection: with the head, and packed where the body was.
			bytes,
			action: route?.action,
			userId: caller?.id,
			// As it was when the request came: a connection that has broken off has none any more.
			address: client?.address,
			...(!response.writableFinished && { aborted: true })
		};
		this.#logger[slow ? "warn" : "info"](line, slow ? "slow request" : "request");
	}
}
