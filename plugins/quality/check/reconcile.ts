/** From what a check found and what was known to what is to be written. */
import type { Finding } from "../rules/rule.ts";
import type { FindingFields, FindingState } from "../models/finding.model.ts";

export type Known = Pick<FindingFields, "key" | "rule" | "state" | "waiver" | "reopened"> & {
	_id: string;
};

export interface Reconciled {
	/** Findings that nobody knew. */
	created: { key: string; finding: Finding }[];
	/** Findings that are still there; `state` is set when that makes a difference. */
	kept: { _id: string; finding: Finding; state?: FindingState }[];
	/** Findings that are gone. */
	closed: string[];
}

/** What a check says of findings that were closed, or are said to be fixed, or whose waiver is over: they are open again. */
export function reconcile(
	found: readonly Finding[],
	known: readonly Known[],
	ran: ReadonlySet<string>,
	now: Date
): Reconciled {
	const byKey = new Map(known.map(each => [each.key, each]));
	const result: Reconciled = { created: [], kept: [], closed: [] };
	const met = new Set<string>();
	for (const [key, finding] of withKeys(found)) {
		met.add(key);
		const before = byKey.get(key);
		if (!before) result.created.push({ key, finding });
		else
			result.kept.push({
				_id: before._id,
				finding,
				...(comesBack(before, now) && { state: "open" as const })
			});
	}
	for (const { _id, key, rule, state } of known)
		if (!met.has(key) && ran.has(rule) && state !== "closed") result.closed.push(_id);
	return result;
}

function comesBack({ state, waiver }: Known, now: Date) {
	if (state === "waived") return Boolean(waiver?.until && waiver.until <= now);
	return state === "closed" || state === "fixed";
}

/** Lines move while people write: a finding is known by its rule, its field and its passage, the nth of its like. */
export function withKeys(findings: readonly Finding[]): [string, Finding][] {
	const counts = new Map<string, number>();
	return findings.map(finding => {
		const field = finding.field.replace(/\[\d+\]/, "[]");
		const like = `${finding.rule}|${field}|${finding.passage.replace(/\s+/g, " ").slice(0, 120)}`;
		const nth = counts.get(like) ?? 0;
		counts.set(like, nth + 1);
		return [nth === 0 ? like : `${like}|${nth}`, finding];
	});
}
