/** The stages of a pipeline, by name. */
import { isDoc, isNumber, setField, toNumber, typeName, type Doc } from "../bson/values.ts";
import { storeError } from "../errors.ts";
import { documentStage } from "../query/document-stages.ts";
import { parseFilter } from "../query/filter.ts";
import { matches } from "../query/nodes.ts";
import { SortOrder } from "../query/sort.ts";
import { stageName } from "../commands/pipeline-query.ts";
import { collectionStats } from "../commands/diagnostics.ts";
import { bucket, countStage, group, sortByCount } from "./group.ts";
import { graphLookup, lookup, unionWith } from "./lookup.ts";
import { mingoStage } from "./mingo-stages.ts";
import type { StageContext, StageFunction } from "./stage-context.ts";
import { redact } from "./redact.ts";
import { unwind } from "./unwind.ts";

type ParseStage = (spec: unknown, stage: StageContext) => StageFunction;

const STAGES: Record<string, ParseStage> = {
	$match: (spec, { strings, evaluate }) => {
		if (!isDoc(spec))
			throw storeError(15959, "the match filter must be an expression in an object");
		if (findsText(spec))
			throw storeError(
				17313,
				"$match with $text is only allowed as the first pipeline stage"
			);
		const filter = parseFilter(spec, { evaluate, ...(strings && { strings }) });
		return function* (input) {
			for (const doc of input) if (matches(filter, doc)) yield doc;
		};
	},
	$sort: (spec, { strings }) => {
		if (!isDoc(spec)) throw storeError(15973, "the $sort key specification must be an object");
		if (Object.keys(spec).length === 0)
			throw storeError(15976, "$sort stage must have at least one sort key");
		const order = new SortOrder(spec, strings);
		return function* (input) {
			const rows = [...input].map(doc => ({ doc, key: order.keyOf(doc) }));
			rows.sort((a, b) => order.compare(a.key, b.key));
			for (const { doc } of rows) yield doc;
		};
	},
	$limit: spec => {
		const limit = wholeNumber("$limit", spec, 1, 15958);
		return function* (input) {
			let left = limit;
			for (const doc of input) {
				yield doc;
				if (--left === 0) return;
			}
		};
	},
	$skip: spec => {
		const skip = wholeNumber("$skip", spec, 0, 15956);
		return function* (input) {
			let left = skip;
			for (const doc of input) if (left-- <= 0) yield doc;
		};
	},
	$sample: spec => {
		const size = wholeNumber("$sample", isDoc(spec) ? spec.size : spec, 0, 28747);
		return function* (input) {
			const docs = [...input];
			for (let left = Math.min(size, docs.length); left > 0; left--) {
				yield docs.splice(Math.floor(Math.random() * docs.length), 1)[0]!;
			}
		};
	},
	$group: group,
	$count: countStage,
	$sortByCount: sortByCount,
	$bucket: bucket,
	$unwind: unwind,
	$lookup: lookup,
	$graphLookup: graphLookup,
	$unionWith: unionWith,
	$redact: redact,
	$out: () => notLast("$out"),
	$merge: () => notLast("$merge"),
	$facet: (spec, stage) => {
		if (!isDoc(spec) || Object.keys(spec).length === 0)
			throw storeError(40169, "the $facet specification must be a non-empty object");
		const facets = Object.entries(spec).map(
			([name, pipeline]) => [name, checkFacet(name, pipeline)] as const
		);
		return function* (input) {
			const docs = [...input];
			const result: Doc = {};
			for (const [name, pipeline] of facets)
				setField(result, name, [...stage.runStages(pipeline, docs, stage)]);
			yield result;
		};
	},
	$documents: (spec, { context, variables }) =>
		function* () {
			const docs = context.compile(spec)({ root: {}, variables });
			if (!Array.isArray(docs))
				throw storeError(5858203, "an array is expected in $documents");
			yield* docs as Doc[];
		},
	$collStats: (_spec, { host, db, collection }) =>
		function* () {
			const storageStats = collectionStats(host, db, collection);
			yield {
				ns: `${db}.${collection}`,
				localTime: new Date(),
				storageStats,
				count: storageStats.count
			};
		},
	$indexStats: (_spec, { host, db, collection }) =>
		function* () {
			for (const { name, spec } of host.connection.catalog.find(db, collection)?.indexes ??
				[]) {
				yield {
					name,
					key: spec.key,
					spec,
					host: "",
					accesses: { ops: 0, since: new Date() }
				};
			}
		},
	$currentOp: () => function* () {},
	$listSessions: () => function* () {},
	$listLocalSessions: () => function* () {},
	$planCacheStats: () => function* () {},
	$changeStream: () => {
		throw storeError(40573, "The $changeStream stage is not supported by this store");
	}
};

function findsText(spec: Doc): boolean {
	return Object.entries(spec).some(
		([name, value]) =>
			name === "$text" ||
			(Array.isArray(value) &&
				name.startsWith("$") &&
				value.some(one => isDoc(one) && findsText(one)))
	);
}

const NOT_IN_FACET = [
	"$collStats",
	"$facet",
	"$geoNear",
	"$indexStats",
	"$out",
	"$merge",
	"$planCacheStats",
	"$search",
	"$changeStream"
];

function notLast(name: string): never {
	throw storeError(40601, `${name} can only be the final stage in the pipeline`);
}

function checkFacet(name: string, pipeline: unknown): Doc[] {
	if (!Array.isArray(pipeline))
		throw storeError(
			40170,
			`arguments to $facet must be arrays, ${name} is type ${typeName(pipeline)}`
		);
	for (const stage of pipeline as Doc[]) {
		const found = NOT_IN_FACET.find(one => one in stage);
		if (found)
			throw storeError(40600, `${found} is not allowed to be used within a $facet stage`);
	}
	return pipeline as Doc[];
}

function wholeNumber(name: string, value: unknown, least: number, code: number): number {
	const number = isNumber(value) ? toNumber(value) : Number.NaN;
	if (!Number.isInteger(number) || number < least) {
		throw storeError(
			code,
			`invalid argument to ${name} stage: Expected a ${least > 0 ? "positive" : "non-negative"} number in: ${name}: ${String(value)}`
		);
	}
	return number;
}

/** Parses one stage. */
export function parseStage(stage: unknown, context: StageContext): StageFunction {
	const name = stageName(stage);
	const spec = (stage as Doc)[name];
	const change = documentStage(name, spec, context.evaluate);
	if (change) {
		return function* (input) {
			for (const doc of input) yield change(doc);
		};
	}
	const parse = Object.hasOwn(STAGES, name) ? STAGES[name] : undefined;
	return parse ? parse(spec, context) : mingoStage(name, spec);
}
