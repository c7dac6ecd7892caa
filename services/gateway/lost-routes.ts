/**
 * The routes of services whose nodes are gone or just leaving: they are answered with a 503 until a node brings
 * them back, and not with the 404 of what was removed.
 */
import { baseName } from "../kernel/conventions.middleware.ts";
import { routesOf, type ListedService, type Route } from "./routes.ts";

interface Offer {
	routes: Route[];
	/** The nodes that offered the service last. */
	nodeIds: string[];
}

export class LostRoutes {
	readonly #offers = new Map<string, Offer>();

	/** What is lost of what was offered before, seen from what is offered now. */
	refresh(services: ListedService[]): Route[] {
		const remote = services.filter(({ local, node }) => !local && node);
		const offered = Map.groupBy(services, ({ name }) => baseName(name));
		// A node that is about to leave tells first that it offers nothing any more.
		const staying = new Set(remote.map(({ node }) => node!.id));
		for (const [name, { nodeIds }] of this.#offers)
			if (offered.has(name) || nodeIds.some(id => staying.has(id))) this.#offers.delete(name);
		const lost = [...this.#offers.values()].flatMap(({ routes }) => routes);
		for (const [name, offers] of Map.groupBy(remote, service => baseName(service.name)))
			this.#offers.set(name, {
				routes: routesOf(offers),
				nodeIds: [...new Set(offers.map(({ node }) => node!.id))]
			});
		return lost;
	}
}
