/** What an installation would do, as facts to approve before anything is started. */
import type { CollectionDescription, LyceumSchema } from "../../mixins/index.ts";
import { compareSurfaces, type Difference } from "../openapi/difference.ts";
import type { DesiredPlugin } from "./desired.ts";
import type { ManifestPermissions } from "./manifest/manifest.ts";
import type { Rehearsal } from "./migrations/rehearsal.ts";
import type { Version } from "./version.ts";

export interface Plan {
	name: string;
	version: string;
	adds: {
		routes: string[];
		events: string[];
		collections: string[];
		/** The addresses of its pages in the console. */
		pages: string[];
		/** How many rules each role gets. */
		abilities: Record<string, number>;
	};
	/** True when something of it would run outside of a frame. */
	needsTrust: boolean;
	requires: Record<string, string>;
	permissions: ManifestPermissions;
	/** What the version that is there may not do yet; null when that is nothing, and for a new plugin. */
	addedPermissions: Partial<ManifestPermissions> | null;
	/** The files of its migrations. */
	migrations: string[];
	/** What a dry run found out about those that would run, on a copy of the documents. */
	rehearsals: Rehearsal[];
	/** What changes for clients of the version that runs; everything is an addition for a new plugin. */
	apiDiff: Difference;
}

/** Describes the step from the version that runs (null for a new plugin) to another one. */
export async function describePlan(
	plugin: DesiredPlugin,
	next: Version,
	current: Version | null
): Promise<Omit<Plan, "needsTrust" | "migrations" | "rehearsals" | "addedPermissions">> {
	const { schemas } = next;
	return {
		name: plugin._id,
		version: plugin.version,
		adds: {
			routes: next.routes.map(({ method, path }) => `${method} ${path}`),
			events: schemas.flatMap(schema => (schema.emits ?? []).map(event => event.name)),
			collections: schemas.flatMap(collectionsIn),
			pages: [
				...schemas.flatMap(schema => schema.pages ?? []),
				...plugin.manifest.provides.pages
			].map(({ path }) => `/admin/pages/${plugin._id}/${path}`),
			abilities: rulesByRole(schemas)
		},
		requires: plugin.manifest.requires,
		permissions: plugin.manifest.permissions,
		apiDiff: await compareSurfaces(current?.surface ?? null, next.surface)
	};
}

function collectionsIn({ metadata }: LyceumSchema): string[] {
	return (metadata?.collections ?? []).map(
		(collection: CollectionDescription) => collection.name
	);
}

function rulesByRole(schemas: LyceumSchema[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { abilities = {} } of schemas) {
		for (const [role, rules] of Object.entries(abilities))
			counts[role] = (counts[role] ?? 0) + rules.length;
	}
	return counts;
}
