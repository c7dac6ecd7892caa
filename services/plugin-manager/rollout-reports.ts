/** What the nodes tell the coordinator of a rollout: that they have followed, or why they cannot. */
import type { Connection } from "mongoose";

export interface RolloutReport {
	/** `<rollout>/<node>`. */
	_id: string;
	rollout: string;
	nodeId: string;
	/** Why the node cannot follow; null when it does. */
	failure: string | null;
}

const COLLECTION = "pluginRollouts";

export class RolloutReports {
	readonly #connection: Connection;
	readonly #nodeId: string;

	constructor(connection: Connection, nodeId: string) {
		this.#connection = connection;
		this.#nodeId = nodeId;
	}

	async add(rollout: string, failure: string | null): Promise<void> {
		const nodeId = this.#nodeId;
		await this.#reports().updateOne(
			{ _id: `${rollout}/${nodeId}` },
			{ $set: { rollout, nodeId, failure } },
			{ upsert: true }
		);
	}

	of(rollout: string): Promise<RolloutReport[]> {
		return this.#reports().find({ rollout }).sort({ _id: 1 }).toArray();
	}

	async forget(rollout: string): Promise<void> {
		await this.#reports().deleteMany({ rollout });
	}

	#reports() {
		return this.#connection.collection<RolloutReport>(COLLECTION);
	}
}
