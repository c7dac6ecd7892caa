/** The runner with Redis: a queue of Bull's for each job, whose entries name a task and its turn. */
import type { Job, Queue, QueueOptions } from "bull";
import type { Redis } from "ioredis";
import { errors } from "../errors.ts";
import type { Mover, Working } from "../mover.ts";
import type { Turn } from "../tasks.ts";
import { Connections, type Watcher } from "./connections.ts";

/** Bull's priority 1 is the first; entries without any go behind those that have one. */
const MAX_PRIORITY = 10;

interface Entry {
	id: string;
	turn: number;
}

type MakeQueue = (name: string, options: QueueOptions) => Queue<Entry>;

export class BullMover implements Mover {
	readonly #url: string;
	readonly #prefix: string;
	readonly #watcher: Watcher;
	/** Those that entries are added to, by job. */
	readonly #queues = new Map<string, Queue<Entry>>();
	#connections: Connections | null = null;
	#makeQueue: MakeQueue | null = null;

	constructor(url: string, database: string, watcher: Watcher) {
		this.#url = url;
		this.#prefix = `{lyceum-tasks-${database}}`;
		this.#watcher = watcher;
	}

	async open(): Promise<void> {
		const { default: Bull } = await import("bull");
		this.#makeQueue = (name, options) => new Bull(name, options);
		this.#connections = await Connections.open(this.#url, this.#watcher);
	}

	async push(turns: Turn[]): Promise<void> {
		this.#requireReady();
		for (const [job, own] of Map.groupBy(turns, ({ job }) => job)) {
			const queue = this.#queues.get(job) ?? this.#openQueue(job, null);
			this.#queues.set(job, queue);
			await queue.addBulk(own.map(entryOf));
		}
	}

	work(
		job: string,
		concurrency: number,
		run: (id: string, turn: number) => Promise<void>
	): Working {
		const waiting: Redis[] = [];
		const queue = this.#openQueue(job, waiting);
		const active = new Set<Promise<void>>();
		let isStopped = false;
		const take = async ({ data: { id, turn } }: Job<Entry>) => {
			if (isStopped) return;
			const work = run(id, turn).finally(() => active.delete(work));
			active.add(work);
			await work;
		};
		queue.process(concurrency, take).catch(this.#watcher.failed);
		return {
			stop: async () => {
				isStopped = true;
				await Promise.all(active);
				await this.#closeQueue(queue);
				for (const connection of waiting) this.#connections!.release(connection);
			}
		};
	}

	async lacks(job: string, queued: number): Promise<boolean> {
		if (!this.#connections!.isReady) return false;
		const queue = this.#queues.get(job) ?? this.#openQueue(job, null);
		this.#queues.set(job, queue);
		const { waiting, delayed, active } = await queue.getJobCounts();
		return waiting + delayed + active < queued;
	}

	async check(): Promise<void> {
		this.#requireReady();
		await this.#connections!.client.ping();
	}

	async close(): Promise<void> {
		await Promise.all([...this.#queues.values()].map(queue => this.#closeQueue(queue)));
		this.#connections?.close();
	}

	#openQueue(job: string, waiting: Redis[] | null): Queue<Entry> {
		const queue = this.#makeQueue!(job, {
			prefix: this.#prefix,
			createClient: kind => {
				const connection = this.#connections!.for(kind);
				if (kind === "bclient") waiting?.push(connection);
				return connection as never;
			},
			// What died is told again by the reconciler; here it is only cleared away.
			settings: { maxStalledCount: 0, retryProcessDelay: 500 }
		});
		// The loss of Redis is told once, by the connection.
		queue.on("error", () => undefined);
		return queue;
	}

	/** One whose Redis is away would wait for it. */
	async #closeQueue(queue: Queue<Entry>): Promise<void> {
		const closing = queue.close(true).catch(() => undefined);
		if (this.#connections!.isReady) await closing;
	}

	#requireReady() {
		if (!this.#connections?.isReady) throw errors.QUEUE_AWAY({});
	}
}

function entryOf({ id, turn, priority, runAt }: Turn) {
	return {
		data: { id, turn },
		opts: {
			// The same turn is not added twice.
			jobId: `${id}-${turn}`,
			delay: Math.max(runAt.getTime() - Date.now(), 0),
			...(priority > 0 && { priority: MAX_PRIORITY - priority }),
			removeOnComplete: true,
			removeOnFail: true
		}
	};
}
