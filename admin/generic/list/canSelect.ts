/** Documents are chosen for what can be done with many of them. */
import type { Screen } from "../../api/screens.ts";

export function canSelect({ operations }: Screen): boolean {
	return operations.includes("update") || operations.includes("remove");
}
