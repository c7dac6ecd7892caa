/** The broker's options; every value comes from the kernel's settings. */
import type { BrokerOptions, Middleware } from "moleculer";
import type { DestinationStream } from "pino";
import { BoundedValidator } from "./services/kernel/bounded-validator.ts";
import type { Config } from "./services/kernel/config.ts";
import { pinoOptions } from "./services/kernel/logger.ts";
import { natsOptions } from "./services/kernel/nats-options.ts";
import { timeouts } from "./services/kernel/timeout.middleware.ts";
import { PrometheusText } from "./services/metrics/prometheus-text.ts";

/** How long the requests in flight may take when a service or the node stops. */
const DRAIN_MS = 30_000;

const REQUEST_TIMEOUT_MS = 30_000;

/** Calls go to a node that was killed until it is missed: Moleculer's own 10 and 30 s are felt. */
const HEARTBEAT_SECONDS = 1;
const HEARTBEAT_TIMEOUT_SECONDS = 4;

/** Moleculer's own default of a second would be felt at every start. */
const DEPENDENCY_POLL_MS = 20;

/**
 * Moleculer's own, in its order, without those that nothing here uses. Its `Metrics` looks labels up for
 * every call and takes a fifth of a short request; the kernel's measures the same, see services/metrics.
 * Its `Timeout` starts a timer for every call; the kernel's shares them.
 * Its `Tracing` makes a span for every call and event, which nothing exports; `ctx.startSpan` works without.
 */
const MOLECULER_MIDDLEWARES: (Middleware | string)[] = [
	"ActionHook",
	"Validator",
	"Bulkhead",
	"ContextTracker",
	"CircuitBreaker",
	// Its types do not know of middlewares that are functions of the broker.
	timeouts as never,
	"Retry",
	"Fallback",
	"ErrorHandler",
	"Debounce",
	"Throttle"
];

export function brokerOptions(
	config: Config,
	middlewares: Middleware[],
	destination: DestinationStream
): BrokerOptions {
	return {
		nodeID: config.nodeId,
		namespace: "lyceum",
		transporter:
			config.natsUrl === null
				? null
				: // Its own reading of an address takes a password as it is written there.
					{ type: "NATS", options: natsOptions(config.natsUrl) },
		requestTimeout: REQUEST_TIMEOUT_MS,
		dependencyInterval: DEPENDENCY_POLL_MS,
		tracking: { enabled: true, shutdownTimeout: DRAIN_MS },
		registry: { preferLocal: true },
		heartbeatInterval: HEARTBEAT_SECONDS,
		heartbeatTimeout: HEARTBEAT_TIMEOUT_SECONDS,
		validator: new BoundedValidator({
			haltOnFirstError: false,
			useNewCustomCheckerFunction: true
		}),
		metrics: { enabled: true, reporter: [new PrometheusText() as never] },
		// Parameters may hold secrets, and a copy of them for each call is felt.
		tracing: { enabled: true, tags: { action: { params: false }, event: { params: false } } },
		logger: {
			type: "Pino",
			options: {
				// Moleculer tells of every service that starts and stops at "info".
				level: config.logLevel === "info" ? "warn" : config.logLevel,
				pino: { options: pinoOptions(config.logLevel), destination }
			}
		},
		skipProcessEventRegistration: true,
		internalServices: false,
		internalMiddlewares: false,
		middlewares: [...middlewares, ...MOLECULER_MIDDLEWARES]
	};
}
