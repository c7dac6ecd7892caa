/** The JSON Schemas that several services of the plugin describe their answers with. */
import type { JsonSchema } from "lyceum";

export const text: JsonSchema = { type: "string" };
export const whole: JsonSchema = { type: "integer", minimum: 0 };
export const number: JsonSchema = { type: "number" };
export const moment: JsonSchema = { type: "string", format: "date-time" };

/** The parameter that names a document. */
export const id = { type: "string", min: 1, max: 64 } as const;
