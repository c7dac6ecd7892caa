/** The collections that run now, with the routes by which each is read and changed. */
import type { ServiceBroker } from "moleculer";
import type {
	CollectionDescription,
	ConsoleHints,
	JsonSchema,
	LyceumSchema
} from "../../mixins/index.ts";
import { routesOf, servicesIn, type ListedService, type Route } from "../gateway/routes.ts";
import { baseName, GENERATION_MARK } from "../kernel/conventions.middleware.ts";

/** What a collection may offer; each is the last part of an action's name. */
export const OPERATIONS = [
	"list",
	"get",
	"count",
	"history",
	"create",
	"update",
	"remove",
	"restore"
] as const;

export type Operation = (typeof OPERATIONS)[number];

export interface RunningCollection extends CollectionDescription {
	/** The service without its generation. */
	service: string;
	/** True for a collection of a plugin. */
	isPlugin: boolean;
	routes: Partial<Record<Operation, Route>>;
	/** What else may be done with one document: `POST <path>/:id/<verb>`. */
	verbs: Route[];
	hints: ConsoleHints | undefined;
}

type Described = ListedService & { metadata?: { collections?: CollectionDescription[] } };

/** The collections of all services whose documents can be listed; of two generations the newer one's. */
export function runningCollections(broker: ServiceBroker): RunningCollection[] {
	const found = new Map<string, RunningCollection>();
	for (const service of servicesIn(broker) as Described[])
		for (const description of service.metadata?.collections ?? []) {
			const collection = describe(broker, service, description);
			if (collection.routes.list) found.set(collection.name, collection);
		}
	return [...found.values()];
}

function describe(
	broker: ServiceBroker,
	service: Described,
	description: CollectionDescription
): RunningCollection {
	const name = baseName(service.name);
	const routes = routesOf([service]);
	const own = OPERATIONS.flatMap(operation => {
		const route = routes.find(({ action }) => action === `${name}.${operation}`);
		return route ? [[operation, route] as const] : [];
	});
	return {
		...description,
		service: name,
		isPlugin: service.name.includes(GENERATION_MARK),
		routes: Object.fromEntries(own),
		verbs: routes.filter(isVerb),
		hints: hintsOf(broker, name, description.name)
	};
}

/** A verb on one document that needs nothing but its id. */
function isVerb({ method, path, action, type, declaration }: Route) {
	if (method !== "POST" || type !== "call" || !/\/:id\/[\w-]+$/.test(path)) return false;
	if (action.endsWith(".restore") || declaration.input) return false;
	const {
		id: _id,
		$$strict: _strict,
		...others
	} = (declaration.params ?? {}) as object & {
		id?: unknown;
		$$strict?: unknown;
	};
	return Object.keys(others).length === 0;
}

/** Hints are the definition's, which every node that runs the service has. */
function hintsOf(broker: ServiceBroker, service: string, collection: string) {
	return broker.services
		.filter(running => baseName(running.name) === service)
		.flatMap(running => (running.schema as LyceumSchema).console ?? [])
		.findLast(hints => hints.collection === collection);
}

/** The schema of the body that an operation takes. */
export function bodyOf({ routes }: RunningCollection, operation: Operation): JsonSchema | null {
	return routes[operation]?.declaration.input?.body ?? null;
}
