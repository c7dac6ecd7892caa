/** Ties services to jobs: what a service declares is known as long as it is there, and it gets tasks once it has started. */
import type { Middleware, Service, ServiceBroker, ServiceSchema } from "moleculer";
import type { LyceumSchema } from "../../mixins/index.ts";
import type { Jobs } from "./jobs.ts";

export function jobsMiddleware(jobs: Jobs): Middleware {
	const declared = ({ schema }: Service) => {
		const { jobs: own = [], schedules = [] } = schema as LyceumSchema;
		return { own, schedules };
	};
	return {
		name: "Jobs",

		created(broker: ServiceBroker) {
			jobs.metrics.register(broker.metrics);
		},

		serviceCreating(service: Service, schema: ServiceSchema) {
			const { jobs: own = [] } = schema as LyceumSchema;
			if (own.length > 0) jobs.declare(service, own);
		},

		serviceStarted(service: Service) {
			const { own, schedules } = declared(service);
			if (own.length + schedules.length > 0) jobs.attach(service, own, schedules);
			return Promise.resolve();
		},

		async serviceStopping(service: Service) {
			const { own, schedules } = declared(service);
			if (own.length + schedules.length > 0) await jobs.detach(service);
		},

		serviceStopped(service: Service) {
			jobs.forget(service);
			return Promise.resolve();
		},

		/** Before the services are stopped: nobody waits for work that can go on elsewhere. */
		stopping: () => jobs.stop()
	};
}
