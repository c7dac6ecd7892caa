/** The upgrades that are watched, as documents in the store: what a start finds there was cut short by a crash. */
import type { Connection } from "mongoose";
import type { DesiredPlugin } from "./desired.ts";

export interface WatchMark {
	/** The plugin's name. */
	_id: string;
	integrity: string;
	nodeId: string;
}

const COLLECTION = "pluginWatches";

export class WatchMarks {
	readonly #connection: Connection;
	readonly #nodeId: string;

	constructor(connection: Connection, nodeId: string) {
		this.#connection = connection;
		this.#nodeId = nodeId;
	}

	async add({ _id, integrity }: DesiredPlugin): Promise<void> {
		const mark = { integrity, nodeId: this.#nodeId };
		await this.#marks().updateOne({ _id }, { $set: mark }, { upsert: true });
	}

	/** Removes the mark of one plugin, if it is this node's. */
	async remove(_id: string): Promise<void> {
		await this.#marks().deleteOne({ _id, nodeId: this.#nodeId });
	}

	/** Takes the marks of nodes that are gone, among them this one before its start. */
	async takeLeft(nodeIds: string[]): Promise<WatchMark[]> {
		const others = nodeIds.filter(nodeId => nodeId !== this.#nodeId);
		const left = await this.#marks()
			.find({ nodeId: { $nin: others } })
			.toArray();
		await this.#marks().deleteMany({ _id: { $in: left.map(({ _id }) => _id) } });
		return left;
	}

	#marks() {
		return this.#connection.collection<WatchMark>(COLLECTION);
	}
}
