/**
 * One service of a generation. Moleculer copies a definition three times as it makes a service of it, deeply and
 * in one go; of what has no need to be copied, this keeps what was declared.
 */
import { Service, type ServiceSchema } from "moleculer";
import type { Action, LyceumBroker, LyceumSchema } from "../../mixins/index.ts";
import { GENERATION_MARK } from "../kernel/conventions.middleware.ts";

export type PluginService = Service & { releaseAll(): Promise<void> };

export interface GenerationSettings {
	settings: Record<string, unknown>;
	/** The names of those that stay on this node. */
	secrets: string[];
}

/** Lets requests be answered. */
export type GiveWay = () => Promise<void>;

/** With the hook that Moleculer's types leave out. */
type Definition = LyceumSchema & { merged?: MergedHook | MergedHook[] };
type MergedHook = (schema: ServiceSchema) => void;

/** Makes a service of a definition whose mixins have been merged in; it is not started yet. */
export function createPluginService(
	broker: LyceumBroker,
	schema: LyceumSchema,
	number: number,
	{ settings, secrets }: GenerationSettings,
	giveWay: GiveWay
): PluginService {
	const { name, metadata, merged = [], settings: declared, ...rest } = schema as Definition;
	const own = { ...declared, ...settings, $secureSettings: secrets };
	const complete = (taken: object) => Object.assign(taken, rest, { metadata: { ...metadata } });
	const service = new GenerationService(broker, {
		name: `${name}${GENERATION_MARK}${number}`,
		// What comes as a mixin is copied: settings may be changed while the service runs.
		mixins: [{ settings: own }],
		merged: [complete, ...[merged].flat()]
	} as ServiceSchema) as Service as PluginService;
	// What comes next, taking the calls over, cannot be done in parts.
	service.schema.started = [service.schema.started ?? [], giveWay].flat();
	return service;
}

type CreateAction = (this: Service, declared: Action, name: string) => Action;

const { _createAction: createAction } = Service.prototype as unknown as {
	_createAction: CreateAction;
};

/** Keeps the JSON Schemas of actions: they are most of a definition, and nobody changes them. */
class GenerationService extends Service {
	_createAction({ input, returns, ...declared }: Action, name: string): Action {
		return Object.assign(createAction.call(this, declared as Action, name), { input, returns });
	}
}
