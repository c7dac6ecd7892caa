/**
 * What holds for every service, whoever wrote it: published actions refuse unknown parameters, and a
 * generation (`projects~3`) keeps the absolute names of its plugin (`projects.list`) and its event group.
 */
import type { Middleware, Service, ServiceSchema } from "moleculer";
import type { Action, LyceumSchema } from "../../mixins/index.ts";

/** Stands between a plugin's name and the number of its generation. */
export const GENERATION_MARK = "~";

/** The service's name without its generation. */
export function baseName(name: string): string {
	return name.split(GENERATION_MARK, 1)[0]!;
}

export const conventions: Middleware = {
	name: "Conventions",

	serviceCreating(_service: Service, schema: ServiceSchema) {
		const generation = schema.name.includes(GENERATION_MARK);
		schema.actions = mapValues(schema.actions ?? {}, (action, name) =>
			conventionalAction(action, name, schema, generation)
		);
		if (!generation) return;
		schema.settings = { ...schema.settings, $noServiceNamePrefix: true };
		schema.events = mapValues(schema.events ?? {}, event => ({
			...asObject(event),
			group: baseName(schema.name)
		}));
		schema.started = [schema.started ?? [], checkHealth].flat();
	}
};

/** A new generation proves its health before the first request reaches it. */
async function checkHealth(this: Service) {
	await (this.schema as LyceumSchema).health?.call(this as never);
}

function conventionalAction(
	action: unknown,
	name: string,
	schema: ServiceSchema,
	generation: boolean
): never {
	if (action === false) return action as never;
	const declared = asObject(action) as unknown as Action;
	const params =
		declared.rest && !declared.input ? { $$strict: true, ...declared.params } : declared.params;
	return {
		...declared,
		...(params && { params }),
		...(generation && { name: `${baseName(schema.name)}.${name}` })
	} as never;
}

function asObject(declared: unknown): object {
	return typeof declared === "function" ? { handler: declared } : (declared as object);
}

function mapValues<T>(
	entries: Record<string, unknown>,
	change: (entry: unknown, key: string) => T
): Record<string, T> {
	return Object.fromEntries(
		Object.entries(entries).map(([key, entry]) => [key, change(entry, key)])
	);
}
