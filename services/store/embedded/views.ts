/** Views: names for a pipeline over a collection. They can be read, never written. */
import type { Doc } from "./bson/values.ts";
import { storeError } from "./errors.ts";
import type { Collection, Catalog } from "./storage/catalog.ts";

/** A view over a view over a view … ends somewhere, or is refused. */
const DEEPEST = 20;

export function isView(collection: Collection | undefined): boolean {
	return collection?.options.viewOn !== undefined;
}

/** Gives the collection and the pipeline that a pipeline over a view comes to. */
export function resolveView(
	catalog: Catalog,
	db: string,
	name: string,
	pipeline: Doc[]
): { name: string; pipeline: Doc[] } {
	let [source, stages] = [name, pipeline];
	for (let depth = 0; depth < DEEPEST; depth++) {
		const options = catalog.find(db, source)?.options;
		if (options?.viewOn === undefined) return { name: source, pipeline: stages };
		stages = [...((options.pipeline as Doc[] | undefined) ?? []), ...stages];
		source = String(options.viewOn);
	}
	throw storeError(165, `View depth too deep or view cycle detected at ${db}.${name}`);
}

/** Refuses what a view cannot do. */
export function refuseView(collection: Collection | undefined): void {
	if (!isView(collection)) return;
	throw storeError(
		"CommandNotSupportedOnView",
		`Namespace ${collection!.namespace} is a view, not a collection`
	);
}
