/** What an installation would do, as facts to approve before anything is started. */
import type { CollectionDescription, LyceumBroker, LyceumSchema } from "../../mixins/index.ts";
import { routesOfSchema } from "../gateway/routes.ts";
import type { DesiredPlugin } from "./desired.ts";
import type { ManifestPermissions } from "./manifest/manifest.ts";
import { mergedSchema } from "./merged-schema.ts";

export interface Plan {
	name: string;
	version: string;
	adds: {
		routes: string[];
		events: string[];
		collections: string[];
		abilities: Record<string, number>;
	};
	requires: Record<string, string>;
	permissions: ManifestPermissions;
	migrations: string[];
	apiDiff: { added: string[]; removed: string[]; changed: string[]; breaking: string[] };
}

export function describePlan(
	broker: LyceumBroker,
	plugin: DesiredPlugin,
	next: LyceumSchema[],
	current: LyceumSchema[]
): Plan {
	const schemas = next.map(schema => mergedSchema(broker, schema));
	const routes = routesIn(broker, next);
	const running = routesIn(broker, current);
	const removed = running.filter(route => !routes.includes(route));
	return {
		name: plugin._id,
		version: plugin.version,
		adds: {
			routes,
			events: schemas.flatMap(schema => (schema.emits ?? []).map(event => event.name)),
			collections: schemas.flatMap(schema => collectionsOf(schema)),
			abilities: rulesByRole(schemas)
		},
		requires: plugin.manifest.requires,
		permissions: plugin.manifest.permissions,
		migrations: [],
		apiDiff: {
			added: routes.filter(route => !running.includes(route)),
			removed,
			changed: [],
			breaking: removed.map(route => `${route} is gone`)
		}
	};
}

function routesIn(broker: LyceumBroker, schemas: LyceumSchema[]) {
	return schemas
		.flatMap(schema => routesOfSchema(mergedSchema(broker, schema)))
		.map(({ method, path }) => `${method} ${path}`)
		.sort();
}

function collectionsOf({ metadata }: LyceumSchema): string[] {
	return (metadata?.collections ?? []).map(
		(collection: CollectionDescription) => collection.name
	);
}

function rulesByRole(schemas: LyceumSchema[]): Record<string, number> {
	const rules = schemas.flatMap(schema => Object.entries(schema.abilities ?? {}));
	return Object.fromEntries(rules.map(([role, list]) => [role, list.length]));
}
