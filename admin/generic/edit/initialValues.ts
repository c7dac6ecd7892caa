/** What a new document begins with. */
import type { JsonSchema } from "../../api/screens.ts";

export function initialValues(body: JsonSchema): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(body.properties ?? {}).flatMap(([field, { default: initial }]) =>
			initial === undefined ? [] : [[field, initial]]
		)
	);
}
