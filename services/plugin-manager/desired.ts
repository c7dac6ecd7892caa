/** What should run, as documents in the store: every node reads them and converges to them. */
import type { Connection } from "mongoose";
import { errors } from "./errors.ts";
import type { Manifest } from "./manifest/manifest.ts";

export interface Release {
	version: string;
	source: "bundled" | "package";
	integrity: string;
	manifest: Manifest;
}

export interface DesiredPlugin extends Release {
	/** The plugin's name. */
	_id: string;
	enabled: boolean;
	settings: Record<string, unknown>;
	/** Raised by every change; a change names the one that it is based on. */
	revision: number;
	/** Raised to start the same bytes anew. */
	restarts: number;
	/** What a roll-back goes to. */
	previous: Release | null;
	/** True for a bundled plugin that was removed: its folder is still there. */
	removed: boolean;
	/** Why the last change was taken back. */
	lastFailure: { version: string; reason: string; at: Date } | null;
	/** The change that is being carried out over the nodes; null, or absent, when there is none. */
	rollout?: Rollout | null;
	/** Who has asked for the version; null, or absent, when that was nobody. */
	changedBy?: string | null;
	updatedAt: Date;
}

/** A change that one node carries out for all of them. */
export interface Rollout {
	id: string;
	/** The node that carries it out; another one takes over when it gives no sign of life. */
	coordinator: string;
	/** `first`: the coordinator alone follows, the others go on with `before`; `all`: everybody follows. */
	phase: "first" | "all";
	/** The coordinator's last sign of life, by the store's clock. */
	aliveAt: Date;
	/** What is gone back to when a node cannot follow; null for a plugin that was not there. */
	before: DesiredPlugin | null;
}

const COLLECTION = "plugins";

export class Desired {
	readonly #connection: Connection;

	constructor(connection: Connection) {
		this.#connection = connection;
	}

	all(): Promise<DesiredPlugin[]> {
		return this.#plugins().find({}).sort({ _id: 1 }).toArray();
	}

	find(name: string): Promise<DesiredPlugin | null> {
		return this.#plugins().findOne({ _id: name });
	}

	/** The revision of each plugin, to see whether anything has changed. */
	async revisions(): Promise<string> {
		const found = await this.#plugins()
			.find({}, { projection: { revision: 1 } })
			.sort({ _id: 1 })
			.toArray();
		return found.map(({ _id, revision }) => `${_id} ${revision}`).join(", ");
	}

	/** The plugins whose rollout nobody carries out any more. */
	abandoned(afterMs: number): Promise<DesiredPlugin[]> {
		const latest = { $subtract: ["$$NOW", afterMs] };
		return this.#plugins()
			.find({ rollout: { $type: "object" }, $expr: { $lt: ["$rollout.aliveAt", latest] } })
			.toArray();
	}

	/** Tells the other nodes that the rollout is still being carried out. */
	async keepAlive({ id, coordinator }: Rollout): Promise<void> {
		await this.#plugins().updateOne(
			{ "rollout.id": id, "rollout.coordinator": coordinator },
			{ $currentDate: { "rollout.aliveAt": true } }
		);
	}

	/** Adds a plugin unless another node has done so already. */
	async add(
		name: string,
		release: Release,
		settings: Record<string, unknown>,
		rollout: Rollout | null = null
	): Promise<void> {
		const plugin: DesiredPlugin = {
			_id: name,
			...release,
			enabled: true,
			settings,
			revision: 1,
			restarts: 0,
			previous: null,
			removed: false,
			lastFailure: null,
			rollout,
			updatedAt: new Date()
		};
		await this.#plugins().updateOne({ _id: name }, { $setOnInsert: plugin }, { upsert: true });
	}

	/**
	 * Changes a plugin if nobody else has since it was read; returns it as it is then. The revision goes
	 * on from the one that was read, also when the changes hold another.
	 */
	async change(from: DesiredPlugin, changes: Partial<DesiredPlugin>): Promise<DesiredPlugin> {
		const { _id, revision } = from;
		const to = { ...from, ...changes, revision: revision + 1, updatedAt: new Date() };
		const { matchedCount } = await this.#plugins().replaceOne({ _id, revision }, to);
		if (matchedCount === 0) throw errors.CHANGED_MEANWHILE({ name: _id });
		return to;
	}

	async remove({ _id, revision }: DesiredPlugin): Promise<void> {
		const { deletedCount } = await this.#plugins().deleteOne({ _id, revision });
		if (deletedCount === 0) throw errors.CHANGED_MEANWHILE({ name: _id });
	}

	#plugins() {
		return this.#connection.collection<DesiredPlugin>(COLLECTION);
	}
}

/** What should run of a plugin on one node: in the first phase of a rollout the others go on as before. */
export function desiredOn(nodeId: string, plugin: DesiredPlugin): DesiredPlugin | null {
	const { rollout } = plugin;
	if (rollout?.phase !== "first" || rollout.coordinator === nodeId) return plugin;
	return rollout.before;
}

/** What of a plugin goes back and forth between versions. */
export function releaseOf({ version, source, integrity, manifest }: Release): Release {
	return { version, source, integrity, manifest };
}
