/** What a report tells: the items and findings that its reader may read, and their sums. */
import { visibleTo, type Ctx, type ServiceMembers, type Stored } from "lyceum";
import { meanOf } from "../check/score.ts";
import { QualityFinding, type FindingFields } from "../models/finding.model.ts";
import { QualityItem, type ItemStateFields } from "../models/item-state.model.ts";
import { QualityScore, type ScoreFields } from "../models/score.model.ts";

/** A report is read by people, and kept as one document. */
const MOST_ITEMS = 2000;
const MOST_FINDINGS = 5000;
const TREND = 30;

export interface Report {
	at: Date;
	mean: number | null;
	items: Pick<
		ItemStateFields & Stored,
		"_id" | "title" | "kind" | "score" | "errorCount" | "warningCount" | "infoCount"
	>[];
	findings: Pick<
		FindingFields,
		| "itemId"
		| "itemTitle"
		| "rule"
		| "severity"
		| "field"
		| "line"
		| "passage"
		| "message"
		| "advice"
		| "state"
	>[];
	trend: ScoreFields[];
}

export async function readReport(
	model: ServiceMembers["model"],
	ctx: Ctx<unknown>,
	collectionId?: string
): Promise<Report> {
	const scope = collectionId ? [{ collectionIds: collectionId }] : [];
	const [items, findings, trend] = await Promise.all([
		model(QualityItem)
			.find(
				{ $and: [visibleTo(ctx, "read", "QualityItem"), ...scope] },
				{ title: 1, kind: 1, score: 1, errorCount: 1, warningCount: 1, infoCount: 1 }
			)
			.sort({ score: 1, _id: 1 })
			.limit(MOST_ITEMS)
			.lean<Report["items"]>(),
		model(QualityFinding)
			.find({
				$and: [
					visibleTo(ctx, "read", "QualityFinding"),
					{ state: { $in: ["open", "assigned", "fixed"] } },
					...scope
				]
			})
			.sort({ itemId: 1, _id: 1 })
			.limit(MOST_FINDINGS)
			.lean<Report["findings"]>(),
		model(QualityScore).find({}).sort({ at: -1 }).limit(TREND).lean<ScoreFields[]>()
	]);
	return {
		at: new Date(),
		mean: meanOf(items.map(({ score }) => score)),
		items,
		findings,
		trend: trend.reverse()
	};
}
