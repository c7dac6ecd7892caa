/**
 * Which nodes are there, by the signs of life that each writes into the store: who has to follow a change
 * must be known also while the bus is away or has not met everybody yet.
 */
import type { Connection } from "mongoose";
import type { Service } from "moleculer";

/** What a node tells of itself. */
export interface MemberDescription {
	nodeId: string;
	/** The address that its gateway listens on. */
	url: string;
	host: string;
	pid: number;
	/** Of the kernel. */
	version: string;
	/** Whether it runs plugins; one that does not calls those of others. */
	runsPlugins: boolean;
}

export interface Member extends Omit<MemberDescription, "nodeId"> {
	_id: string;
	startedAt: Date;
	/** By the store's clock, so that the nodes' clocks need not agree. */
	aliveAt: Date;
}

const COLLECTION = "nodes";

/** How often a node gives a sign of life, and after how long without one it counts as gone. */
const ALIVE_EVERY_MS = 2000;
const GONE_AFTER_MS = 8000;

/** Those that are gone are shown for a day. */
const FORGET_AFTER_MS = 86_400_000;

export class Members {
	readonly #connection: Connection;
	readonly #isAlone: boolean;
	readonly #describe: () => MemberDescription;
	readonly #startedAt = new Date();
	#timer: NodeJS.Timeout | undefined;
	#isReached = true;

	/** `isAlone` is true for a kernel whose store is its own: nobody else can be there. */
	constructor(connection: Connection, isAlone: boolean, describe: () => MemberDescription) {
		this.#connection = connection;
		this.#isAlone = isAlone;
		this.#describe = describe;
	}

	/** Counts this node as there from now on. */
	async join(logger: Service["logger"]): Promise<void> {
		if (this.#isAlone) return;
		await this.#giveSign();
		await this.#forget();
		this.#timer = setInterval(() => {
			this.#giveSign().then(
				() => (this.#isReached = true),
				error => {
					if (this.#isReached)
						logger.warn("The store does not take this node's sign of life", error);
					this.#isReached = false;
				}
			);
		}, ALIVE_EVERY_MS).unref();
	}

	/** Lets the others know that this node is gone on purpose. */
	async leave(): Promise<void> {
		clearInterval(this.#timer);
		if (this.#isAlone) return;
		await this.#nodes().deleteOne({ _id: this.#describe().nodeId });
	}

	/** The nodes that are there, this one among them. */
	async present(): Promise<Member[]> {
		if (this.#isAlone) return [this.#self()];
		const since = { $subtract: ["$$NOW", GONE_AFTER_MS] };
		return this.#nodes()
			.find({ $expr: { $gt: ["$aliveAt", since] } })
			.sort({ _id: 1 })
			.toArray();
	}

	/** All nodes that are known, also those that went without a word. */
	all(): Promise<Member[]> {
		if (this.#isAlone) return Promise.resolve([this.#self()]);
		return this.#nodes().find({}).sort({ _id: 1 }).toArray();
	}

	/** The nodes that are there and run plugins. */
	async withPlugins(): Promise<string[]> {
		const members = await this.present();
		return members.filter(({ runsPlugins }) => runsPlugins).map(({ _id }) => _id);
	}

	async #giveSign() {
		const { nodeId, ...description } = this.#describe();
		await this.#nodes().updateOne(
			{ _id: nodeId },
			{
				$set: { ...description, startedAt: this.#startedAt },
				$currentDate: { aliveAt: true }
			},
			{ upsert: true }
		);
	}

	async #forget() {
		const long = { $subtract: ["$$NOW", FORGET_AFTER_MS] };
		await this.#nodes().deleteMany({ $expr: { $lt: ["$aliveAt", long] } });
	}

	#self(): Member {
		const { nodeId: _id, ...description } = this.#describe();
		return { _id, ...description, startedAt: this.#startedAt, aliveAt: new Date() };
	}

	#nodes() {
		return this.#connection.collection<Member>(COLLECTION);
	}
}
