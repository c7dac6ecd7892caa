/** One JSON line for each request, and the HTTP metrics. */
import type { ServiceBroker } from "moleculer";
import type { Logger } from "pino";
import type { Exchange } from "./exchange.ts";

/** Requests that take longer are logged as warnings and counted. */
const SLOW_SECONDS = 2;

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Stands for every path that is no route, so that strangers cannot make up metric labels. */
const UNKNOWN_ENDPOINT = "unknown";

export class AccessLog {
	readonly #logger: Logger;
	readonly #metrics: ServiceBroker["metrics"];
	readonly #addressOf: (request: Exchange["request"]) => string;

	constructor(
		logger: Logger,
		metrics: ServiceBroker["metrics"],
		addressOf: (request: Exchange["request"]) => string
	) {
		this.#logger = logger;
		this.#metrics = metrics;
		this.#addressOf = addressOf;
		const labelNames = ["method", "endpoint", "status"];
		metrics.register({
			name: "http_requests_total",
			type: "counter",
			labelNames,
			description: "HTTP requests"
		});
		metrics.register({
			name: "http_requests_slow_total",
			type: "counter",
			labelNames,
			description: `HTTP requests over ${SLOW_SECONDS} s`
		});
		metrics.register({
			name: "http_requests_in_progress",
			type: "gauge",
			description: "HTTP requests that are not answered yet"
		});
		metrics.register({
			name: "http_request_duration_seconds",
			type: "histogram",
			labelNames: ["method", "endpoint"],
			buckets: BUCKETS,
			description: "Time from the request to the end of its answer"
		});
	}

	/** Notes a request now and again when its connection is done with it. */
	follow(exchange: Exchange): void {
		this.#metrics.increment("http_requests_in_progress");
		const { socket } = exchange.request;
		const before = socket.bytesWritten;
		exchange.response.once("close", () => this.#finish(exchange, socket.bytesWritten - before));
	}

	#finish(exchange: Exchange, bytes: number) {
		const { request, response, route } = exchange;
		const seconds = exchange.elapsed();
		const { method = "" } = request;
		const endpoint = route?.path ?? UNKNOWN_ENDPOINT;
		const labels = { method, endpoint, status: response.statusCode };
		this.#metrics.decrement("http_requests_in_progress");
		this.#metrics.increment("http_requests_total", labels);
		this.#metrics.observe("http_request_duration_seconds", seconds, { method, endpoint });
		const slow = seconds > SLOW_SECONDS;
		if (slow) this.#metrics.increment("http_requests_slow_total", labels);
		if (slow || this.#logger.isLevelEnabled("info"))
			this.#write(exchange, seconds, bytes, slow);
	}

	#write(exchange: Exchange, seconds: number, bytes: number, slow: boolean) {
		const { request, response, route, caller, path, requestId } = exchange;
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
			address: this.#addressOf(request),
			...(!response.writableFinished && { aborted: true })
		};
		this.#logger[slow ? "warn" : "info"](line, slow ? "slow request" : "request");
	}
}
