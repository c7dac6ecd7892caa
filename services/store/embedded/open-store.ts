/** Starts and stops the store's thread. */
import { randomBytes } from "node:crypto";
import { Worker } from "node:worker_threads";
import { REPLICA_SET } from "./names.ts";
import { lockFolder } from "./storage/lock.ts";
import type { EngineMessage, EngineOptions } from "./threads/engine-thread.ts";

const USER = "lyceum";
const DATABASE = "lyceum";

export interface StoreLogger {
	info(message: string): void;
	error(message: string): void;
}

export interface OpenStore {
	/** The folder that holds the store's file; made when it is missing. */
	dataDir: string;
	/** 0 takes any free port. */
	port?: number;
	host?: string;
	/** What clients prove that they know; drawn anew for each start when it is not given. */
	secret?: string;
	logger?: StoreLogger;
}

export interface Store {
	/** The `mongodb://` URL, secret included. */
	url: string;
	/** Waits for what runs, writes everything to the file, and ends the threads. */
	close(): Promise<void>;
}

/** Opens the store in a folder; a folder that is in use or cannot be written is refused. */
export async function openStore({
	dataDir,
	port = 0,
	host = "127.0.0.1",
	secret = drawSecret(),
	logger
}: OpenStore): Promise<Store> {
	const unlock = lockFolder(dataDir);
	const workerData: EngineOptions = {
		module: "engine-thread",
		dataDir,
		host,
		port,
		user: USER,
		secret
	};
	const worker = new Worker(new URL("./threads/start.ts", import.meta.url), {
		workerData,
		name: "store"
	});
	try {
		const listening = await started(worker, dataDir);
		logger?.info(
			`The embedded store listens on ${host}:${listening} and keeps its data in ${dataDir}`
		);
		worker.on("error", error =>
			logger?.error(`The embedded store has ended: ${error.message}`)
		);
		return { url: urlOf(host, listening, secret), close: closer(worker, unlock) };
	} catch (error) {
		await worker.terminate();
		unlock();
		throw error;
	}
}

/** Draws a secret that nobody can guess and that fits into a URL as it is. */
export function drawSecret(): string {
	return randomBytes(24).toString("base64url");
}

function urlOf(host: string, port: number, secret: string): string {
	const options = new URLSearchParams({
		replicaSet: REPLICA_SET,
		authSource: "admin",
		authMechanism: "SCRAM-SHA-256"
	});
	return `mongodb://${USER}:${secret}@${host}:${port}/${DATABASE}?${options.toString()}`;
}

function started(worker: Worker, dataDir: string): Promise<number> {
	return new Promise((resolve, reject) => {
		const fail = (reason: string) =>
			reject(new Error(`The store in "${dataDir}" did not start: ${reason}`));
		worker.once("error", error => fail(error.message));
		worker.once("exit", () => fail("its thread ended"));
		worker.once("message", (message: EngineMessage) => {
			if (message.kind === "listening") resolve(message.port);
			else fail(message.kind === "failed" ? message.message : message.kind);
		});
	});
}

/** Closing twice is harmless: both calls wait for the same end. */
function closer(worker: Worker, unlock: () => void): () => Promise<void> {
	let closing: Promise<void> | undefined;
	return () => {
		closing ??= new Promise<void>(resolve => {
			worker.once("exit", () => {
				unlock();
				resolve();
			});
			// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
			worker.postMessage("close");
		});
		return closing;
	};
}
