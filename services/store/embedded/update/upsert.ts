/** Makes the document that an upsert inserts when its filter finds nothing. */
import { ObjectId } from "bson";
import { isDoc, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { conjuncts, type FilterNode, type Leaf } from "../query/nodes.ts";
import { idChanged, type Update } from "./update.ts";
import { editAt } from "./path-edit.ts";
import { equalValues } from "../bson/compare.ts";

/** Takes what the filter says by equality, applies the update, and gives it an `_id`. */
export function upsertDocument(filter: FilterNode, update: Update): Doc {
	const base = update.kind === "replacement" ? idOnly(filter) : fromFilter(filter);
	const { _id: given, ...fields } = update.apply(base, filter, true);
	if (base._id !== undefined && given !== undefined && !equalValues(base._id, given))
		throw idChanged();
	return { _id: given ?? new ObjectId(), ...fields };
}

function equalities(filter: FilterNode): Leaf[] {
	return conjuncts(filter).flatMap(node => {
		if (node.kind === "leaf" && node.operator === "eq") return [node];
		if (
			node.kind === "leaf" &&
			node.operator === "in" &&
			(node.operand as unknown[]).length === 1
		) {
			return [{ ...node, operand: (node.operand as unknown[])[0] }];
		}
		return node.kind === "or" && node.nodes.length === 1 ? equalities(node.nodes[0]!) : [];
	});
}

function idOnly(filter: FilterNode): Doc {
	const id = equalities(filter).find(leaf => leaf.path === "_id");
	return id ? { _id: id.operand } : {};
}

function fromFilter(filter: FilterNode): Doc {
	const doc: Doc = {};
	const seen = new Set<string>();
	for (const { path, parts, operand } of equalities(filter)) {
		const clash = [...seen].find(other => overlaps(other, path));
		if (clash !== undefined) {
			throw storeError(
				"NotSingleValueField",
				`cannot infer query fields to set, ${clash === path ? `path '${path}' is matched twice` : `both paths '${clash}' and '${path}' are matched`}`
			);
		}
		seen.add(path);
		if (isDoc(operand) && Object.keys(operand)[0]?.startsWith("$")) continue;
		editAt(doc, parts, () => operand);
	}
	return doc;
}

function overlaps(a: string, b: string): boolean {
	return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}
