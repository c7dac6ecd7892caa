/**
 * Declares services. The functions here give types and fill in what follows from a declaration; the
 * kernel reads the result to make routes, OpenAPI, abilities and console screens.
 */
import type { Service } from "moleculer";
import type { LyceumSchema, ServiceDefinition, ServiceMembers } from "./declarations.ts";
import { disposable } from "./disposable.mixin.ts";
import { withTaskRules } from "./jobs.ts";
import { models } from "./models.mixin.ts";

/** Declares a service of the kernel or of a plugin. */
export function defineService<Methods = object, Settings = Record<string, unknown>>(
	definition: ServiceDefinition<Methods, Settings> &
		ThisType<ServiceMembers<Settings> & Methods & Pick<Service, "actions">>
): LyceumSchema {
	const { path, subject, mixins = [], ...schema } = definition;
	const abilities = withTaskRules(schema.abilities, schema.jobs ?? []);
	return {
		...schema,
		...(abilities && { abilities }),
		...(subject && { metadata: { subject } }),
		mixins: [disposable, models, ...mixins],
		settings: { ...schema.settings, rest: path ?? `/${schema.name}` }
	} as LyceumSchema;
}

/** Declares a plugin's service: the default export of `<name>.service.ts`. */
export const definePlugin = defineService;
