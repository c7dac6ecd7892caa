/** The threads that work on passwords, and how one is given to bcrypt. */
import { createHmac } from "node:crypto";
import { availableParallelism } from "node:os";
import type { Piscina } from "piscina";
import type { PasswordTask } from "./password-worker.ts";

const COST = 12;

/** One core stays with the kernel's own thread. */
export const MAX_WORKERS = Math.max(1, availableParallelism() - 1);

/** A worker holds 25 MB, and starts in a third of the time that one password takes. */
const IDLE_MS = 5_000;

/** Loaded with the first password, so that a kernel that nobody signs in to pays nothing. */
export async function startPool(): Promise<Piscina> {
	const { Piscina } = await import("piscina");
	return new Piscina({
		filename: new URL("./password-worker.ts", import.meta.url).href,
		minThreads: 0,
		maxThreads: MAX_WORKERS,
		idleTimeout: IDLE_MS
	});
}

/** The work of hashing a password. */
export function hashTask(password: string): PasswordTask {
	return { kind: "hash", secret: condense(password), cost: COST };
}

/**
 * Bcrypt reads 72 bytes at most and stops at a zero byte; a keyed digest takes the whole password,
 * and differs from the plain digests that leak elsewhere. The same letters in another Unicode form
 * are the same password.
 */
export function condense(password: string): string {
	return createHmac("sha256", "lyceum password")
		.update(password.normalize("NFKC"))
		.digest("base64");
}
