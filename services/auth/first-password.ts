/**
 * The first administrator's password. To hash it takes as long as the rest of a start, so that this begins
 * before the kernel's code is loaded; it therefore imports next to nothing.
 */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { hashTask } from "./password-pool.ts";
import { passwordProblems } from "./password-rules.ts";
import type { PasswordResult } from "./password-worker.ts";

/** A password with the hash that is being made of it, until somebody asks for it. */
let begun: { password: string; hash: Promise<string> } | null = null;

/** Begins to hash the password that the first administrator will get: the one of the settings, or a drawn one. */
export function beginFirstPassword(given: string | null): void {
	const password = given ?? drawPassword();
	// One that is refused later is not worth it.
	if (passwordProblems(password, "").length > 0) return;
	const hash = hashAlone(password);
	// Whoever asks for it hears of a failure; nobody may ask.
	hash.catch(() => undefined);
	begun = { password, hash };
}

/** A password for the first administrator who has none: the one whose hash was begun, or another. */
export function firstPassword(): string {
	return begun?.password ?? drawPassword();
}

/** The hash that was begun of this password, once; undefined for any other. */
export function takeBegunHash(password: string): Promise<string> | undefined {
	if (begun?.password !== password) return undefined;
	const { hash } = begun;
	begun = null;
	return hash;
}

/** In a thread of its own: a pool's would wait for this thread, which is about to load code for long. */
async function hashAlone(password: string): Promise<string> {
	const worker = new Worker(new URL("./first-password-worker.ts", import.meta.url), {
		workerData: hashTask(password),
		name: "first-password"
	});
	const [{ value }] = (await once(worker, "message")) as [PasswordResult];
	return value as string;
}

/** 120 random bits, drawn again until they keep the rules by chance. */
function drawPassword(): string {
	const password = randomBytes(15).toString("base64url");
	return passwordProblems(password, "").length === 0 ? password : drawPassword();
}
