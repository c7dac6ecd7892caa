/** The JSON Schemas that several services of the plugin describe their answers with. */
import type { JsonSchema } from "lyceum";

export const text: JsonSchema = { type: "string" };
export const whole: JsonSchema = { type: "integer", minimum: 0 };
export const idSchema: JsonSchema = { type: "string", examples: ["65f0c0ffee65f0c0ffee65f0"] };
export const moment: JsonSchema = { type: "string", format: "date-time" };

/** The parameters of paging, for Moleculer's validator. */
export const paging = {
	page: { type: "number", integer: true, convert: true, min: 1, max: 10_000, default: 1 },
	pageSize: { type: "number", integer: true, convert: true, min: 1, max: 100, default: 25 }
} as const;

/** The parameter that names a document. */
export const id = { type: "string", min: 1, max: 64 } as const;

/** The revision of `If-Match`, where the gateway puts it. */
export const rev = { type: "number", integer: true, min: 1, optional: true } as const;

/** A number in an address. */
export const revision = { type: "number", integer: true, convert: true, min: 1 } as const;
