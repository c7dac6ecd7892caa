/** The two threads that do long reads; each is started when it is first needed. */
import { Worker } from "node:worker_threads";
import { storeError, StoreError } from "../errors.ts";
import { SCAN_LIMIT_MS } from "../query/work.ts";

const READERS = 2;
/** A reader's heap, in megabytes: sorting and grouping happen there. */
const HEAP_MB = 512;
/** What a thread cannot end itself (a regular expression gone wild) is ended with the thread. */
const JOB_LIMIT_MS = SCAN_LIMIT_MS + 5_000;

export interface ReaderReply {
	id: number;
	reply?: Uint8Array;
	error?: { code: number; codeName: string; message: string; labels: string[] };
}

interface Job {
	resolve: (reply: Buffer) => void;
	reject: (error: Error) => void;
}

interface Reader {
	worker: Worker;
	jobs: Map<number, Job>;
	/** Runs while the thread works on its oldest job. */
	watchdog: NodeJS.Timeout | undefined;
}

export class ReaderPool {
	private readonly dataDir: string;
	private readonly readers: (Reader | undefined)[] = Array.from({ length: READERS });
	private nextId = 1;
	private isClosed = false;

	constructor(dataDir: string) {
		this.dataDir = dataDir;
	}

	/** Runs a command on the reader that has the least to do. */
	run(message: Buffer): Promise<Buffer> {
		const loads = this.readers.map(reader => reader?.jobs.size ?? 0);
		return this.runOn(loads.indexOf(Math.min(...loads)) + 1, message);
	}

	/** Runs a command on one reader, counted from 1: the one that holds a cursor. */
	runOn(thread: number, message: Buffer): Promise<Buffer> {
		if (this.isClosed) throw storeError("InterruptedAtShutdown", "The store is closing");
		if (thread < 1 || thread > READERS)
			throw storeError("CursorNotFound", "cursor id not found");
		const reader = (this.readers[thread - 1] ??= this.start(thread));
		const id = this.nextId++;
		return new Promise((resolve, reject) => {
			reader.jobs.set(id, { resolve, reject });
			if (reader.jobs.size === 1) watch(reader);
			// A copy: the socket's buffer holds other messages as well.
			// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
			reader.worker.postMessage({ id, message: Uint8Array.from(message) });
		});
	}

	private start(thread: number): Reader {
		const worker = new Worker(new URL("./start.ts", import.meta.url), {
			workerData: { module: "reader-thread", dataDir: this.dataDir, thread },
			resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
			name: `store-reader-${thread}`
		});
		const reader: Reader = { worker, jobs: new Map(), watchdog: undefined };
		worker.on("message", (reply: ReaderReply) => settle(reader, reply));
		worker.on("error", error => this.fail(thread, reader, error));
		worker.on("exit", () => this.fail(thread, reader, new Error("it has ended")));
		return reader;
	}

	/** A reader that ran out of memory takes its commands along; the next command starts a new one. */
	private fail(thread: number, reader: Reader, error: Error): void {
		if (this.readers[thread - 1] === reader) this.readers[thread - 1] = undefined;
		for (const job of reader.jobs.values()) {
			job.reject(storeError("ExceededMemoryLimit", `The read was ended: ${error.message}`));
		}
		reader.jobs.clear();
		clearTimeout(reader.watchdog);
	}

	/** Waits for what runs, then ends the threads. */
	async close(): Promise<void> {
		this.isClosed = true;
		await Promise.all(this.readers.map(reader => reader?.worker.terminate()));
	}
}

function watch(reader: Reader): void {
	clearTimeout(reader.watchdog);
	if (reader.jobs.size === 0) return;
	reader.watchdog = setTimeout(() => void reader.worker.terminate(), JOB_LIMIT_MS);
}

function settle(reader: Reader, { id, reply, error }: ReaderReply): void {
	const job = reader.jobs.get(id);
	reader.jobs.delete(id);
	watch(reader);
	if (!job) return;
	if (reply) return job.resolve(Buffer.from(reply.buffer, reply.byteOffset, reply.byteLength));
	job.reject(rebuild(error!));
}

function rebuild({ code, codeName, message, labels }: NonNullable<ReaderReply["error"]>): Error {
	const error = new StoreError(
		codeName.startsWith("Location") ? code : (codeName as never),
		message
	);
	for (const label of labels) error.withLabel(label);
	return error;
}
