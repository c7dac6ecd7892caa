/** Writes what a check found: findings, and the state of each item, many at once. */
import { isDeepStrictEqual } from "node:util";
import { newId, type ServiceMembers, type Stored } from "lyceum";
import type { CheckedItemResult } from "../checker/work.ts";
import { QualityFinding, type FindingFields } from "../models/finding.model.ts";
import { QualityItem, type PastScore } from "../models/item-state.model.ts";
import type { Finding } from "../rules/rule.ts";
import { copiesOf, severityUnder, type Planned } from "./item-check.ts";
import { toBytes, type Neighbours } from "./neighbours.ts";
import { reconcile, type Known } from "./reconcile.ts";
import { countSeverities, scoreOf } from "./score.ts";

/** How many scores of earlier revisions are kept. */
const EARLIER = 20;
/** What counts against an item: a waived finding does not. */
const COUNTED = ["open", "assigned", "fixed"];

export interface Outcome {
	itemId: string;
	opened: number;
	closed: number;
	score: number;
	/** The ids of the findings that are new or came back. */
	openedIds: string[];
}

type KnownFinding = Known & Pick<FindingFields, "severity" | "itemId"> & Stored;
type Model = ServiceMembers["model"];

/** Writes the results of some items; unchanged ones keep their findings. */
export async function writeResults(
	model: Model,
	planned: readonly Planned[],
	results: readonly CheckedItemResult[],
	neighbours: Neighbours
): Promise<Outcome[]> {
	const byItem = new Map(results.map(result => [result.itemId, result]));
	const ids = planned.map(({ item }) => item.id);
	const findings = await model(QualityFinding)
		.find(
			{ itemId: { $in: ids } },
			{ key: 1, rule: 1, state: 1, waiver: 1, reopened: 1, severity: 1, itemId: 1 }
		)
		.lean<KnownFinding[]>();
	const knownOf = Map.groupBy(findings, ({ itemId }) => itemId);
	const writes: object[] = [];
	const states: object[] = [];
	const same: string[] = [];
	const now = new Date();
	const outcomes = planned.map(plan => {
		const known = knownOf.get(plan.item.id) ?? [];
		const result = byItem.get(plan.item.id);
		const outcome = writeItem(plan, known, result, writes);
		const state = stateOf(plan, outcome, notRunIn(result));
		if (isSame(state, plan.known)) same.push(plan.item.id);
		else states.push(stateWrite(plan, state, neighbours, now));
		return outcome;
	});
	if (writes.length > 0)
		await model(QualityFinding).bulkWrite(writes as never, {
			ordered: false,
			timestamps: true
		});
	if (states.length > 0)
		await model(QualityItem).bulkWrite(states as never, { ordered: false, timestamps: true });
	if (same.length > 0)
		await model(QualityItem).updateMany({ _id: { $in: same } }, { $set: { checkedAt: now } });
	return outcomes;
}

function writeItem(
	plan: Planned,
	known: KnownFinding[],
	result: CheckedItemResult | undefined,
	writes: object[]
) {
	const now = new Date();
	const failed = notRunIn(result);
	const inForce = new Set(plan.versions.map(version => version.split("@")[0]!));
	// A rule that failed says nothing; one that is off, or gone with its plugin, takes its findings along.
	const ran = new Set(plan.work?.rules.filter(rule => !failed.has(rule)));
	for (const { rule } of known)
		if (plan.complete && !inForce.has(rule) && !rule.startsWith("feedback/")) ran.add(rule);
	const found = (result?.findings ?? []).map(finding => ({
		...finding,
		severity: severityUnder(plan.policy, finding.rule, finding.severity)
	}));
	const { created, kept, closed } = reconcile(found, known, ran, now);
	const openedIds: string[] = [];
	for (const { key, finding } of created) {
		const _id = newId();
		openedIds.push(_id);
		writes.push({
			insertOne: {
				document: {
					_id,
					rev: 1,
					key,
					state: "open",
					reopened: 0,
					reports: 0,
					...fieldsOf(finding, plan, now)
				}
			}
		});
	}
	for (const { _id, finding, state } of kept) {
		if (state) openedIds.push(_id);
		const $set = { ...fieldsOf(finding, plan, now), ...(state && { state }) };
		writes.push({
			updateOne: {
				filter: { _id },
				update: {
					$set,
					$inc: { rev: 1, ...(state && { reopened: 1 }) },
					...(state && { $unset: { closedAt: 1, waiver: 1 } })
				}
			}
		});
	}
	for (const _id of closed)
		writes.push({
			updateOne: {
				filter: { _id },
				update: { $set: { state: "closed", closedAt: now }, $inc: { rev: 1 } }
			}
		});
	const gone = new Set(closed);
	const replaced = new Map(kept.map(each => [each._id, each]));
	const severities = [
		...created.map(({ finding }) => finding.severity),
		...known
			.filter(
				({ _id, state }) =>
					!gone.has(_id) && COUNTED.includes(replaced.get(_id)?.state ?? state)
			)
			.map(({ _id, severity }) => replaced.get(_id)?.finding.severity ?? severity)
	];
	return {
		itemId: plan.item.id,
		opened: openedIds.length,
		closed: closed.length,
		openedIds,
		severities,
		score: scoreOf(countSeverities(severities))
	};
}

/** The rules that said nothing of an item: they threw, hung, or were left out. */
function notRunIn(result: CheckedItemResult | undefined): Set<string> {
	return new Set([
		...(result?.failures.map(({ rule }) => rule) ?? []),
		...(result?.leftOut ?? [])
	]);
}

function fieldsOf(finding: Finding, plan: Planned, now: Date) {
	const { rule, ruleVersion, severity, field, line, passage, message, advice, fix } = finding;
	return {
		itemId: plan.item.id,
		itemTitle: plan.item.title ?? "",
		itemRev: plan.content.rev,
		rule,
		ruleVersion,
		severity,
		field,
		line,
		passage,
		message,
		advice,
		...(fix && { fix }),
		seenAt: now,
		...copiesOf(plan)
	};
}

/** What is kept of an item but for its signature, which is its text's. */
function stateOf(
	plan: Planned,
	{ severities, score }: { severities: Finding["severity"][]; score: number },
	notRun: ReadonlySet<string>
) {
	const { item, content, known, hash, versions, surroundings } = plan;
	return {
		title: item.title ?? "",
		kind: item.kind,
		itemRev: content.rev,
		score,
		...countSeverities(severities),
		earlier: earlierScores(plan, known?.earlier ?? []),
		contentHash: hash,
		// What did not run has to run at the next check, whatever else has changed.
		rules: versions.filter(version => !notRun.has(version.split("@")[0]!)),
		surroundings,
		...copiesOf(plan)
	};
}

type ItemState = ReturnType<typeof stateOf>;

/** True when nothing but the time of the check has to be written. */
function isSame(state: ItemState, known: Planned["known"]) {
	if (!known) return false;
	return Object.entries(state).every(([field, value]) =>
		isDeepStrictEqual(value, known[field as keyof ItemState])
	);
}

function stateWrite({ item, known }: Planned, state: ItemState, neighbours: Neighbours, now: Date) {
	const isSigned =
		known?.signedAt && known.contentHash === state.contentHash && known.title === state.title;
	const $set = {
		...state,
		checkedAt: now,
		...(!isSigned && {
			signature: toBytes(neighbours.signatureOf(item.id)),
			signedAt: now
		})
	};
	const $setOnInsert = { golden: false };
	return {
		updateOne: {
			filter: { _id: item.id },
			update: { $set, $setOnInsert, $inc: { rev: 1 } },
			upsert: true
		}
	};
}

function earlierScores({ known, content }: Planned, earlier: PastScore[]): PastScore[] {
	if (!known || known.itemRev === content.rev) return earlier;
	return [...earlier, { rev: known.itemRev, score: known.score, at: known.checkedAt }].slice(
		-EARLIER
	);
}
