/** The score of a text search exists only where there is one. */
import { storeError } from "../errors.ts";
import { conjuncts, type FilterNode } from "./nodes.ts";

/** Refuses the score of a search where nothing is searched for. */
export function requireSearch(filter: FilterNode): void {
	if (conjuncts(filter).some(part => part.kind === "text")) return;
	throw storeError(40218, "query requires text score metadata, but it is not available");
}
