import { expect } from "chai";
import * as fc from "fast-check";
import { buildAbility, isAllowed, scopeOf, type AbilityRule } from "../../mixins/ability.ts";
import { OPERATORS } from "../../mixins/collection/filter.ts";
import type { Client } from "../support/client.ts";
import { startTestKernel, type TestKernel } from "../support/kernel.ts";

type Value = string | number | boolean | undefined;
interface Document {
	id: string;
	title: string;
	score?: number;
	pinned: boolean;
	dueAt?: string;
	level: string;
	tags: string[];
}

const LEVELS = ["low", "middle", "high"];
const TITLES = ["a", "A", "ab", "b*", "b", "(", "é", "z z"];
const DAYS = ["2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z", "2026-03-01T00:00:00.000Z"];
const TAGS = ["x", "y", "xy"];

const note = fc.record(
	{
		title: fc.constantFrom(...TITLES),
		score: fc.constantFrom(0, 1, 2.5, 100),
		pinned: fc.boolean(),
		dueAt: fc.constantFrom(...DAYS),
		level: fc.constantFrom(...LEVELS),
		tags: fc.array(fc.constantFrom(...TAGS), { maxLength: 3 }),
		members: fc.array(
			fc.record({ userId: fc.constant("u"), role: fc.constantFrom("reader", "editor") }),
			{ maxLength: 2 }
		)
	},
	{ requiredKeys: ["title"] }
);

/** A field, an operator that it has, and a value as it stands in an address. */
const values = {
	title: TITLES,
	score: ["0", "1", "2.5", "99"],
	pinned: ["true", "false"],
	dueAt: DAYS,
	level: LEVELS,
	tags: TAGS
};
const single = fc.constantFrom(...(Object.keys(values) as (keyof typeof values)[])).chain(field =>
	fc.record({
		field: fc.constant(field),
		operator: fc.constantFrom(
			...OPERATORS.filter(
				operator => operator !== "contains" || ["title", "level", "tags"].includes(field)
			)
		),
		value: fc.constantFrom(...values[field]),
		other: fc.constantFrom(...values[field]),
		wanted: fc.boolean()
	})
);
type Test = typeof single extends fc.Arbitrary<infer T> ? T : never;

function parameterOf({ field, operator, value, other, wanted }: Test) {
	const text =
		operator === "exists"
			? String(wanted)
			: operator === "in" || operator === "nin"
				? `${value},${other}`
				: value;
	return `filter[${field}][${operator}]=${encodeURIComponent(text)}`;
}

function typed(field: string, text: string): Value {
	if (field === "score") return Number(text);
	if (field === "pinned") return text === "true";
	return text;
}

/** What the conventions say about each operator; an array matches when one of its entries does. */
function matches(document: Document, { field, operator, value, other, wanted }: Test): boolean {
	const held = document[field as keyof Document] as Value | string[];
	const entries: Value[] = Array.isArray(held) ? held : [held];
	const [one, two] = [typed(field, value), typed(field, other)];
	const some = (test: (entry: NonNullable<Value>) => boolean) =>
		entries.some(entry => entry !== undefined && test(entry));
	switch (operator) {
		case "eq":
			return some(entry => entry === one);
		case "ne":
			return !some(entry => entry === one);
		case "gt":
			return some(entry => entry > one!);
		case "gte":
			return some(entry => entry >= one!);
		case "lt":
			return some(entry => entry < one!);
		case "lte":
			return some(entry => entry <= one!);
		case "in":
			return some(entry => entry === one || entry === two);
		case "nin":
			return !some(entry => entry === one || entry === two);
		case "contains":
			return some(entry => String(entry).toLowerCase().includes(value.toLowerCase()));
		case "exists":
			return (held !== undefined) === wanted;
	}
}

describe("a collection, compared with an evaluation in memory", () => {
	let api: TestKernel;
	let ann: Client;
	let documents: Document[];
	before(async () => {
		api = await startTestKernel({ fixtures: ["notes"] });
		ann = await api.as("ann");
		for (const body of fc.sample(note, { numRuns: 40, seed: 7 })) {
			const { status, text } = await ann.post("/notes", body);
			expect(status, text).to.equal(201);
		}
		documents = (await ann.get<{ data: Document[] }>("/notes?pageSize=100")).body.data;
	});
	after(() => api.stop());

	it("finds the same documents by random filters", async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.uniqueArray(single, {
					minLength: 1,
					maxLength: 3,
					selector: ({ field, operator }) => field + operator
				}),
				async tests => {
					const { status, body, text } = await ann.get<{ data: Document[] }>(
						`/notes?pageSize=100&${tests.map(parameterOf).join("&")}`
					);
					expect(status, text).to.equal(200);
					const expected = documents.filter(document =>
						tests.every(test => matches(document, test))
					);
					expect(body.data.map(({ id }) => id).sort()).to.deep.equal(
						expected.map(({ id }) => id).sort()
					);
				}
			),
			{ numRuns: 150 }
		);
	});

	it("sorts as a comparison of the values does", async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom("score", "title", "dueAt", "pinned"),
				fc.boolean(),
				async (field, down) => {
					const { body } = await ann.get<{ data: Document[] }>(
						`/notes?pageSize=100&sort=${down ? "-" : ""}${field}`
					);
					const held = body.data.map(
						document => document[field as "title"] as unknown as number | undefined
					);
					const rising = down ? held.reverse() : held;
					rising.reduce((one, next) => {
						expect(
							next === undefined
								? one === undefined
								: one === undefined || one <= next
						).to.equal(true);
						return next;
					});
				}
			),
			{ numRuns: 8 }
		);
	});

	it("holds a caller to random rules in the query as `isAllowed` does for one document", async () => {
		const condition = fc.oneof(
			fc.record({ level: fc.constantFrom(...LEVELS) }),
			fc.record({ pinned: fc.boolean() }),
			fc.record({ score: fc.record({ $gte: fc.constantFrom(0, 1, 3) }) }),
			fc.record({ score: fc.record({ $exists: fc.boolean() }) }),
			fc.record({ tags: fc.constantFrom(...TAGS) }),
			fc.record({ tags: fc.record({ $in: fc.subarray(TAGS) }) }),
			fc.record({ title: fc.record({ $ne: fc.constantFrom(...TITLES) }) }),
			fc.record({ score: fc.record({ $lt: fc.constantFrom(1, 3) }) }),
			fc.record({
				dueAt: fc.record({
					$not: fc.record({ $lte: fc.constantFrom(...DAYS.map(day => new Date(day))) })
				})
			}),
			fc.record({
				$or: fc.tuple(
					fc.record({ level: fc.constantFrom(...LEVELS) }),
					fc.record({ pinned: fc.boolean() })
				)
			}),
			fc.record({
				ratings: fc.constant(null),
				dueAt: fc.record({ $lt: fc.constantFrom(...DAYS.map(day => new Date(day))) })
			}),
			fc.record({
				members: fc.record({
					$elemMatch: fc.record({ role: fc.constantFrom("reader", "editor") })
				})
			})
		);
		const rule = fc.record(
			{
				action: fc.constantFrom("read", "manage"),
				subject: fc.constantFrom("Note", "all"),
				conditions: condition,
				inverted: fc.boolean()
			},
			{ requiredKeys: ["action", "subject", "inverted"] }
		);
		const stored = api.kernel.runtime.connection.collection<{ _id: string }>("notes");
		const all = await stored.find({}).toArray();
		await fc.assert(
			fc.asyncProperty(fc.array(rule, { maxLength: 5 }), async rules => {
				const ability = buildAbility(rules as AbilityRule[], {
					id: ann.id,
					kind: "user",
					roles: []
				});
				const scope = scopeOf(ability, "read", "Note");
				const found = scope === null ? [] : await stored.find(scope as object).toArray();
				const allowed = all.filter(document =>
					isAllowed(ability, "read", "Note", document)
				);
				expect(found.map(({ _id }) => _id).sort()).to.deep.equal(
					allowed.map(({ _id }) => _id).sort()
				);
			}),
			{ numRuns: 150 }
		);
	});
});
