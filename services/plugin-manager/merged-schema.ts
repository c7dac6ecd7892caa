/** A definition with its mixins merged in, as Moleculer would make it, without a service being made. */
import { Service } from "moleculer";
import type { LyceumBroker, LyceumSchema } from "../../mixins/index.ts";

export function mergedSchema(broker: LyceumBroker, schema: LyceumSchema): LyceumSchema {
	// A service without a schema only carries the methods that merge schemas.
	const merger = new Service(broker);
	return schema.mixins ? (merger.applyMixins({ ...schema }) as LyceumSchema) : schema;
}
