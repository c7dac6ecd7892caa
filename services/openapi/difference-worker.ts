/**
 * A worker thread's work: compares two surfaces. Input, as its worker data: their texts, the older one null when
 * there is none. Output, as its only message: the `Difference`.
 */
import { parentPort, workerData } from "node:worker_threads";
import { differenceOf, type Difference, type Surface } from "./difference.ts";

const { before, after } = workerData as { before: string | null; after: string };
const nothing: Surface = { document: { openapi: "3.1.1", info: { title: "", version: "" } } };
const [old, present] = [before, after].map(text =>
	text === null ? nothing : (JSON.parse(text) as Surface)
);
const port = parentPort as { postMessage(difference: Difference): void };
port.postMessage(differenceOf(old!, present!));
