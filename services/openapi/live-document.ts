/** The document of the services that run at this moment, kept until they change. */
import { createHash } from "node:crypto";
import type { ServiceBroker } from "moleculer";
import { documentOf } from "./document.ts";
import type { RuleResolver } from "./from-params.ts";

export interface BuiltDocument {
	bytes: Buffer;
	/** Its entity tag. */
	tag: string;
}

export class LiveDocument {
	readonly #serverUrl: string | undefined;
	#services = "";
	#built: BuiltDocument | null = null;

	/** `publicUrl` is where clients reach the kernel; null means the host that the document comes from. */
	constructor(publicUrl: string | null) {
		this.#serverUrl = publicUrl ?? undefined;
	}

	/** Builds the document when the services are others than the last time. */
	current(broker: ServiceBroker): BuiltDocument {
		const services = namesOf(broker);
		if (this.#built === null || this.#services !== services) {
			this.#built = this.#build(broker);
			this.#services = services;
		}
		return this.#built;
	}

	#build(broker: ServiceBroker): BuiltDocument {
		const services = broker.registry.getServiceList({ withActions: true, grouping: true });
		const document = documentOf(services, {
			serverUrl: this.#serverUrl,
			resolver: resolverOf(broker)
		});
		const bytes = Buffer.from(JSON.stringify(document));
		const digest = createHash("sha256").update(bytes).digest("base64url").slice(0, 22);
		return { bytes, tag: `"${digest}"` };
	}
}

/** A generation is a part of its service's name, so that a swap changes the names. */
function namesOf({ registry }: ServiceBroker) {
	const services = registry.getServiceList({ grouping: true }) as unknown as {
		fullName: string;
	}[];
	return services.map(({ fullName }) => fullName).join(" ");
}

/** The validator that checks the parameters of the broker's actions. */
function resolverOf(broker: ServiceBroker): RuleResolver {
	return (broker.validator as unknown as { validator: RuleResolver }).validator;
}
