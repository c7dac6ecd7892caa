/**
 * Finds the route of a request by radix lookup. A new table is built aside and swapped in as a whole; one with
 * the paths of the table before takes over its router, so that a swapped plugin costs no new one.
 */
import FindMyWay, { type HTTPMethod, type HTTPVersion, type Instance } from "find-my-way";
import type { Route } from "./routes.ts";

export interface Match {
	route: Route;
	params: Record<string, string | undefined>;
}

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

/** Long enough for a file name, too short for an attack on what looks at it. */
const MAX_PARAM_LENGTH = 256;

export class RouteTable {
	readonly routes: Route[];
	/** The method and path of everything that was to be a route: the router depends on nothing else. */
	readonly #keys: Set<string>;
	/** What the router finds is a key, so that it can serve the tables after this one. */
	readonly #router: Instance<HTTPVersion.V1>;
	readonly #byKey = new Map<string, Route>();

	/** The first of two routes that are the same wins; the plugin manager refuses the second before it loads. */
	constructor(routes: Route[], before: RouteTable | null = null) {
		for (const route of routes)
			if (!this.#byKey.has(keyOf(route))) this.#byKey.set(keyOf(route), route);
		this.#keys = new Set(this.#byKey.keys());
		const known = before && this.#keys.symmetricDifference(before.#keys).size === 0;
		this.#router = known ? before.#router : FindMyWay({ maxParamLength: MAX_PARAM_LENGTH });
		for (const [key, route] of this.#byKey) {
			const isTaken = known ? !before.#byKey.has(key) : !this.#add(key, route);
			if (isTaken) this.#byKey.delete(key);
		}
		this.routes = [...this.#byKey.values()];
	}

	find(method: string, path: string): Match | null {
		const found = this.#router.find(method as HTTPMethod, path);
		return found && { route: this.#byKey.get(found.store as string)!, params: found.params };
	}

	/** The methods that the path answers to; empty when it is unknown. */
	methodsOf(path: string): string[] {
		return METHODS.filter(method => this.#router.find(method, path) !== null);
	}

	/** False for a route whose requests all go to others. */
	#add(key: string, { method, path }: Route) {
		const methods = method === "*" ? [...METHODS] : [method as HTTPMethod];
		const free = methods.filter(one => !this.#router.hasRoute(one, path));
		for (const one of free) this.#router.on(one, path, unused, key);
		return free.length > 0;
	}
}

function keyOf({ method, path }: Route) {
	return `${method} ${path}`;
}

/** The router wants a handler; what is found here is the route itself. */
function unused() {}
