/** The score of an item: 100 without findings, less for each that is open. */
import type { Severity } from "../rules/rule.ts";

const COSTS: Record<Severity, number> = { error: 15, warning: 5, info: 1 };

export interface Counts {
	errorCount: number;
	warningCount: number;
	infoCount: number;
}

/** Counts severities. */
export function countSeverities(severities: readonly Severity[]): Counts {
	const count = (severity: Severity) => severities.filter(each => each === severity).length;
	return { errorCount: count("error"), warningCount: count("warning"), infoCount: count("info") };
}

/** Returns a score from 0 to 100. */
export function scoreOf({ errorCount, warningCount, infoCount }: Counts): number {
	return Math.max(
		0,
		100 - errorCount * COSTS.error - warningCount * COSTS.warning - infoCount * COSTS.info
	);
}

/** Returns the value below which a share of sorted values lies. */
export function percentile(sorted: readonly number[], share: number): number | null {
	if (sorted.length === 0) return null;
	return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

/** Returns the share of sorted values that are lower than a value, from 0 to 100. */
export function rankOf(sorted: readonly number[], value: number): number {
	if (sorted.length === 0) return 0;
	return Math.round((100 * sorted.filter(each => each < value).length) / sorted.length);
}

/** Returns the mean of values, with one decimal; null for none. */
export function meanOf(values: readonly number[]): number | null {
	if (values.length === 0) return null;
	return Math.round((10 * values.reduce((sum, value) => sum + value, 0)) / values.length) / 10;
}
