/** What the API says of quality. */
export const SEVERITIES = ["error", "warning", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

export type FindingState = "open" | "assigned" | "fixed" | "closed" | "waived";

/** What counts against an item. */
export const ACTIVE: readonly FindingState[] = ["open", "assigned", "fixed"];

export interface Finding {
	id: string;
	rev: number;
	itemId: string;
	itemTitle: string;
	rule: string;
	severity: Severity;
	field: string;
	line: number;
	passage: string;
	message: string;
	advice: string;
	fix?: { expected: string; replacement: string };
	state: FindingState;
	waiver?: { reason: string; until: string | null };
	assigneeId?: string;
	dueOn?: string;
	reopened: number;
	reports: number;
}

export interface Check {
	id: string;
	state: "queued" | "running" | "done" | "failed" | "cancelled";
	progress: number;
	items: number;
	unchanged: number;
	opened: number;
	closed: number;
	failures: string[];
}

export interface Benchmarks {
	library: { items: number; mean: number | null; percentiles: Record<string, number | null> };
	golden: { items: number; mean: number | null };
	chosen: {
		items: number;
		score: number | null;
		percentile: number | null;
		besideGolden: number | null;
	};
	rules: { rule: string; count: number }[];
	worst: { itemId: string; title: string; score: number }[];
	trend: { at: string; mean: number; items: number; findings: number }[];
}

export interface Rule {
	id: string;
	severity: Severity;
	title: string;
}

export interface RuleSetting {
	rule: string;
	severity: Severity | "off";
	reason?: string;
	until?: string | null;
}

export interface Policy {
	id: string;
	rev: number;
	name: string;
	collectionId: string | null;
	gate: Severity | "none";
	glossary: string[];
	rules: RuleSetting[];
}

type Counts = Record<Severity, number>;

export interface PolicyEffect {
	findings: number;
	gone: number;
	changed: number;
	blockedNow: number;
	blockedThen: number;
	comingBack: string[];
	rules: { rule: string; before: Counts; after: Counts }[];
}

export interface Page<Entry> {
	data: Entry[];
	total: number;
}

/** The address of the findings that fit, for a link. */
export function findingsWith(conditions: Record<string, string>): string {
	const where: object[] = [
		{ field: "state", operator: "in", value: ACTIVE },
		...Object.entries(conditions).map(([field, value]) => ({ field, operator: "eq", value }))
	];
	return `/qualityFindings?filter=${encodeURIComponent(JSON.stringify({ where }))}`;
}
