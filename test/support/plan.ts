import type { Document } from "mongodb";

/** What an explain says about how a query was answered. */
export interface Plan {
	/** The index used, if any. */
	index: string | undefined;
	/** Whether the whole collection was read. */
	scan: boolean;
	/** Whether the result was sorted after it had been read. */
	sorts: boolean;
	keysExamined: number | undefined;
	docsExamined: number | undefined;
	returned: number | undefined;
	milliseconds: number | undefined;
}

/** Reads the plan out of the answer of `explain`, of a find or of an aggregation. */
export function planOf(explained: Document): Plan {
	const cursor = explained.stages?.[0]?.$cursor ?? explained;
	const stages = flatten(
		cursor.queryPlanner.winningPlan.queryPlan ?? cursor.queryPlanner.winningPlan
	);
	const stats = cursor.executionStats;
	return {
		index: stages.find(stage => stage.indexName)?.indexName,
		scan: stages.some(stage => stage.stage === "COLLSCAN"),
		sorts: stages.some(stage => String(stage.stage).startsWith("SORT")),
		keysExamined: stats?.totalKeysExamined,
		docsExamined: stats?.totalDocsExamined,
		returned: stats?.nReturned,
		milliseconds: stats?.executionTimeMillis
	};
}

function flatten(stage: Document): Document[] {
	const inputs: Document[] = stage.inputStages ?? (stage.inputStage ? [stage.inputStage] : []);
	return [stage, ...inputs.flatMap(flatten)];
}
