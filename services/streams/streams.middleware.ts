/**
 * Ties services to streams: what a service declares is known as long as it is there, messages reach it once
 * it has started, and it stops when those in flight have ended. Declared events are held to their schemas.
 */
import type { Middleware, Service, ServiceBroker, ServiceSchema } from "moleculer";
import type { LyceumSchema } from "../../mixins/index.ts";
import { baseName } from "../kernel/conventions.middleware.ts";
import { payloadProblems } from "./payload.ts";
import type { Streams } from "./streams.ts";

type Send = (name: string, payload?: unknown, options?: unknown) => Promise<void>;

export function streamsMiddleware(streams: Streams): Middleware {
	let broker: ServiceBroker;
	const held = (next: Send): Send =>
		function send(name, payload, options) {
			const event = streams.catalogue.events().get(name);
			const problems = event ? payloadProblems(event.schema, payload) : [];
			if (problems.length === 0) return next(name, payload, options);
			// What it tells of has happened: whoever did it is not to fail by a slip in telling it.
			const [{ pointer, message }] = problems as [(typeof problems)[0]];
			broker.logger.error(
				`The event "${name}" was not sent, its payload does not fit its schema: ${pointer} ${message}`
			);
			streams.metrics.refused(name);
			return Promise.resolve();
		};
	return {
		name: "Streams",

		created(created: ServiceBroker) {
			broker = created;
			streams.metrics.register(broker.metrics);
		},

		serviceCreating(service: Service, schema: ServiceSchema) {
			streams.catalogue.add(service, schema as LyceumSchema);
		},

		serviceStarted(service: Service) {
			const { streams: consumers } = service.schema as LyceumSchema;
			if (consumers) streams.attach(service, consumers, baseName(service.name));
			return Promise.resolve();
		},

		serviceStopping(service: Service) {
			return streams.detach(service);
		},

		serviceStopped(service: Service) {
			streams.catalogue.remove(service);
			return Promise.resolve();
		},

		emit: held as never,
		broadcast: held as never,
		broadcastLocal: held as never
	};
}
