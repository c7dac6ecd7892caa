/** Finds the route of a request by radix lookup. A new table is built aside and swapped in as a whole. */
import FindMyWay, { type HTTPMethod } from "find-my-way";
import type { Route } from "./routes.ts";

export interface Match {
	route: Route;
	params: Record<string, string | undefined>;
}

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

/** Long enough for a file name, too short for an attack on what looks at it. */
const MAX_PARAM_LENGTH = 256;

export class RouteTable {
	#router = FindMyWay({ maxParamLength: MAX_PARAM_LENGTH });
	readonly routes: Route[];

	constructor(routes: Route[]) {
		this.routes = routes.filter(route => this.#add(route));
	}

	find(method: string, path: string): Match | null {
		const found = this.#router.find(method as HTTPMethod, path);
		return found && { route: found.store as Route, params: found.params };
	}

	/** The methods that the path answers to; empty when it is unknown. */
	methodsOf(path: string): string[] {
		return METHODS.filter(method => this.#router.find(method, path) !== null);
	}

	/** The first of two routes that are the same wins; the plugin manager refuses the second before it loads. */
	#add(route: Route) {
		const methods = route.method === "*" ? [...METHODS] : [route.method as HTTPMethod];
		const free = methods.filter(method => !this.#router.hasRoute(method, route.path));
		for (const method of free) this.#router.on(method, route.path, unused, route);
		return free.length > 0;
	}
}

/** The router wants a handler; what is found here is the route itself. */
function unused() {}
