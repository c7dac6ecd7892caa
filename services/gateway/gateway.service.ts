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
import type { HttpMetrics } from "../metrics/http-metrics.ts";
import { AccessLog } from "./access-log.ts";
import { clientAddress } from "./client-address.ts";
import type { Gateway } from "./gateway.ts";
import { handleRequest } from "./handle-request.ts";
import type { Idempotency } from "./idempotency.ts";
import { LostRoutes } from "./lost-routes.ts";
import { RouteTable } from "./route-table.ts";
import { routesOf, servicesIn } from "./routes.ts";
import { securityHeaders } from "./security-headers.ts";
import { createHttpServer, drain, listen } from "./server.ts";

/** How long the requests in flight may take when the node stops. */
const DRAIN_MS = 30_000;

interface GatewayThis {
	gateway: Gateway;
	server: Server;
}

/** Makes the gateway's definition; `logger` writes the access log. */
export function gatewayService(
	runtime: Runtime,
	idempotency: Idempotency,
	metrics: HttpMetrics,
	logger: Logger
) {
	const { port, host } = runtime.config;
	const lost = new LostRoutes();
	return defineService({
		name: "gateway",
		mixins: [ApiGateway as unknown as Partial<ServiceSchema>],
		settings: {
			// The server is ours: moleculer-web's ends the process when the port is taken, and has no limits.
			server: false,
			routes: [],
			logRouteRegistration: null
		},

		actions: {
			/** moleculer-web's own doors to its aliases, which are not used here. */
			rest: false,
			listAliases: false,
			addRoute: false,
			removeRoute: false
		},

		events: {
			"$services.changed"(this: object) {
				(this as unknown as { refreshRoutes(): void }).refreshRoutes();
			}
		},

		methods: {
			/** Builds the routes of what runs now, and takes them into use at once. */
			refreshRoutes() {
				const { gateway } = this as unknown as GatewayThis;
				const services = servicesIn(this.broker);
				const routes = [...routesOf(services), ...lost.refresh(services)];
				gateway.table = new RouteTable(routes, gateway.table);
				metrics.keepOnly(new Set(gateway.table.routes.map(route => route.path)));
			},

			/** What moleculer-web would call as a middleware of another server. */
			httpHandler(request: IncomingMessage, response: ServerResponse) {
				return handleRequest((this as unknown as GatewayThis).gateway, request, response);
			}
		},

		created() {
			const headers = securityHeaders(runtime.config.publicUrl);
			const addressOf = clientAddress(runtime.config.trustProxy);
			const gateway: Gateway = {
				broker: this.broker,
				runtime,
				table: new RouteTable([]),
				idempotency,
				accessLog: new AccessLog(logger, metrics),
				logger,
				securityHeaders: headers,
				addressOf,
				draining: false
			};
			const server = createHttpServer(
				(request, response) => void handleRequest(gateway, request, response),
				headers
			);
			Object.assign(this, { gateway, server });
		},

		async started() {
			await idempotency.createIndexes();
			this.refreshRoutes();
			await listen((this as unknown as GatewayThis).server, port, host);
		},

		stopped() {
			const { gateway, server } = this as unknown as GatewayThis;
			gateway.draining = true;
			return drain(server, DRAIN_MS);
		}
	});
}
