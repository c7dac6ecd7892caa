/**
 * A worker thread's work: bcrypt takes 300 ms and would hold up every other request.
 * Input: a `PasswordTask`. Output: the hash, whether the password matches, or its strength; and the time it took.
 */
import { constants, setPriority } from "node:os";
import { compareSync, hashSync } from "bcryptjs";
import { strengthOf, type Strength } from "./password-strength.ts";

export type PasswordTask =
	| { kind: "hash"; secret: string; cost: number }
	| { kind: "compare"; secret: string; hash: string }
	| { kind: "judge"; password: string; about: string[] };

export interface PasswordResult {
	value: string | boolean | Strength;
	elapsedMs: number;
}

// Where cores are few, requests go first: in a storm of sign-ins on a busy machine the others' p99 was 60 ms with
// it and 200 ms to 7 s without. On Linux this is the thread's own; elsewhere it would be the whole process's.
if (process.platform === "linux") setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

export default async function work(task: PasswordTask): Promise<PasswordResult> {
	const startedAt = performance.now();
	const value = await carryOut(task);
	return { value, elapsedMs: performance.now() - startedAt };
}

function carryOut(task: PasswordTask) {
	if (task.kind === "hash") return hashSync(task.secret, task.cost);
	if (task.kind === "compare") return compareSync(task.secret, task.hash);
	return strengthOf(task.password, task.about);
}
