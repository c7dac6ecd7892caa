/**
 * Starts a thread's module with V8's compile cache on: without it, most of the store's start is
 * stripping types and compiling.
 */
import { enableCompileCache } from "node:module";
import { workerData } from "node:worker_threads";
import { trimMemory } from "../../../kernel/trim-memory.ts";

/** A kernel that starts has ended its start by then, on a slow machine too. */
const TRIM_AFTER_MS = 10_000;

enableCompileCache();

const { module } = workerData as { module: "engine-thread" | "reader-thread" };
await import(`./${module}.ts`);
setTimeout(() => void trimMemory(), TRIM_AFTER_MS).unref();
