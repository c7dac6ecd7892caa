/**
 * A worker thread's work: bcrypt takes 300 ms and would hold up every other request.
 * Input: a `PasswordTask`. Output: the hash, or whether the password matches.
 */
import { compareSync, hashSync } from "bcryptjs";

export type PasswordTask =
	| { kind: "hash"; secret: string; cost: number }
	| { kind: "compare"; secret: string; hash: string };

export default function work(task: PasswordTask): string | boolean {
	if (task.kind === "hash") return hashSync(task.secret, task.cost);
	return compareSync(task.secret, task.hash);
}
