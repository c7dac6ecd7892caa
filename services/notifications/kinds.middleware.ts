/** Keeps the kinds that services declare, each as long as its service is there. */
import type { Middleware, Service, ServiceSchema } from "moleculer";
import type { LyceumSchema } from "../../mixins/index.ts";
import type { Kinds } from "./kinds.ts";

export function notificationKinds(kinds: Kinds): Middleware {
	return {
		name: "NotificationKinds",

		serviceCreating(service: Service, schema: ServiceSchema) {
			const { notifies } = schema as LyceumSchema;
			if (notifies) kinds.add(service, notifies);
		},

		serviceStopped(service: Service) {
			kinds.remove(service);
			return Promise.resolve();
		}
	};
}
