import * as fc from "fast-check";
import type { Document } from "mongodb";

/** How often each property is tried; more for a long search. */
export const RUNS = Number(process.env.RANDOM_RUNS ?? 60);

const FIELDS = ["a", "b", "c"];
const field = fc.constantFrom(...FIELDS);

/** Few names and few values, so that documents, filters and updates meet often. */
export const path = fc.constantFrom(...FIELDS, "a.b", "a.c", "b.a", "a.0", "a.b.c");

export const scalar = fc.oneof(
	fc.integer({ min: -3, max: 3 }),
	fc.constantFrom(0.5, "x", "y", "", true, false, null, new Date(5))
);

export const value: fc.Arbitrary<unknown> = fc.letrec(tie => ({
	value: fc.oneof(
		{ maxDepth: 2, depthIdentifier: "value" },
		scalar,
		fc.array(tie("value"), { maxLength: 3 }),
		fc.dictionary(field, tie("value"), { maxKeys: 2, noNullPrototype: true })
	)
})).value;

/** Some documents with `_id`s from 0 upwards. */
export const documents: fc.Arbitrary<Document[]> = fc
	.array(fc.dictionary(field, value, { maxKeys: 3, noNullPrototype: true }), {
		minLength: 1,
		maxLength: 12
	})
	.map(rows => rows.map((row, _id) => ({ _id, ...row })));

const single = (pair: [string, unknown]): Document => Object.fromEntries([pair]);

const comparison = fc
	.oneof(
		fc.tuple(fc.constantFrom("$eq", "$ne"), value),
		fc.tuple(fc.constantFrom("$gt", "$gte", "$lt", "$lte"), scalar),
		fc.tuple(fc.constantFrom("$in", "$nin"), fc.array(scalar, { maxLength: 3 })),
		fc.tuple(fc.constant("$exists"), fc.boolean()),
		fc.tuple(fc.constant("$size"), fc.integer({ min: 0, max: 3 })),
		fc.tuple(fc.constant("$all"), fc.array(scalar, { minLength: 1, maxLength: 2 }))
	)
	.map(single);

const condition = fc.oneof(
	{ weight: 4, arbitrary: comparison },
	{ weight: 1, arbitrary: comparison.map($not => ({ $not })) },
	{ weight: 2, arbitrary: scalar }
);

const leaf = fc.tuple(path, condition).map(single);

export const filter: fc.Arbitrary<Document> = fc.oneof(
	{ weight: 4, arbitrary: leaf },
	{ weight: 1, arbitrary: fc.tuple(leaf, leaf).map(([one, two]) => ({ ...one, ...two })) },
	{ weight: 1, arbitrary: fc.array(leaf, { minLength: 1, maxLength: 3 }).map($or => ({ $or })) },
	{ weight: 1, arbitrary: fc.array(leaf, { minLength: 1, maxLength: 2 }).map($nor => ({ $nor })) }
);

const operation = (operators: string[], operand: fc.Arbitrary<unknown>) =>
	fc
		.tuple(fc.constantFrom(...operators), path, operand)
		.map(([operator, key, operand]): Document => ({ [operator]: { [key]: operand } }));

const several = fc.array(scalar, { minLength: 1, maxLength: 3 });

/** One operator on one path: several would meet the engines' different order of new fields. */
export const update: fc.Arbitrary<Document> = fc.oneof(
	operation(["$set", "$push", "$addToSet", "$pull", "$min", "$max"], scalar),
	operation(["$set", "$push", "$addToSet"], value),
	operation(["$unset"], fc.constant("")),
	operation(["$pop"], fc.constantFrom(1, -1)),
	operation(["$inc", "$mul"], fc.integer({ min: 1, max: 3 })),
	operation(["$pullAll"], several),
	operation(["$addToSet"], fc.record({ $each: several })),
	operation(["$push"], fc.record({ $each: several, $slice: fc.constantFrom(-2, -1, 1, 2) })),
	operation(["$push"], fc.record({ $each: several, $position: fc.integer({ min: -2, max: 2 }) })),
	operation(["$push"], fc.record({ $each: several, $sort: fc.constantFrom(1, -1) }))
);
