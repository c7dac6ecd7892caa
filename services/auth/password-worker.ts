/**
 * A worker thread's work: bcrypt takes 300 ms and would hold up every other request.
 * Input: a `PasswordTask`. Output: the hash, or whether the password matches; and the time it took.
 */
import { compareSync, hashSync } from "bcryptjs";

export type PasswordTask =
	| { kind: "hash"; secret: string; cost: number }
	| { kind: "compare"; secret: string; hash: string };

export interface PasswordResult {
	value: string | boolean;
	elapsedMs: number;
}

export default function work(task: PasswordTask): PasswordResult {
	const startedAt = performance.now();
	const value =
		task.kind === "hash"
			? hashSync(task.secret, task.cost)
			: compareSync(task.secret, task.hash);
	return { value, elapsedMs: performance.now() - startedAt };
}
