/**
 * Moves what waits in the outbox to the driver, in order for each key. One node does it at a time; what it
 * takes is whatever is there, never "what is newer than", so that a late commit is not passed over.
 */
import type { Kernel } from "../../mixins/index.ts";
import type { StreamDriver } from "./driver.ts";
import type { Entry } from "./entry.ts";
import { LeaseLost, type Lease } from "./lease.ts";
import type { Outbox } from "./outbox.ts";

const BATCH = 100;

/** What a commit's own kick did not move: another node's, or what could not be published at first. */
const LOOK_EVERY_MS = 1000;

interface RelayParts {
	kernel: Pick<Kernel, "transaction">;
	outbox: Outbox;
	lease: Lease;
	driver: StreamDriver;
	/** Hears what was published, after it was committed. */
	published: (entries: Entry[]) => void;
	/** Hears that another node has to move what waits. */
	waiting: () => void;
	failed: (error: unknown) => void;
}

export class Relay {
	readonly #parts: RelayParts;
	#moving: Promise<void> | null = null;
	#again = false;
	#timer: NodeJS.Timeout | undefined;
	#isStopped = true;

	constructor(parts: RelayParts) {
		this.#parts = parts;
	}

	start(): void {
		this.#isStopped = false;
		this.#timer = setInterval(() => this.kick(), LOOK_EVERY_MS).unref();
	}

	/** Moves what waits; what is added meanwhile is moved too. */
	kick(): void {
		if (!this.#isStopped) void this.#move();
	}

	/** Moves what waits once more, and lets another node take over. */
	async stop(): Promise<void> {
		clearInterval(this.#timer);
		await this.#move();
		// What is told while the rest of the node stops waits for the next start, or for another node.
		this.#isStopped = true;
		await this.#parts.lease.release().catch(this.#parts.failed);
	}

	#move(): Promise<void> {
		this.#again = true;
		this.#moving ??= this.#moveAll()
			.catch(error => {
				if (!(error instanceof LeaseLost)) this.#parts.failed(error);
			})
			.finally(() => (this.#moving = null));
		return this.#moving;
	}

	async #moveAll() {
		const { outbox, lease, driver, waiting } = this.#parts;
		while (this.#again) {
			this.#again = false;
			if (await outbox.isEmpty()) continue;
			const held = await lease.take();
			if (held === "taken") driver.takeOver();
			await (held === null ? waiting() : this.#moveBatches());
		}
	}

	/** A stream that takes nothing at the moment does not hold up the others. */
	async #moveBatches() {
		const stuck = new Set<string>();
		for (;;) {
			const batch = await this.#next([...stuck]);
			if (batch.length === 0) return;
			const kept = await this.#parts.driver.publish(batch);
			if (kept.length > 0) await this.#settle(kept);
			const ids = new Set(kept.map(({ _id }) => _id));
			for (const { _id, stream } of batch) if (!ids.has(_id)) stuck.add(stream);
		}
	}

	/** In a transaction, so that an entry is never seen without those of its key before it. */
	#next(without: string[]) {
		const { kernel, lease, outbox } = this.#parts;
		return kernel.transaction(async session => {
			await lease.hold(session);
			return outbox.first(BATCH, session, without);
		});
	}

	async #settle(entries: Entry[]) {
		const { kernel, lease, outbox, driver, published } = this.#parts;
		await kernel.transaction(async session => {
			await lease.hold(session);
			await driver.keep(entries, session);
			await outbox.remove(entries, session);
		});
		published(entries);
	}
}
