/** The thread that hashes one password, without a pool: it begins at once, while the kernel's code is loaded. */
import { parentPort, workerData } from "node:worker_threads";
import work, { type PasswordTask } from "./password-worker.ts";

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
parentPort!.postMessage(await work(workerData as PasswordTask));
