/** For collections that clients read, and the plugin alone writes. */
import type { Action } from "lyceum";

const WRITING = ["create", "replace", "update", "remove", "restore", "history", "count"];

/** Takes the writing actions of a collection away, apart from those that are named. */
export function readOnly(...kept: string[]): Record<string, Action> {
	return Object.fromEntries(
		WRITING.filter(name => !kept.includes(name)).map(name => [name, false as never])
	);
}
