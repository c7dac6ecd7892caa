/** A query as commands use it: filter, sort, paging, planned over one collection. */
import type { Doc } from "../bson/values.ts";
import type { Collection } from "../storage/catalog.ts";
import type { Connection } from "../storage/connection.ts";
import { collator } from "./collation.ts";
import { countDocuments } from "./count-keys.ts";
import { expressionEvaluator } from "./expression.ts";
import { parseFilter } from "./filter.ts";
import type { FilterContext, FilterNode } from "./nodes.ts";
import type { PlanRequest } from "./plan-request.ts";
import { plan, type Plan } from "./planner.ts";
import { Nothing } from "./scans.ts";
import { parseSort } from "./sort.ts";
import { requireSearch } from "./require-search.ts";
import type { Work } from "./work.ts";

export interface QueryOptions {
	filter?: Doc | undefined;
	sort?: Doc | undefined;
	projection?: Doc | undefined;
	skip?: number | undefined;
	limit?: number | undefined;
	hint?: unknown;
	collation?: Doc | undefined;
	variables?: Doc | undefined;
}

/** Parses a query once; it can then be planned, and its filter can test documents. */
export class Query {
	readonly filter: FilterNode;
	private readonly request: PlanRequest;

	constructor(options: QueryOptions) {
		const strings = collator(options.collation);
		this.filter = parseFilter(options.filter ?? {}, filterContext(options));
		if (options.sort && parseSort(options.sort).some(part => part.byScore))
			requireSearch(this.filter);
		this.request = {
			filter: this.filter,
			...(options.sort && Object.keys(options.sort).length > 0 && { sort: options.sort }),
			...(options.projection && { projection: options.projection }),
			...(options.skip && { skip: options.skip }),
			...(options.limit && { limit: options.limit }),
			...(options.hint !== undefined && { hint: options.hint }),
			...(strings && { strings })
		};
	}

	/** Plans the query; a collection that does not exist has no documents. */
	plan(connection: Connection, collection: Collection | undefined, work: Work): Plan {
		if (!collection) return { root: new Nothing(), rejected: [] };
		return plan({ connection, collection, work }, this.request);
	}

	/** Counts the matches, from index entries alone where that is possible. */
	count(connection: Connection, collection: Collection | undefined, work: Work): number {
		if (!collection) return 0;
		const { skip = 0, limit = 0 } = this.request;
		const all = this.countAll(connection, collection, work);
		const left = Math.max(all - skip, 0);
		return limit > 0 ? Math.min(left, limit) : left;
	}

	private countAll(connection: Connection, collection: Collection, work: Work): number {
		const context = { connection, collection, work };
		if (this.filter.kind === "and" && this.filter.nodes.length === 0) {
			const total = Number(connection.get(`SELECT count(*) FROM c${collection.id}`)![0]);
			work.spendKeys(total / 100);
			return total;
		}
		const { root, countable } = plan(context, {
			...this.request,
			isCount: true,
			skip: undefined,
			limit: undefined
		});
		if (countable) return countDocuments(context, countable);
		let total = 0;
		while (root.next()) total++;
		return total;
	}
}

/** What filters need to know beside their conditions. */
export function filterContext(
	options: Pick<QueryOptions, "collation" | "variables">
): FilterContext {
	const strings = collator(options.collation);
	return {
		evaluate: expressionEvaluator({
			...(strings && { strings }),
			...(options.variables && { variables: options.variables })
		}),
		...(strings && { strings })
	};
}
