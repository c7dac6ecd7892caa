/** A migration as administrators see it. */
import { isUndone, type MigrationRecord, type StepRecord } from "./records.ts";

export function presentMigration(record: MigrationRecord) {
	const { number, file, checksum, version, summary, pausesWrites, contracts } = record;
	return {
		number,
		file,
		summary,
		version,
		checksum,
		pausesWrites,
		expand: presentStep(record.expand),
		contract: contracts ? presentStep(record.contract) : null
	};
}

function presentStep(step: StepRecord) {
	const { state, by, nodeId, startedAt, endedAt, seen, changed, of, reason } = step;
	const progress = isUndone(step) ? Math.min(1, seen / Math.max(1, of)) : 1;
	return { state, progress, by, nodeId, startedAt, endedAt, seen, changed, reason };
}
