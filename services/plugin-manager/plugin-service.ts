/** One service of a generation. */
import type { Service } from "moleculer";
import type { LyceumBroker, LyceumSchema } from "../../mixins/index.ts";
import { GENERATION_MARK } from "../kernel/conventions.middleware.ts";
import { createLeanService } from "../kernel/lean-service.ts";

export type PluginService = Service & { releaseAll(): Promise<void> };

export interface GenerationSettings {
	settings: Record<string, unknown>;
	/** The names of those that stay on this node. */
	secrets: string[];
}

/** Makes a service of a definition whose mixins have been merged in; it is not started yet. */
export function createPluginService(
	broker: LyceumBroker,
	schema: LyceumSchema,
	number: number,
	{ settings, secrets }: GenerationSettings
): PluginService {
	return createLeanService(broker, {
		...schema,
		name: `${schema.name}${GENERATION_MARK}${number}`,
		settings: { ...schema.settings, ...settings, $secureSettings: secrets }
	}) as PluginService;
}
