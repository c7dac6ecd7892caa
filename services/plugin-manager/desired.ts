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
	updatedAt: Date;
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

	/** Adds a plugin unless another node has done so already. */
	async add(name: string, release: Release, settings: Record<string, unknown>): Promise<void> {
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

/** What of a plugin goes back and forth between versions. */
export function releaseOf({ version, source, integrity, manifest }: Release): Release {
	return { version, source, integrity, manifest };
}
