/** Runs one step of one migration on the plugin's documents, under a lease, from where it was cut. */
import type { ClientSession } from "mongodb";
import type { Connection } from "mongoose";
import type { MigrationContext, MigrationStep } from "../../../mixins/index.ts";
import type { Lease } from "../../streams/lease.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { errors } from "../errors.ts";
import { reasonOf } from "../reason.ts";
import type { MigrationRecord, Records, StepName, StepRecord } from "./records.ts";
import { walkCollection } from "./walk.ts";

export interface StepParts {
	connection: Connection;
	transaction: <T>(work: (session: ClientSession) => Promise<T>) => Promise<T>;
	records: Records;
	lease: Lease;
	nodeId: string;
	limitMs: number;
}

export interface StepToRun {
	manifest: Manifest;
	record: MigrationRecord;
	/** `undo` is noted where `expand` is. */
	step: StepName;
	run: MigrationStep;
	by: string | null;
}

/** Throws `PLUGINS_MIGRATION_FAILED`; what has committed until then is not done again. */
export async function runStep(parts: StepParts, work: StepToRun): Promise<void> {
	const { records, nodeId } = parts;
	const { record, step, by } = work;
	const noted = step === "undo" ? "expand" : step;
	const begun = begin(record[noted], step, { by, nodeId });
	await records.note(record, noted, begun);
	const state: StepRecord = { ...record[noted], ...begun };
	try {
		await work.run(contextOf(parts, work, noted, state));
		await records.note(record, noted, {
			...state,
			state: step === "undo" ? "open" : "done",
			checkpoint: null,
			endedAt: new Date()
		});
	} catch (error) {
		const reason = reasonOf(error);
		await records.note(record, noted, { state: "failed", reason, endedAt: new Date() });
		const { plugin: name, file } = record;
		throw errors.MIGRATION_FAILED({ name, file, step, reason }, error);
	}
}

/** A step that was cut goes on; any other begins anew. */
function begin(
	{ state, checkpoint, seen, changed }: StepRecord,
	step: StepName,
	who: Pick<StepRecord, "by" | "nodeId">
): Partial<StepRecord> {
	const goesOn = step !== "undo" && (state === "running" || state === "failed");
	return {
		...who,
		state: "running",
		startedAt: new Date(),
		endedAt: null,
		reason: null,
		of: 0,
		...(goesOn ? { checkpoint, seen, changed } : { checkpoint: null, seen: 0, changed: 0 })
	};
}

function contextOf(
	{ connection, transaction, records, lease, limitMs }: StepParts,
	{ manifest, record }: StepToRun,
	noted: "expand" | "contract",
	state: StepRecord
): MigrationContext {
	const signal = AbortSignal.timeout(limitMs);
	const from = state.checkpoint;
	let walks = 0;
	const collectionOf = (name: string) => {
		requireOwn(manifest, name);
		return connection.db!.collection<{ _id: string }>(name);
	};
	return {
		signal,
		collection: collectionOf,
		async walk(name, change, options = {}) {
			const walk = walks++;
			if (from && walk < from.walk) return;
			const after = from?.walk === walk ? from.after : null;
			state.of += await collectionOf(name).countDocuments(options.filter ?? {});
			const parts = {
				collectionOf,
				signal,
				failed(collection: string, id: unknown, error: unknown) {
					throw new Error(`${collection} ${String(id)}: ${reasonOf(error)}`, {
						cause: error
					});
				},
				async commit(
					write: (session: ClientSession) => Promise<void>,
					progress: { seen: number; changed: number; after: unknown }
				) {
					const next = {
						seen: state.seen + progress.seen,
						changed: state.changed + progress.changed,
						of: state.of,
						checkpoint: { walk, after: progress.after }
					};
					await transaction(async session => {
						// Another node's work must not be written over by one that was taken for dead.
						await lease.hold(session);
						await write(session);
						await records.note(record, noted, next, session);
					});
					Object.assign(state, next);
				}
			};
			await walkCollection(parts, name, change, options, after);
		}
	};
}

/** Throws for a collection that the manifest does not name. */
export function requireOwn({ name, permissions }: Manifest, collection: string): void {
	if (permissions.collections.includes(collection)) return;
	throw errors.COLLECTION_NOT_PERMITTED({ name, collection });
}
