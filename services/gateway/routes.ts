/** The routes of a set of services, as data, and what is wrong with them when two services claim one. */
import type { ServiceBroker } from "moleculer";
import type { Action, LyceumSchema } from "../../mixins/index.ts";
import { baseName } from "../kernel/conventions.middleware.ts";
import { restPaths } from "./rest-paths.ts";

export interface Route {
	method: string;
	path: string;
	/** How the body is taken. */
	type: "call" | "stream" | "multipart";
	/** The action's absolute name; a generation never shows. */
	action: string;
	/** The service without its generation. */
	service: string;
	/** What the action is about, for its `can`. */
	subject: string;
	declaration: Action;
}

/** A service as the registry lists it. */
export interface ListedService {
	name: string;
	local?: boolean;
	node?: { id: string; available: boolean };
	settings?: { rest?: string | string[] };
	metadata?: { subject?: string };
	actions?: Record<string, ListedAction>;
}

type ListedAction = Action & { name: string; rawName?: string };

/**
 * The services of all nodes as the registry holds them: to be read, never changed. Its own list copies every
 * action with all of its schemas, which holds up the requests for as long as the rest of a swap.
 */
export function servicesIn({ registry }: ServiceBroker): ListedService[] {
	const { services } = (registry as unknown as { services: { services: ListedService[] } })
		.services;
	// What runs here comes first: it is what calls prefer, and it may be newer than elsewhere.
	return services.some(({ local }) => !local)
		? [...services.filter(({ local }) => local), ...services.filter(({ local }) => !local)]
		: services;
}

/** Every published route: an action with `rest` and `can`. */
export function routesOf(services: ListedService[]): Route[] {
	return services.flatMap(service =>
		Object.values(service.actions ?? {}).flatMap(action => routesOfAction(service, action))
	);
}

/** The routes that a definition would have, before anything of it runs. */
export function routesOfSchema(
	schema: LyceumSchema & { actions?: Record<string, unknown> }
): Route[] {
	const actions = Object.entries(schema.actions ?? {}).filter(
		([, action]) => typeof action === "object" && action !== null
	);
	const listed = actions.map(([rawName, action]) => [
		rawName,
		{ ...(action as Action), name: `${schema.name}.${rawName}`, rawName }
	]);
	return routesOf([
		{
			name: schema.name,
			settings: schema.settings as ListedService["settings"],
			metadata: { subject: schema.metadata?.subject ?? "" },
			actions: Object.fromEntries(listed)
		}
	]);
}

/** A route that could take another service's requests, or whose own would go there. */
export interface RouteConflict {
	route: string;
	claimedBy: string;
	existing: string;
}

/** Finds the routes that overlap with those of other services, e.g. `/projects/mine` with `/projects/:id`. */
export function conflictsBetween(routes: Route[], existing: Route[]): RouteConflict[] {
	return routes.flatMap(route =>
		existing
			.filter(other => other.service !== route.service && overlaps(route, other))
			.map(other => ({
				route: `${route.method} ${route.path}`,
				claimedBy: other.service,
				existing: `${other.method} ${other.path}`
			}))
	);
}

/** Kept for as long as the registry holds the action: all are asked for whenever one service changes. */
const known = new WeakMap<object, Route[]>();

function routesOfAction(service: ListedService, action: ListedAction): Route[] {
	const routes = known.get(action) ?? resolveRoutes(service, action);
	known.set(action, routes);
	return routes;
}

function resolveRoutes(service: ListedService, action: ListedAction): Route[] {
	if (!action.rest || action.can === undefined) return [];
	if (
		action.visibility !== undefined &&
		action.visibility !== null &&
		action.visibility !== "published"
	)
		return [];
	const name = baseName(service.name);
	const rawName = action.name.slice(action.name.lastIndexOf(".") + 1);
	return restPaths(action.rest, rawName, service.settings?.rest ?? `/${name}`).map(path => ({
		...path,
		action: action.name,
		service: name,
		subject: service.metadata?.subject ?? "",
		declaration: action
	}));
}

function overlaps(one: Route, other: Route) {
	if (one.method !== other.method && one.method !== "*" && other.method !== "*") return false;
	const [a, b] = [one.path.split("/"), other.path.split("/")];
	return a.length === b.length && a.every((segment, index) => unifies(segment, b[index]!));
}

function unifies(one: string, other: string) {
	return one === other || one.startsWith(":") || other.startsWith(":");
}
