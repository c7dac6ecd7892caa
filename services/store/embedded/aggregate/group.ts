/** `$group`, and the stages that are short for one. */
import { isDoc, setField, typeName, type Doc } from "../bson/values.ts";
import { compareValues } from "../bson/compare.ts";
import { storeError } from "../errors.ts";
import { parseAccumulator, type Accumulator } from "./accumulators.ts";
import { named } from "./arguments.ts";
import type { CompileContext, Compute } from "./compile.ts";
import type { StageContext, StageFunction } from "./stage-context.ts";
import { nameOf } from "./sets.ts";

interface Group {
	id: unknown;
	accumulators: Accumulator[];
}

const MOST_GROUPS = 5_000_000;

/** Gathers documents by a key. */
export function group(spec: unknown, stage: StageContext): StageFunction {
	if (!isDoc(spec)) throw storeError(15947, "a group's fields must be specified in an object");
	if (!("_id" in spec)) throw storeError(15955, "a group specification must include an _id");
	const key = stage.context.compile(spec._id);
	const fields = parseFields(spec, stage.context);
	return function* (input) {
		yield* gather(input, key, fields, stage);
	};
}

type Fields = [string, () => Accumulator][];

function parseFields(spec: Doc, context: CompileContext): Fields {
	return Object.keys(spec)
		.filter(name => name !== "_id")
		.map(name => {
			if (name.includes("."))
				throw storeError(40235, `The field name '${name}' cannot contain '.'`);
			if (name.startsWith("$"))
				throw storeError(40236, `The field name '${name}' cannot be an operator name`);
			const definition = spec[name];
			const [operator, ...others] = isDoc(definition) ? Object.keys(definition) : [];
			if (operator === undefined || !operator.startsWith("$")) {
				throw storeError(40234, `The field '${name}' must be an accumulator object`);
			}
			if (others.length > 0)
				throw storeError(40238, `The field '${name}' must specify one accumulator`);
			return [name, parseAccumulator(operator, (definition as Doc)[operator], context)];
		});
}

function* gather(
	input: Iterable<Doc>,
	key: Compute,
	fields: Fields,
	stage: StageContext
): Iterable<Doc> {
	const groups = new Map<string, Group>();
	for (const doc of input) {
		const scope = { root: doc, variables: stage.variables };
		const id = key(scope);
		const name = id === undefined ? "" : nameOf(id);
		let found = groups.get(name);
		if (!found) {
			if (groups.size > MOST_GROUPS)
				throw storeError("ExceededMemoryLimit", "Exceeded memory limit for $group");
			found = { id, accumulators: fields.map(([, make]) => make()) };
			groups.set(name, found);
		}
		for (const accumulator of found.accumulators) accumulator.add(scope);
	}
	for (const { id, accumulators } of groups.values()) {
		const result: Doc = { _id: id ?? null };
		fields.forEach(([field], at) => setField(result, field, accumulators[at]!.result()));
		yield result;
	}
}

/** `$sortByCount`: how often each value occurs, the most frequent first. */
export function sortByCount(expression: unknown, stage: StageContext): StageFunction {
	const grouped = group({ _id: expression, count: { $sum: 1 } }, stage);
	return function* (input) {
		yield* [...grouped(input)].toSorted((a, b) => Number(b.count) - Number(a.count));
	};
}

/** `$count`: one document, or none when nothing came. */
export function countStage(field: unknown): StageFunction {
	if (typeof field !== "string" || field === "" || field.startsWith("$") || field.includes(".")) {
		throw storeError(
			40156,
			`the count field must be a non-empty string without '$' or '.', but was ${typeName(field)}`
		);
	}
	return function* (input) {
		let count = 0;
		for (const _doc of input) count++;
		if (count > 0) yield { [field]: count };
	};
}

/** `$bucket`: groups by the boundaries between which a value lies. */
export function bucket(spec: unknown, stage: StageContext): StageFunction {
	const {
		groupBy,
		boundaries,
		default: other,
		output
	} = named(spec, "$bucket", ["groupBy", "boundaries"], ["default", "output"]);
	if (!Array.isArray(boundaries) || boundaries.length < 2) {
		throw storeError(
			40192,
			"The $bucket 'boundaries' field must be an array with at least 2 values"
		);
	}
	const limits = boundaries.map(limit =>
		stage.context.compile(limit)({ root: {}, variables: stage.variables })
	);
	limits.slice(1).forEach((limit, at) => {
		if (compareValues(limits[at], limit) >= 0)
			throw storeError(
				40194,
				"The 'boundaries' option to $bucket must be sorted in ascending order."
			);
	});
	const value = stage.context.compile(groupBy);
	const rest =
		other === undefined
			? undefined
			: stage.context.compile(other)({ root: {}, variables: stage.variables });
	const key: Compute = scope => {
		const at =
			limits.findIndex(
				(limit, index) => index > 0 && compareValues(value(scope), limit) < 0
			) - 1;
		if (at >= 0 && compareValues(value(scope), limits[0]) >= 0) return limits[at];
		if (rest === undefined)
			throw storeError(
				40066,
				"$switch could not find a matching branch for an input, and no default was specified."
			);
		return rest;
	};
	const fields = parseFields(
		(output as Doc | undefined) ?? { count: { $sum: 1 } },
		stage.context
	);
	return function* (input) {
		yield* [...gather(input, key, fields, stage)].toSorted((a, b) =>
			compareValues(a._id, b._id)
		);
	};
}
