/** The columns of the board, and what a move from one to another asks of the server. */
import type { Finding, FindingState } from "../quality.ts";
import type { useFindingSteps } from "../useFindingSteps.ts";

export const COLUMNS = ["open", "assigned", "fixed", "closed"] as const;
export type Column = (typeof COLUMNS)[number];

type Step = ReturnType<typeof useFindingSteps>;

/**
 * Moves a finding; returns where it has come to. What is said to be fixed is checked again at once, so that
 * it lands among what is closed, or is open again.
 */
export async function moveTo(
	finding: Finding,
	column: Column,
	me: string,
	step: Step
): Promise<FindingState> {
	if (column === "open")
		return (await step(finding, finding.state === "closed" ? "reopen" : "release")).state;
	if (finding.state === "closed") await step(finding, "reopen");
	if (column === "assigned")
		return (await step(finding, "assign", { assigneeId: finding.assigneeId ?? me })).state;
	return (await step(finding, "done")).state;
}

/** The next column to the left or right; the same at the ends. */
export function neighbourOf(column: Column, by: 1 | -1): Column {
	return COLUMNS[COLUMNS.indexOf(column) + by] ?? column;
}
