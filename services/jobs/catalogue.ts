/** The jobs that are declared at this moment, by the services that run here: of two generations the newer counts. */
import type { Service } from "moleculer";
import type { JobDefinition } from "../../mixins/index.ts";

export class Catalogue {
	readonly #services = new Map<Service, JobDefinition[]>();

	add(service: Service, jobs: JobDefinition[]): void {
		this.#services.set(service, jobs);
	}

	remove(service: Service): void {
		this.#services.delete(service);
	}

	find(name: string): JobDefinition | undefined {
		return [...this.#services.values()].flat().findLast(job => job.name === name);
	}
}
