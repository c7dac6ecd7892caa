/** What takes a saved change back: the fields that it changed, as they were. */
import type { RaRecord } from "react-admin";
import type { Screen } from "../../api/screens.ts";
import { same } from "../../providers/patch.ts";

export function reversePatch(
	before: RaRecord,
	after: RaRecord,
	{ update }: Screen
): Record<string, unknown> {
	const fields = Object.keys(update?.properties ?? {}).filter(field => field !== "rev");
	const changed = fields.filter(field => !same(before[field], after[field]));
	return Object.fromEntries(changed.map(field => [field, before[field] ?? null]));
}
