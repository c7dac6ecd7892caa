/** How an item, a collection or the library stands: beside all others, the golden ones, and itself before. */
import {
	listOf,
	objectOf,
	orNull,
	visibleTo,
	type Ctx,
	type JsonSchema,
	type Query,
	type ServiceMembers,
	type Stored
} from "lyceum";
import { QualityFinding } from "./models/finding.model.ts";
import { QualityItem, type ItemStateFields } from "./models/item-state.model.ts";
import { QualityScore, type ScoreFields } from "./models/score.model.ts";
import { moment, number, text, whole } from "./schemas.ts";
import { meanOf, percentile, rankOf } from "./check/score.ts";

const TREND = 60;
const TOP = 10;
const WORST = 10;

type Model = ServiceMembers["model"];
type State = ItemStateFields & Stored;

export interface BenchmarkParams {
	itemId?: string;
	collectionId?: string;
}

/** Works out the benchmarks; the figures of the library are of all items, what is named is what the caller may read. */
export async function benchmarksOf(model: Model, ctx: Ctx<BenchmarkParams>) {
	const { itemId, collectionId } = ctx.params;
	const states = await model(QualityItem)
		.find({}, { score: 1, golden: 1 })
		.lean<Pick<State, "score" | "golden">[]>();
	const sorted = states.map(({ score }) => score).sort((a, b) => a - b);
	const golden = states.filter(each => each.golden).map(({ score }) => score);
	const readable = visibleTo(ctx, "read", "QualityItem");
	const scope: Query = {
		$and: [
			readable,
			...(itemId ? [{ _id: itemId }] : []),
			...(collectionId ? [{ collectionIds: collectionId }] : [])
		]
	};
	const [chosen, rules, trend, worst] = await Promise.all([
		model(QualityItem)
			.find(scope, { score: 1, title: 1, earlier: 1, itemRev: 1 })
			.lean<State[]>(),
		topRules(model, ctx, ctx.params),
		model(QualityScore).find({}).sort({ at: -1 }).limit(TREND).lean<ScoreFields[]>(),
		model(QualityItem)
			.find(scope, { title: 1, score: 1 })
			.sort({ score: 1, _id: 1 })
			.limit(WORST)
			.lean<State[]>()
	]);
	const mean = meanOf(chosen.map(({ score }) => score));
	const goldenMean = meanOf(golden);
	return {
		library: { items: states.length, mean: meanOf(sorted), percentiles: percentilesOf(sorted) },
		golden: { items: golden.length, mean: goldenMean },
		chosen: {
			items: chosen.length,
			score: mean,
			percentile: mean === null ? null : rankOf(sorted, mean),
			besideGolden:
				mean === null || goldenMean === null
					? null
					: Math.round((mean - goldenMean) * 10) / 10,
			earlier: itemId ? (chosen[0]?.earlier ?? []) : []
		},
		rules,
		worst: worst.map(({ _id, title, score }) => ({ itemId: _id, title, score })),
		trend: trend
			.reverse()
			.map(({ at, mean: each, items, findings }) => ({ at, mean: each, items, findings }))
	};
}

function percentilesOf(sorted: number[]) {
	return Object.fromEntries(
		[10, 25, 50, 75, 90].map(share => [`p${share}`, percentile(sorted, share / 100)])
	);
}

async function topRules(
	model: Model,
	ctx: Ctx<unknown>,
	{ itemId, collectionId }: BenchmarkParams
) {
	const open = { state: { $in: ["open", "assigned", "fixed"] } };
	const scope = {
		$and: [
			visibleTo(ctx, "read", "QualityFinding"),
			open,
			...(itemId ? [{ itemId }] : []),
			...(collectionId ? [{ collectionIds: collectionId }] : [])
		]
	};
	const counts = await model(QualityFinding).aggregate<{ _id: string; count: number }>([
		{ $match: scope },
		{ $group: { _id: "$rule", count: { $sum: 1 } } },
		{ $sort: { count: -1, _id: 1 } },
		{ $limit: TOP }
	]);
	return counts.map(({ _id: rule, count }) => ({ rule, count }));
}

const score = orNull(number);

export const benchmarkSchema: JsonSchema = {
	title: "QualityBenchmarks",
	...objectOf({
		library: objectOf({
			items: whole,
			mean: score,
			percentiles: objectOf({ p10: score, p25: score, p50: score, p75: score, p90: score })
		}),
		golden: objectOf({ items: whole, mean: score }),
		chosen: objectOf({
			items: whole,
			score,
			percentile: score,
			besideGolden: score,
			earlier: listOf(objectOf({ rev: whole, score: number, at: moment }))
		}),
		rules: listOf(objectOf({ rule: text, count: whole })),
		worst: listOf(objectOf({ itemId: text, title: text, score: number })),
		trend: listOf(objectOf({ at: moment, mean: number, items: whole, findings: whole }))
	})
};

export const benchmarkExample = {
	library: {
		items: 60,
		mean: 88.4,
		percentiles: { p10: 61, p25: 80, p50: 93, p75: 99, p90: 100 }
	},
	golden: { items: 5, mean: 98.2 },
	chosen: {
		items: 1,
		score: 85,
		percentile: 34,
		besideGolden: -13.2,
		earlier: [{ rev: 2, score: 71, at: "2026-05-04T09:00:00Z" }]
	},
	rules: [{ rule: "text/spelling", count: 12 }],
	worst: [{ itemId: "65f0c0ffee65f0c0ffee65f0", title: "Counting with range", score: 41 }],
	trend: [{ at: "2026-05-04T09:00:00Z", mean: 86.1, items: 58, findings: 91 }]
};
