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

/** Lets requests be answered. */
export type GiveWay = () => Promise<void>;

/** Makes a service of a definition whose mixins have been merged in; it is not started yet. */
export function createPluginService(
	broker: LyceumBroker,
	schema: LyceumSchema,
	number: number,
	{ settings, secrets }: GenerationSettings,
	giveWay: GiveWay
): PluginService {
	const service = createLeanService(broker, {
		...schema,
		name: `${schema.name}${GENERATION_MARK}${number}`,
		settings: { ...schema.settings, ...settings, $secureSettings: secrets }
	}) as PluginService;
	// What comes next, taking the calls over, cannot be done in parts.
	service.schema.started = [service.schema.started ?? [], giveWay].flat();
	return service;
}
