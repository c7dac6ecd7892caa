import * as fc from "fast-check";
import type { Document } from "mongodb";
import { filter, path, scalar } from "./random-documents.ts";

const name = fc.constantFrom("a", "b", "c");
const field = path.map(name => `$${name}`);

/** Expressions that never fail on any value, so that engines can only differ in what they answer. */
const expression: fc.Arbitrary<unknown> = fc.letrec<{ expression: unknown }>(tie => {
	const inner = tie("expression");
	const pair = fc.tuple(inner, inner);
	const operator = (name: string, operand: fc.Arbitrary<unknown>) =>
		operand.map(value => ({ [name]: value }));
	return {
		expression: fc.oneof(
			{ maxDepth: 2, depthIdentifier: "expression" },
			field,
			scalar.map($literal => ({ $literal })),
			fc
				.constantFrom("$eq", "$ne", "$gt", "$lte", "$cmp")
				.chain(name => operator(name, pair)),
			fc.constantFrom("$and", "$or").chain(name => operator(name, pair)),
			operator("$ifNull", pair),
			operator("$cond", fc.tuple(inner, inner, inner)),
			operator("$isArray", fc.tuple(inner)),
			operator("$type", inner),
			operator("$not", fc.tuple(inner)),
			fc.constantFrom("$sum", "$max", "$min").chain(name => operator(name, inner))
		)
	};
}).expression;

/** A group's key; never null or missing, which not every engine takes for one and the same. */
const key = fc.oneof(field, expression).map($key => ({ $ifNull: [$key, "none"] }));

const accumulator = fc
	.tuple(fc.constantFrom("$sum", "$avg", "$min", "$max"), field)
	.map(([name, value]) => ({ [name]: value }));

/** Stages whose result does not depend on the order of what they are given. */
const stage: fc.Arbitrary<Document> = fc.oneof(
	filter.map($match => ({ $match })),
	expression.map(x => ({ $addFields: { x } })),
	fc.tuple(expression, path).map(([x, name]) => ({ $project: { x, [name]: 1 } })),
	name.map(name => ({ $unwind: `$${name}` })),
	name.map(name => ({ $unwind: { path: `$${name}`, preserveNullAndEmptyArrays: true } })),
	fc.tuple(key, accumulator).map(([_id, x]) => ({ $group: { _id, x, n: { $sum: 1 } } })),
	expression.map(value => ({ $match: { $expr: { $gt: [value, 0] } } })),
	fc.constant({ $replaceWith: { $mergeObjects: [{ _id: "$_id" }, { r: "$$ROOT" }] } })
);

export const pipeline = fc.array(stage, { minLength: 1, maxLength: 3 });
