/** The kinds of notification that are declared at this moment, by the services that run here. */
import type { Service } from "moleculer";
import type { NotificationKind } from "../../mixins/index.ts";
import { baseName } from "../kernel/conventions.middleware.ts";

export interface DeclaredKind extends NotificationKind {
	/** The service that brings it. */
	service: string;
}

export class Kinds {
	readonly #services = new Map<Service, NotificationKind[]>();

	add(service: Service, kinds: NotificationKind[]): void {
		this.#services.set(service, kinds);
	}

	remove(service: Service): void {
		this.#services.delete(service);
	}

	/** All of them by name; of two generations of a plugin the newer one counts. */
	all(): DeclaredKind[] {
		const named = new Map(
			[...this.#services].flatMap(([{ name }, kinds]) =>
				kinds.map(kind => [kind.name, { ...kind, service: baseName(name) }] as const)
			)
		);
		return [...named.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
	}

	find(name: string): DeclaredKind | undefined {
		return this.all().find(kind => kind.name === name);
	}
}
