/**
 * Starts a thread's module with V8's compile cache on: without it, most of the store's start is
 * stripping types and compiling.
 */
import { enableCompileCache } from "node:module";
import { workerData } from "node:worker_threads";

enableCompileCache();

const { module } = workerData as { module: "engine-thread" | "reader-thread" };
await import(`./${module}.ts`);
