/** Turns `$`, `$[]` and `$[name]` of an update path into the indexes of one document's arrays. */
import { getField, isDoc, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { parseFilter } from "../query/filter.ts";
import { matches, type FilterNode } from "../query/nodes.ts";
import { isIndex } from "../query/path.ts";
import { matchedIndex } from "../query/projector.ts";

export interface ArrayFilters {
	find(name: string): FilterNode | undefined;
	refuseUnused(paths: string[][]): void;
}

/** Parses `arrayFilters`: each is a filter on the elements that one name stands for. */
export function parseArrayFilters(list: unknown[]): ArrayFilters {
	const filters = new Map<string, FilterNode>();
	for (const entry of list) {
		if (!isDoc(entry))
			throw storeError(
				"TypeMismatch",
				"BSON field 'update.updates.arrayFilters' must hold objects"
			);
		const name = nameOf(entry);
		if (filters.has(name)) {
			throw storeError(
				"FailedToParse",
				`Found multiple array filters with the same top-level field name ${name}`
			);
		}
		filters.set(name, parseFilter(entry));
	}
	return {
		find: name => filters.get(name),
		refuseUnused: paths => {
			const used = new Set(paths.flat());
			for (const name of filters.keys()) {
				if (!used.has(`$[${name}]`)) {
					throw storeError(
						"FailedToParse",
						`The array filter for identifier '${name}' was not used in the update`
					);
				}
			}
		}
	};
}

/** The name that all conditions of one array filter are about. */
function nameOf(filter: Doc): string {
	const names = new Set(fieldNames(filter));
	const [name] = names;
	if (name === undefined) {
		throw storeError(
			"FailedToParse",
			"Cannot use an expression without a top-level field name in arrayFilters"
		);
	}
	if (names.size > 1) {
		throw storeError(
			"FailedToParse",
			`Error parsing array filter :: caused by :: Expected a single top-level field name, found '${[...names].join("' and '")}'`
		);
	}
	if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) {
		throw storeError(
			"BadValue",
			`Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${name}'`
		);
	}
	return name;
}

function fieldNames(filter: Doc): string[] {
	return Object.keys(filter).flatMap(key => {
		if (!key.startsWith("$")) return [key.split(".")[0]!];
		const value = filter[key];
		return Array.isArray(value) ? value.filter(isDoc).flatMap(fieldNames) : [];
	});
}

/** Lists the plain paths that a path stands for in a document. */
export function expandPath(
	doc: Doc,
	parts: string[],
	filter: FilterNode,
	filters: ArrayFilters
): string[][] {
	if (!parts.some(part => part.startsWith("$"))) return [parts];
	let found: { path: string[]; value: unknown }[] = [{ path: [], value: doc }];
	for (const part of parts) {
		found = found.flatMap(({ path, value }) =>
			stepInto(value, part, path, filter, filters).map(key => ({
				path: [...path, key],
				value: childOf(value, key)
			}))
		);
	}
	return found.map(({ path }) => path);
}

function childOf(value: unknown, key: string): unknown {
	if (Array.isArray(value)) return isIndex(key) ? value[Number(key)] : undefined;
	return isDoc(value) ? getField(value, key) : undefined;
}

function stepInto(
	value: unknown,
	part: string,
	path: string[],
	filter: FilterNode,
	filters: ArrayFilters
): string[] {
	if (!part.startsWith("$")) return [part];
	const shown = path.join(".");
	if (part === "$") return [positional(value, shown, filter)];
	if (!Array.isArray(value)) {
		const problem =
			value === undefined
				? `The path '${shown}' must exist in the document in order to apply array updates.`
				: `Cannot apply array updates to non-array element ${shown}`;
		throw storeError("BadValue", problem);
	}
	const all = value.map((_, at) => String(at));
	if (part === "$[]") return all;
	const name = part.slice(2, -1);
	const condition = filters.find(name);
	if (!condition) {
		throw storeError(
			"BadValue",
			`No array filter found for identifier '${name}' in path '${shown}.${part}'`
		);
	}
	return all.filter((_, at) => matches(condition, { [name]: value[at] }));
}

function positional(value: unknown, shown: string, filter: FilterNode): string {
	const at = Array.isArray(value) ? matchedIndex(filter, shown, value) : -1;
	if (at < 0) {
		throw storeError(
			"BadValue",
			"The positional operator did not find the match needed from the query."
		);
	}
	return String(at);
}
