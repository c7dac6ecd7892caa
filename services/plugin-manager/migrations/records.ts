/** What was done of each plugin's migrations, as documents in the store: by whom, when, how far. */
import type { ClientSession } from "mongodb";
import type { Connection } from "mongoose";
import type { MigrationFile } from "./files.ts";
import type { KnownRelease, Loaded } from "./pending.ts";

export type StepName = "expand" | "contract" | "undo";

/**
 * `recorded`: there were no documents to change; `open`: it has to run, perhaps again, because a version that
 * does not know it has run since.
 */
export type StepState = "open" | "running" | "failed" | "done" | "recorded";

export interface StepRecord {
	state: StepState;
	/** Who has asked for it; null for the kernel itself. */
	by: string | null;
	nodeId: string | null;
	startedAt: Date | null;
	endedAt: Date | null;
	/** How many documents were looked at and changed, and how many there were to look at. */
	seen: number;
	changed: number;
	of: number;
	/** Where a step that was cut goes on: behind this document of the walk with this number. */
	checkpoint: { walk: number; after: unknown } | null;
	/** Why it failed. */
	reason: string | null;
}

export interface MigrationRecord extends MigrationFile {
	/** `<plugin>/<number>`. */
	_id: string;
	plugin: string;
	/** The plugin's version that brought it. */
	version: string;
	summary: string;
	/** Whether it has these steps. */
	contracts: boolean;
	undoes: boolean;
	pausesWrites: boolean;
	expand: StepRecord;
	contract: StepRecord;
}

const COLLECTION = "pluginMigrations";

const EMPTY: StepRecord = {
	state: "open",
	by: null,
	nodeId: null,
	startedAt: null,
	endedAt: null,
	seen: 0,
	changed: 0,
	of: 0,
	checkpoint: null,
	reason: null
};

export class Records {
	readonly #connection: Connection;

	constructor(connection: Connection) {
		this.#connection = connection;
	}

	of(plugin: string): Promise<MigrationRecord[]> {
		return this.#records().find({ plugin }).sort({ number: 1 }).toArray();
	}

	/** The plugins with a migration whose last step is still to come. */
	pluginsToContract(): Promise<string[]> {
		return this.#records().distinct("plugin", { "contract.state": { $in: UNDONE } });
	}

	/** Notes migrations before they run; where there are no documents, they count as done. */
	async addAll(
		{ _id: plugin, version }: KnownRelease,
		migrations: Loaded[],
		isEmpty: boolean
	): Promise<void> {
		for (const { migration, number, file, checksum } of migrations) {
			const _id = `${plugin}/${number}`;
			const known = await this.#records().findOne({ _id });
			const state = isEmpty ? ("recorded" as const) : ("open" as const);
			const step = { ...EMPTY, state, endedAt: isEmpty ? new Date() : null };
			// What was cut goes on where it was; what was mended begins anew.
			const keeps = known?.checksum === checksum && !isEmpty;
			await this.#records().replaceOne(
				{ _id },
				{
					plugin,
					number,
					file,
					checksum,
					version,
					summary: migration.summary,
					contracts: migration.contract !== undefined,
					undoes: migration.undo !== undefined,
					pausesWrites: migration.pauseWrites ?? false,
					expand: keeps ? known.expand : step,
					contract: keeps ? known.contract : step
				},
				{ upsert: true }
			);
		}
	}

	/** Changes some of what is known of a step. */
	async note(
		{ _id }: Pick<MigrationRecord, "_id">,
		step: "expand" | "contract",
		changes: Partial<StepRecord>,
		session?: ClientSession
	): Promise<void> {
		const fields = Object.entries(changes).map(([key, value]) => [`${step}.${key}`, value]);
		await this.#records().updateOne(
			{ _id },
			{ $set: Object.fromEntries(fields) },
			session && { session }
		);
	}

	/** Has the expands of these migrations run anew before a version that knows them starts again. */
	async reopen(ids: string[]): Promise<void> {
		await this.#records().updateMany(
			{ _id: { $in: ids }, "expand.state": { $in: ["done", "recorded"] } },
			{ $set: { "expand.state": "open", "expand.checkpoint": null } }
		);
	}

	#records() {
		return this.#connection.collection<MigrationRecord>(COLLECTION);
	}
}

/** The states of a step that still has to run. */
export const UNDONE: StepState[] = ["open", "running", "failed"];

export function isUndone({ state }: StepRecord): boolean {
	return UNDONE.includes(state);
}
