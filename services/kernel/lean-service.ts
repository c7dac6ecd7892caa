/**
 * Services of definitions whose mixins have been merged in. Moleculer copies a definition three times as it makes
 * a service of it, deeply and in one go; of what has no need to be copied, this keeps what was declared.
 */
import { Service, type ServiceSchema } from "moleculer";
import type { Action, LyceumBroker, LyceumSchema } from "../../mixins/index.ts";

/** With the hook that Moleculer's types leave out. */
type Definition = LyceumSchema & { merged?: MergedHook | MergedHook[] };
type MergedHook = (schema: ServiceSchema) => void;

/** Makes a service that is not started yet. */
export function createLeanService(broker: LyceumBroker, schema: LyceumSchema): Service {
	const { name, metadata, merged = [], settings, ...rest } = schema as Definition;
	const complete = (taken: object) => Object.assign(taken, rest, { metadata: { ...metadata } });
	return new LeanService(broker, {
		name,
		// What comes as a mixin is copied: settings may be changed while the service runs.
		mixins: [{ settings }],
		merged: [complete, ...[merged].flat()]
	} as ServiceSchema);
}

type CreateAction = (this: Service, declared: Action, name: string) => Action;

const { _createAction: createAction } = Service.prototype as unknown as {
	_createAction: CreateAction;
};

/** Keeps the JSON Schemas of actions: they are most of a definition, and nobody changes them. */
class LeanService extends Service {
	_createAction(action: Action, name: string): Action {
		const { input, returns, ...declared } = action;
		return Object.assign(createAction.call(this, declared as Action, name), { input, returns });
	}
}
