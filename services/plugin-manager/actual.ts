/** What runs on each node and why it does not, as documents in the store beside what should run. */
import type { Connection } from "mongoose";
import type { State } from "./lifecycle.ts";

export interface ActualPlugin {
	/** `<node>/<plugin>`. */
	_id: string;
	nodeId: string;
	name: string;
	state: State;
	version: string | null;
	integrity: string | null;
	generation: number | null;
	/** Why the desired version does not run; null when it does. */
	reason: string | null;
	since: Date;
}

const COLLECTION = "pluginNodes";

export class Actual {
	readonly #connection: Connection;
	readonly #nodeId: string;

	constructor(connection: Connection, nodeId: string) {
		this.#connection = connection;
		this.#nodeId = nodeId;
	}

	async report(
		name: string,
		actual: Omit<ActualPlugin, "_id" | "nodeId" | "name" | "since">
	): Promise<void> {
		const nodeId = this.#nodeId;
		const report = { nodeId, name, ...actual, since: new Date() };
		await this.#nodes().updateOne(
			{ _id: `${nodeId}/${name}` },
			{ $set: report },
			{ upsert: true }
		);
	}

	async forget(name: string): Promise<void> {
		await this.#nodes().deleteOne({ _id: `${this.#nodeId}/${name}` });
	}

	/** Removes the reports of nodes that are gone. */
	async keepOnly(nodeIds: string[]): Promise<void> {
		await this.#nodes().deleteMany({ nodeId: { $nin: nodeIds } });
	}

	of(nodeIds: string[]): Promise<ActualPlugin[]> {
		return this.#nodes()
			.find({ nodeId: { $in: nodeIds } })
			.sort({ _id: 1 })
			.toArray();
	}

	#nodes() {
		return this.#connection.collection<ActualPlugin>(COLLECTION);
	}
}
