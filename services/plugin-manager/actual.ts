/** What runs on each node and why it does not, as documents in the store beside what should run. */
import type { Connection } from "mongoose";
import type { State } from "./lifecycle.ts";

/** An error that a plugin threw where nobody caught it. */
export interface LastError {
	version: string;
	message: string;
	at: Date;
}

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
	/** How many errors it threw on this node where nobody caught them, since it was loaded. */
	errors?: number;
	lastError?: LastError;
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
		actual: Omit<ActualPlugin, "_id" | "nodeId" | "name" | "since" | "errors" | "lastError">
	): Promise<void> {
		const nodeId = this.#nodeId;
		const report = { nodeId, name, ...actual, since: new Date() };
		await this.#nodes().updateOne(
			{ _id: `${nodeId}/${name}` },
			{ $set: report },
			{ upsert: true }
		);
	}

	/** Notes errors of a plugin that is reported already. */
	async reportErrors(name: string, errors: number, lastError: LastError): Promise<void> {
		const _id = `${this.#nodeId}/${name}`;
		await this.#nodes().updateOne({ _id }, { $set: { errors, lastError } });
	}

	async forget(name: string): Promise<void> {
		await this.#nodes().deleteOne({ _id: `${this.#nodeId}/${name}` });
	}

	/** Removes the reports of nodes that are gone, and what this one reported before it was started again. */
	async keepOthers(nodeIds: string[]): Promise<void> {
		const others = nodeIds.filter(nodeId => nodeId !== this.#nodeId);
		await this.#nodes().deleteMany({ nodeId: { $nin: others } });
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
