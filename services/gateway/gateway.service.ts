/**
 * The REST gateway: moleculer-web's service with its own request handler, see the README. It publishes
 * what the registry holds at this moment, and drains when it stops.
 */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { ServiceSchema } from "moleculer";
import ApiGateway from "moleculer-web";
import type { Logger } from "pino";
import { defineService } from "../../mixins/index.ts";
import type { Runtime } from "../kernel/runtime.ts";
import { AccessLog } from "./access-log.ts";
import { clientAddress } from "./client-address.ts";
import { handleRequest, type Gateway } from "./handle-request.ts";
import type { Idempotency } from "./idempotency.ts";
import { RouteTable } from "./route-table.ts";
import { routesOf, type ListedService } from "./routes.ts";
import { securityHeaders } from "./security-headers.ts";

/** How long a slow client may take to send its headers, and its whole request. */
const HEADERS_TIMEOUT_MS = 20_000;
const REQUEST_TIMEOUT_MS = 300_000;

/** Longer than the usual proxy keeps its side open, so that it never meets a closed connection. */
const KEEP_ALIVE_MS = 75_000;

interface GatewayThis {
	gateway: Gateway;
	server: Server;
}

/** Makes the gateway's definition; `logger` writes the access log. */
export function gatewayService(runtime: Runtime, idempotency: Idempotency, logger: Logger) {
	const { port, host } = runtime.config;
	return defineService({
		name: "gateway",
		mixins: [ApiGateway as unknown as Partial<ServiceSchema>],
		settings: {
			port,
			ip: host,
			routes: [],
			requestTimeout: REQUEST_TIMEOUT_MS,
			logRouteRegistration: null
		},

		actions: {
			/** moleculer-web's own doors to its aliases, which are not used here. */
			rest: false,
			listAliases: false,
			addRoute: false,
			removeRoute: false
		} as never,

		events: {
			"$services.changed"(this: object) {
				(this as unknown as { refreshRoutes(): void }).refreshRoutes();
			}
		},

		methods: {
			/** Builds the routes of what runs now, and takes them into use at once. */
			refreshRoutes() {
				const { gateway } = this as unknown as GatewayThis;
				const services = this.broker.registry.getServiceList({
					withActions: true,
					grouping: true
				});
				gateway.table = new RouteTable(routesOf(services as unknown as ListedService[]));
			},

			httpHandler(request: IncomingMessage, response: ServerResponse) {
				void handleRequest((this as unknown as GatewayThis).gateway, request, response);
			}
		},

		created() {
			const { server } = this as unknown as GatewayThis;
			const addressOf = clientAddress(runtime.config.trustProxy);
			server.headersTimeout = HEADERS_TIMEOUT_MS;
			server.keepAliveTimeout = KEEP_ALIVE_MS;
			(this as unknown as GatewayThis).gateway = {
				broker: this.broker,
				runtime,
				table: new RouteTable([]),
				idempotency,
				accessLog: new AccessLog(logger, this.broker.metrics, addressOf),
				logger,
				securityHeaders: securityHeaders(runtime.config.publicUrl),
				addressOf,
				draining: false
			};
		},

		async started() {
			await idempotency.createIndexes();
			this.refreshRoutes();
		},

		stopped() {
			const { gateway, server } = this as unknown as GatewayThis;
			gateway.draining = true;
			server.closeIdleConnections();
		}
	});
}
