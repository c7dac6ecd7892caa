/** What a task carries is small: what is large belongs into a document or a file that it names. */
import { errors } from "./errors.ts";

const MAX_BYTES = 256 * 1024;

/** Throws for a value that is too large to be kept with a task, or that is no JSON. */
export function requireSmall(job: string, what: string, value: unknown): void {
	const bytes = Buffer.byteLength(JSON.stringify(value ?? null));
	if (bytes > MAX_BYTES) throw errors.TOO_LARGE({ job, what, bytes });
}
