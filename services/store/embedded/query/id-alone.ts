/** What needs no more of a document than its `_id` is answered from a text index, without the document. */
import { isDoc } from "../bson/values.ts";
import { readId } from "../storage/known-ids.ts";
import type { PlanRequest } from "./plan-request.ts";
import { isTree, parseProjection } from "./projection.ts";
import type { ReadContext } from "./scans.ts";
import type { Found, Stage } from "./stage.ts";

/** Answers whether a projection and a sort ask for nothing but the `_id` and the score of a search. */
export function needsIdAlone({ projection, sort = {} }: PlanRequest): boolean {
	if (!projection || Object.keys(projection).length === 0) return false;
	if (!Object.keys(sort).every(path => path === "_id" || isScore(sort[path]))) return false;
	const { mode, tree } = parseProjection(projection);
	if (mode === "exclude") return false;
	return [...tree.values()].every(
		node => !isTree(node) && node.kind === "computed" && isScore(node.expression)
	);
}

/** Answers whether a value of a projection or a sort is the score of a text search. */
export function isScore(value: unknown): boolean {
	return isDoc(value) && value.$meta === "textScore" && Object.keys(value).length === 1;
}

/** Hands on what an index found, as documents that have an `_id` and nothing else. */
export class IdAlone implements Stage {
	private readonly context: ReadContext;
	private readonly inner: Stage;

	constructor(context: ReadContext, inner: Stage) {
		this.context = context;
		this.inner = inner;
	}

	next(): Found | null {
		for (;;) {
			const found = this.inner.next();
			if (!found) return null;
			found.raw = this.idOf(found.rid);
			// It can be gone when the entry was read for an earlier batch.
			if (found.raw) return found;
		}
	}

	private idOf(rid: number): Buffer | undefined {
		const { connection, collection, work } = this.context;
		const known = connection.knownIds.get(collection.id, rid);
		if (known) return known;
		work.spendId();
		return readId(connection, collection, rid);
	}

	explain() {
		return this.inner.explain();
	}
}
