/**
 * Carries a plugin's documents from version to version: expands before a version starts, contracts when nobody
 * can go back any more. Each step is recorded, and done by one node at a time.
 */
import { setTimeout } from "node:timers/promises";
import type { Service } from "moleculer";
import type { Runtime } from "../../kernel/runtime.ts";
import { Lease } from "../../streams/lease.ts";
import type { DesiredPlugin, Release } from "../desired.ts";
import { errors } from "../errors.ts";
import type { Sources } from "../sources.ts";
import type { Pauses } from "./pauses.ts";
import { pendingOf, type Loaded, Releases, type KnownRelease } from "./pending.ts";
import { isUndone, Records, type MigrationRecord } from "./records.ts";
import { rehearse, type Rehearsal } from "./rehearsal.ts";
import { runStep, type StepParts } from "./run-step.ts";

const LEASE_MS = 30_000;
const LOOK_EVERY_MS = 250;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export class Migrations {
	readonly #runtime: Runtime;
	readonly #releases: Releases;
	readonly #pauses: Pauses;
	readonly #records: Records;
	readonly #logger: Service["logger"];
	/** What this node does of each plugin's migrations, one after the other. */
	readonly #work = new Map<string, Promise<unknown>>();

	constructor(runtime: Runtime, sources: Sources, pauses: Pauses, logger: Service["logger"]) {
		this.#runtime = runtime;
		this.#releases = new Releases(sources);
		this.#pauses = pauses;
		this.#records = new Records(runtime.connection);
		this.#logger = logger;
	}

	list(name: string): Promise<MigrationRecord[]> {
		return this.#records.of(name);
	}

	/** Prepares the documents for a version that is to start; what was done already is not done again. */
	async expand(plugin: DesiredPlugin): Promise<void> {
		if ((await this.#pending(plugin)).length === 0) return;
		await this.#alone(plugin._id, parts => this.#expand(parts, plugin));
	}

	/** Lets the plugin's collections be written again after a swap. */
	endPause(name: string): Promise<void> {
		return this.#pauses.end(name);
	}

	/** Tries on a copy what an upgrade would do. */
	async rehearse(plugin: KnownRelease): Promise<Rehearsal[]> {
		const pending = await this.#pending(plugin);
		if (pending.length === 0 || (await this.#isEmpty(plugin))) return [];
		const loaded = await this.#releases.load(plugin, pending);
		return rehearse(this.#runtime.connection, plugin.manifest, loaded);
	}

	/** Throws when the documents are no longer as an older version needs them. */
	async requireWayBack(name: string, to: Release): Promise<void> {
		const unknown = await this.#unknownTo(name, to);
		const files = unknown
			.filter(({ contracts, contract }) => contracts && contract.startedAt !== null)
			.map(({ file }) => file);
		if (files.length > 0) throw errors.CONTRACTED({ name, version: to.version, files });
	}

	/** A version that does not know a migration writes past it: it has to run again when its version is back. */
	async reopen(name: string, to: Release): Promise<void> {
		await this.#records.reopen((await this.#unknownTo(name, to)).map(({ _id }) => _id));
	}

	/** Takes back what `from` has added, once `to` runs everywhere; what fails is logged and does no harm. */
	async undo(from: KnownRelease, to: Release): Promise<void> {
		const added = (await this.#unknownTo(from._id, to)).filter(({ undoes }) => undoes);
		if (added.length === 0) return;
		const undoing = this.#alone(from._id, async parts => {
			for (const record of added.reverse()) {
				const [loaded] = await this.#releases.load(from, [record]);
				const { undo } = loaded!.migration;
				const { manifest } = from;
				if (undo)
					await runStep(parts, { manifest, record, step: "undo", run: undo, by: null });
			}
		});
		await undoing.catch((error: unknown) => this.#logger.error(error));
	}

	/** The plugins whose roll-back window has closed on a migration. */
	async due(now: number): Promise<string[]> {
		const windowMs = this.#runtime.config.rollbackWindowHours * HOUR_MS;
		const due: string[] = [];
		for (const name of await this.#records.pluginsToContract()) {
			const open = (await this.list(name)).filter(({ contract }) => isUndone(contract));
			const isClosed = ({ expand: { state, endedAt } }: MigrationRecord) =>
				state === "done" && endedAt!.getTime() + windowMs <= now;
			if (open.every(isClosed)) due.push(name);
		}
		return due;
	}

	/**
	 * Removes what only older versions needed, after what they have written since the expand was carried over.
	 * `commit` makes sure that nobody goes back meanwhile.
	 */
	async contract(
		plugin: KnownRelease,
		by: string | null,
		commit: () => Promise<void>
	): Promise<void> {
		await this.#alone(plugin._id, async parts => {
			const records = await this.#toContract(plugin);
			await this.#mark(records, commit);
			for (const record of records) {
				const [loaded] = await this.#releases.load(plugin, [record]);
				await this.#contract(parts, plugin, record, loaded!, by);
			}
		});
	}

	async #contract(
		parts: StepParts,
		{ manifest }: KnownRelease,
		record: MigrationRecord,
		{ migration: { expand, contract } }: Loaded,
		by: string | null
	) {
		if (expand && record.contract.state === "open") {
			const again = { ...record, expand: { ...record.expand, state: "open" as const } };
			try {
				await runStep(parts, { manifest, record: again, step: "expand", run: expand, by });
			} catch (error) {
				// The version runs: what it may not do is contract.
				await this.#records.note(record, "expand", { state: "done" });
				throw error;
			}
		}
		const run = contract ?? (() => Promise.resolve());
		await runStep(parts, { manifest, record, step: "contract", run, by });
	}

	async #toContract(plugin: KnownRelease): Promise<MigrationRecord[]> {
		const files = (await this.#releases.files(plugin)).map(({ file }) => file);
		return (await this.list(plugin._id)).filter(
			({ file, contract, expand }) =>
				files.includes(file) && isUndone(contract) && expand.state === "done"
		);
	}

	/** From here on there is no way back, unless somebody was faster with a change. */
	async #mark(records: MigrationRecord[], commit: () => Promise<void>) {
		const begun = records.filter(({ contract }) => contract.startedAt === null);
		const note = (startedAt: Date | null) =>
			Promise.all(begun.map(record => this.#records.note(record, "contract", { startedAt })));
		await note(new Date());
		try {
			await commit();
		} catch (error) {
			await note(null);
			throw error;
		}
	}

	async #expand(parts: StepParts, plugin: DesiredPlugin): Promise<void> {
		// Another node may have done it while this one waited for its turn.
		const pending = await this.#pending(plugin);
		const loaded = await this.#releases.load(plugin, pending);
		const isEmpty = await this.#isEmpty(plugin);
		await this.#records.addAll(plugin, loaded, isEmpty);
		if (isEmpty) return;
		if (loaded.some(({ migration }) => migration.pauseWrites))
			await this.#pauses.begin(plugin.manifest);
		const records = await this.list(plugin._id);
		for (const { number, migration } of loaded) {
			const record = records.find(known => known.number === number)!;
			const run = migration.expand ?? (() => Promise.resolve());
			const { manifest, changedBy: by = null } = plugin;
			await runStep(parts, { manifest, record, step: "expand", run, by });
		}
	}

	async #pending(plugin: KnownRelease) {
		const files = await this.#releases.files(plugin);
		return files.length === 0 ? [] : pendingOf(plugin, files, await this.list(plugin._id));
	}

	/** What was done and another version does not know. */
	async #unknownTo(name: string, to: Release): Promise<MigrationRecord[]> {
		const records = await this.list(name);
		if (records.length === 0) return [];
		const known = await this.#releases.files({ _id: name, ...to });
		const numbers = new Set(known.map(({ number }) => number));
		return records.filter(({ number }) => !numbers.has(number));
	}

	/** There is nothing to carry over for a plugin that has no documents. */
	async #isEmpty({ manifest }: KnownRelease): Promise<boolean> {
		for (const collection of manifest.permissions.collections)
			if (await this.#runtime.connection.collection(collection).findOne({})) return false;
		return true;
	}

	/** Does work on a plugin's documents that nobody else does at the same time, on this node or another. */
	async #alone(name: string, work: (parts: StepParts) => Promise<void>): Promise<void> {
		const before = this.#work.get(name) ?? Promise.resolve();
		const turn = before.catch(() => undefined).then(() => this.#underLease(name, work));
		this.#work.set(name, turn);
		try {
			await turn;
		} finally {
			if (this.#work.get(name) === turn) this.#work.delete(name);
		}
	}

	async #underLease(name: string, work: (parts: StepParts) => Promise<void>) {
		const { connection, config } = this.#runtime;
		const { nodeId } = config;
		const transaction: StepParts["transaction"] = write => this.#runtime.transaction(write);
		const limitMs = config.migrationMinutes * MINUTE_MS;
		const lease = new Lease(connection, `plugin-migrations/${name}`, nodeId, LEASE_MS);
		const deadline = Date.now() + limitMs;
		while (!(await lease.take())) {
			if (Date.now() > deadline) throw errors.MIGRATING({ name });
			await setTimeout(LOOK_EVERY_MS);
		}
		try {
			await work({ connection, transaction, records: this.#records, lease, nodeId, limitMs });
		} finally {
			await lease.release();
		}
	}
}
