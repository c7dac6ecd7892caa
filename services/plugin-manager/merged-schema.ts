/** A definition with its mixins merged in, as Moleculer would make it, without a service being made. */
import { Service } from "moleculer";
import type {
	Action,
	CollectionDescription,
	LyceumBroker,
	LyceumSchema
} from "../../mixins/index.ts";

type Change = (value: unknown) => unknown;

/**
 * Merges the mixins; `mixins` is gone then. An action that a definition declares over a mixin's replaces its
 * `input` and `returns` as a whole; of its other keys, those that it leaves out stay the mixin's.
 */
export function mergedSchema(broker: LyceumBroker, schema: LyceumSchema): LyceumSchema {
	if (!schema.mixins) return schema;
	// A service without a schema only carries the methods that merge schemas.
	const merger = new Service(broker);
	const { mixins: _mixins, ...merged } = merger.applyMixins(withHidden(schema));
	return withJsonSchemas(merged as LyceumSchema, show);
}

/**
 * Moleculer copies whatever it merges, several times over, and most of a definition are its JSON Schemas. Those
 * are never changed, and a function is passed on as it is.
 */
const hide: Change = value => value && (() => value);
const show: Change = value => value && (value as () => unknown)();

function withHidden(schema: LyceumSchema): LyceumSchema {
	const { mixins } = schema as { mixins?: LyceumSchema[] };
	return { ...withJsonSchemas(schema, hide), ...(mixins && { mixins: mixins.map(withHidden) }) };
}

function withJsonSchemas(schema: LyceumSchema, change: Change): LyceumSchema {
	const { actions, metadata } = schema;
	const collections = metadata?.collections?.map((collection: CollectionDescription) => ({
		...collection,
		schema: change(collection.schema)
	}));
	return {
		...schema,
		...(actions && { actions: mapActions(actions as Actions, change) }),
		...(collections && { metadata: { ...metadata, collections } })
	} as LyceumSchema;
}

type Actions = Record<string, Action | Action["handler"] | false>;

function mapActions(actions: Actions, change: Change) {
	const entries = Object.entries(actions).map(([name, action]) => {
		if (typeof action !== "object") return [name, action];
		const { input, returns } = action;
		return [
			name,
			{
				...action,
				...(input && { input: change(input) }),
				...(returns && { returns: change(returns) })
			}
		];
	});
	return Object.fromEntries(entries) as Actions;
}
